package org.farsight.intake;

import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.jspecify.annotations.Nullable;

/** What identification says of an object, before the ledger is asked. */
sealed interface Verdict {

  /**
   * A document may name its own site as the issuer. Whom the sender names counts for a file that
   * names nobody; another person is kept back.
   */
  default Verdict told(Incoming incoming) {
    if (this instanceof Verdict.Good of && !of.facts().kind().isExamination()) {
      return new Verdict.Good(of.facts().issuedAt(incoming.site()));
    }
    String patient = incoming.patient();
    if (patient == null || patient.isBlank() || !(this instanceof Verdict.Good good)) {
      return this;
    }
    ObjectFacts facts = good.facts();
    if (facts.patientId().isEmpty() && !facts.isDicom()) {
      return new Verdict.Good(facts.ofPatient(patient.strip()));
    }
    return facts.patientId().equals(patient.strip())
        ? this
        : new Verdict.Bad(
            QuarantineReason.STUDY_OF_ANOTHER_PATIENT,
            facts,
            "the file names another patient than its sender does");
  }

  /** It is what it should be. */
  record Good(ObjectFacts facts) implements Verdict {}

  /**
   * Its bytes are to be kept, a person must look.
   *
   * @param facts as far as they could be read; null where nothing could
   */
  record Bad(QuarantineReason reason, @Nullable ObjectFacts facts, String why) implements Verdict {}

  /** It is not kept. */
  record No(Receipt.Cause cause, String why) implements Verdict {}
}

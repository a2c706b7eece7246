package org.farsight.fhir;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Conversion.Patients;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.Site;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.identity.Kinship;
import org.farsight.identity.Merges;
import org.farsight.identity.hl7v2.AdtReader;
import org.farsight.identity.hl7v2.Registration;
import org.hl7.fhir.r4.model.Identifier;

/**
 * What a site's registration has said of one patient as a transaction: the patient by the newest
 * message, whatever the order in which they came, and of a merge the patient that remains.
 */
final class PatientConversion {

  private final ContentStore store;
  private final ConversionOptions options;
  private final Kinship kinship;
  private final AdtReader reader = new AdtReader();

  PatientConversion(ContentStore store, ConversionOptions options, Kinship kinship) {
    this.store = store;
    this.options = options;
    this.kinship = kinship;
  }

  /**
   * What was made.
   *
   * @param draft the transaction
   * @param patients who it speaks of, and what it decides about them
   * @param findings what the story tells
   */
  record Made(Draft draft, Patients patients, List<Finding> findings) {}

  /** A message, with the moment that it speaks of. */
  private record Word(Arrival arrival, Registration said, Instant at) {}

  /**
   * Drafts the transaction.
   *
   * @throws DocumentException if a message cannot be read
   */
  Made convert(Exchange exchange, Site site, List<Arrival> arrivals, Notes notes)
      throws IOException, DocumentException {
    List<Word> words = words(site, arrivals, notes);
    Optional<Word> newest =
        words.stream()
            .filter(word -> word.said().merged().isEmpty())
            .max(Comparator.comparing(Word::at).thenComparing(word -> word.arrival().revision()));
    Subject subject = newest.map(word -> word.said().patient()).orElse(Subject.UNNAMED);
    Draft draft =
        Draft.start(
            exchange,
            site,
            options,
            EcgPolicy.PLAIN,
            subject,
            new PatientResource.Saying(kinship, newest.map(Word::at)),
            OrderSearch.NONE,
            notes);
    List<Identity> said = new ArrayList<>(draft.patient().identity().stream().toList());
    List<Finding> findings = new ArrayList<>(draft.patient().findings());
    List<IdentityDecision> decisions = new ArrayList<>();
    for (Word word : words) {
      if (word.said().merged().isPresent()) {
        said.add(remaining(draft, word));
        decisions.add(decision(exchange, site, word));
      }
    }
    findings.addAll(told(exchange, site, decisions));
    draft.addProvenance(arrivals);
    return new Made(draft, new Patients(said, decisions), findings);
  }

  private List<Word> words(Site site, List<Arrival> arrivals, Notes notes)
      throws IOException, DocumentException {
    List<Word> words = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      Registration said = reader.read(store.read(arrival.content(), reader.longest()));
      said.remarks().forEach(notes::add);
      words.add(new Word(arrival, said, said.at(site.zone()).orElse(arrival.at())));
    }
    return words;
  }

  /** The patient that remains is created where nobody has it: what is moved needs a place. */
  private static Identity remaining(Draft draft, Word word) {
    Subject subject = word.said().patient();
    Subject.Id id = subject.ids().getFirst();
    String issuer = id.issuer().orElse("");
    Identifier key = PatientResource.key(draft.site(), id.value(), issuer, draft.notes());
    PatientResource.share(draft.bundle(), key, subject, draft.notes());
    Identity said = SaidIdentity.of(draft.exchange(), key, subject, Optional.of(word.at()));
    // what is decided about it hangs on exchanges of its own
    return said.of("");
  }

  private static IdentityDecision decision(Exchange exchange, Site site, Word word) {
    Subject.Id into = word.said().patient().ids().getFirst();
    return new IdentityDecision(
        0,
        word.at(),
        IdentityDecision.Kind.MERGE,
        Identifiers.patientKey(exchange, site),
        Identifiers.patientKey(site, into.value(), into.issuer().orElse("")),
        "ADT^" + word.said().trigger(),
        "the registration of " + site.id(),
        exchange.id() + "/" + word.arrival().revision());
  }

  /** What a merge leads to, seen with all that was decided before. */
  private List<Finding> told(Exchange exchange, Site site, List<IdentityDecision> decisions) {
    List<Finding> findings = new ArrayList<>();
    Key key = Identifiers.patientKey(exchange, site);
    for (IdentityDecision one : decisions) {
      if (kinship.isDecided(one)) {
        continue;
      }
      String where = one.into().system();
      Optional<Merges.Objection> objection = kinship.around(key).merges().objection(one);
      findings.add(
          objection
              .map(
                  why ->
                      new Finding(
                          Event.CONTRADICTION,
                          "a merge was not carried out: " + why.en(),
                          "合并未执行：" + why.zh()))
              .orElseGet(
                  () ->
                      new Finding(
                          Event.IDENTITY_DECIDED,
                          "merged into another patient of " + where + " by " + one.who(),
                          "已按 " + one.who() + " 并入 " + where + " 的另一患者")));
    }
    return findings;
  }
}

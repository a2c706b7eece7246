package org.farsight.app;

import java.util.Locale;
import java.util.Optional;
import org.farsight.critical.Examinations;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.fhir.Identifiers;
import org.farsight.report.Report;

/**
 * What is known of an examination in the moment in which a rule finds something in it: its
 * conversion has told who was examined; whether there is a case of it yet is chance.
 *
 * @param identities of the same ledger
 * @param cases of the same ledger
 */
record CriticalExaminations(Identities identities, Cases cases) implements Examinations {

  @Override
  public Report.Subject subject(Exchange examination, Site site) {
    Optional<Identity> known = identities.identity(Identifiers.patientKey(examination, site));
    return new Report.Subject(
        first(examination).map(one -> one.person().reference()).orElse(""),
        examination.patientId(),
        examination.patientIssuer(),
        known.map(Identity::name).map(CriticalExaminations::shown).orElse(""),
        known
            .map(Identity::sex)
            .filter(sex -> sex != Identity.Sex.UNKNOWN)
            .map(sex -> sex.name().toLowerCase(Locale.ROOT))
            .orElse(""),
        known.flatMap(Identity::birth));
  }

  private static String shown(Identity.Name name) {
    return name.ideographic().isEmpty() ? name.alphabetic() : name.ideographic();
  }

  @Override
  public Report.Examination examination(Exchange examination, Site site) {
    Optional<ReadingCase> one = first(examination);
    return new Report.Examination(
        site.id(),
        site.name(),
        examination.accession(),
        examination.modality(),
        one.map(known -> known.examination().description()).orElse(""),
        examination.kind() == Kind.STUDY ? examination.key() : "",
        one.map(known -> known.task().order()).orElse(""),
        one.map(known -> known.task().reference()).orElse(""),
        examination.firstAt());
  }

  private Optional<ReadingCase> first(Exchange examination) {
    return cases.ofExchange(examination.id()).stream().findFirst();
  }
}

package org.farsight.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Site;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.identity.Contradiction;
import org.farsight.identity.Kinship;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * A Flag for each thing that does not agree about a person, and the same in words for the story. A
 * Flag is ours alone, one for each exchange and contradiction; that it is settled is a person's to
 * say, at the server.
 */
record IdentityFlags(TransactionBundle bundle, Exchange exchange, Site site, Kinship kinship) {

  private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/flag-category";

  /**
   * Adds the Flags.
   *
   * @param said what the exchange tells of the person
   * @param patient the person in the transaction
   * @return what the story tells
   */
  List<Finding> add(Identity said, Reference patient) {
    List<Finding> findings = new ArrayList<>();
    for (Contradiction one : kinship.contradictions(said)) {
      flag(one, patient);
      findings.add(new Finding(Event.CONTRADICTION, one.en(), one.zh()));
    }
    Kinship.Around around = kinship.around(said);
    if (!around.doubts().isEmpty()) {
      flag(Contradiction.CARD_OF_ANOTHER, patient);
    }
    for (Kinship.Doubt doubt : around.doubts()) {
      findings.add(
          new Finding(
              Event.CONTRADICTION,
              Contradiction.CARD_OF_ANOTHER.en()
                  + " ("
                  + doubt.key().system()
                  + ": "
                  + words(doubt.against(), Contradiction::en, ", ")
                  + "): not linked",
              Contradiction.CARD_OF_ANOTHER.zh()
                  + "（"
                  + doubt.key().system()
                  + "："
                  + words(doubt.against(), Contradiction::zh, "、")
                  + "），未关联"));
    }
    for (Kinship.Same same : around.same()) {
      String where = same.key().system();
      findings.add(
          new Finding(
              Event.SAME_PERSON,
              "a patient of " + where + by(same, " by the id card", " by a person's decision"),
              where + " 的患者" + by(same, "（身份证号相同）", "（人工确认）")));
    }
    return findings;
  }

  private static String by(Kinship.Same same, String card, String person) {
    return switch (same.evidence()) {
      case CARD -> card;
      case PERSON -> person;
    };
  }

  private static String words(
      Set<Contradiction> all,
      java.util.function.Function<Contradiction, String> word,
      String between) {
    return all.stream().map(word).collect(Collectors.joining(between));
  }

  private void flag(Contradiction what, Reference patient) {
    Flag flag = new Flag();
    flag.getMeta().addProfile(Identifiers.PROFILE_IDENTITY_FLAG);
    Identifier key =
        new Identifier()
            .setSystem(Identifiers.CONTRADICTION)
            .setValue(exchange.key() + "/" + what.code());
    flag.addIdentifier(key);
    flag.setStatus(FlagStatus.ACTIVE);
    flag.addCategory(Codings.concept(CATEGORY, "admin", "Administrative"));
    flag.setCode(
        Codings.concept(Identifiers.CONTRADICTION_KIND, what.code(), what.en()).setText(what.zh()));
    flag.setSubject(patient.copy());
    flag.setPeriod(
        new Period().setStartElement(FhirTimes.dateTime(exchange.firstAt(), site.zone())));
    bundle.own(flag, key);
  }
}

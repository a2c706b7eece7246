package org.farsight.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Order;
import org.farsight.exchange.Order.Status;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Worklist;

/** Orders and examinations in few words; each is of the site {@code east} unless it says more. */
final class Facts {
  static final Instant NINE = Instant.parse("2026-03-02T01:00:00Z");

  /** Li Hua: number P1 of the site, a valid card. */
  static final Examination.Person LI =
      new Examination.Person("P1", "", "Li^Hua=李^华", "19800101", "M", "");

  static final String CARD = "110105198001010016";
  static final String OTHER_CARD = "110105198001010032";

  private Facts() {}

  static Examination.Person person(String id, String issuer, String name, String birth) {
    return new Examination.Person(id, issuer, name, birth, "M", "");
  }

  static Examination.Person with(Examination.Person person, String card) {
    return new Examination.Person(
        person.id(), person.issuer(), person.name(), person.birthDate(), person.sex(), card);
  }

  /** An order under construction. */
  record OrderOf(
      String id,
      String site,
      Status status,
      String placer,
      String accession,
      String study,
      String modality,
      Examination.Person patient,
      Instant placed,
      Optional<Instant> begins) {

    OrderOf accession(String number) {
      return new OrderOf(
          id, site, status, placer, number, study, modality, patient, placed, begins);
    }

    OrderOf placer(String number) {
      return new OrderOf(
          id, site, status, number, accession, study, modality, patient, placed, begins);
    }

    OrderOf study(String uid) {
      return new OrderOf(
          id, site, status, placer, accession, uid, modality, patient, placed, begins);
    }

    OrderOf modality(String code) {
      return new OrderOf(id, site, status, placer, accession, study, code, patient, placed, begins);
    }

    OrderOf of(Examination.Person person) {
      return new OrderOf(
          id, site, status, placer, accession, study, modality, person, placed, begins);
    }

    OrderOf at(String otherSite) {
      return new OrderOf(
          id, otherSite, status, placer, accession, study, modality, patient, placed, begins);
    }

    OrderOf now(Status other) {
      return new OrderOf(
          id, site, other, placer, accession, study, modality, patient, placed, begins);
    }

    OrderOf placed(Duration before) {
      return new OrderOf(
          id,
          site,
          status,
          placer,
          accession,
          study,
          modality,
          patient,
          NINE.minus(before),
          begins);
    }

    OrderOf begins(Duration after) {
      return new OrderOf(
          id,
          site,
          status,
          placer,
          accession,
          study,
          modality,
          patient,
          placed,
          Optional.of(NINE.plus(after)));
    }

    Order order() {
      return new Order(
          id,
          site,
          status,
          Priority.ROUTINE,
          new Order.Numbers(placer, "", "", "", accession),
          patient.card(),
          placed,
          begins,
          new Worklist.ScheduledStep(
              site,
              new Worklist.Step(
                  List.of(), "", "", "", "", modality, "", "", List.of(), id, "SCHEDULED"),
              new Worklist.Procedure(study, id, "", List.of(), "", accession, "", "", "", ""),
              new Worklist.Patient(
                  patient.name(),
                  patient.id(),
                  patient.issuer(),
                  patient.birthDate(),
                  patient.sex(),
                  "",
                  "",
                  0,
                  "",
                  "",
                  "")));
    }
  }

  /** An open CT order for Li, placed at nine, with a placer number only. */
  static OrderOf order(String id) {
    return new OrderOf(
        id, "east", Status.OPEN, "PL-" + id, "", "", "CT", LI, NINE, Optional.empty());
  }

  /** A CT of Li half an hour later, without a number. */
  static Examination ct() {
    return ct("x1");
  }

  static Examination ct(String exchangeId) {
    return new Examination(
        exchangeId,
        "east",
        "1.2.3." + exchangeId.length(),
        "",
        List.of("CT"),
        NINE.plus(Duration.ofMinutes(30)),
        LI);
  }

  static Examination accession(Examination one, String number) {
    return new Examination(
        one.exchangeId(),
        one.siteId(),
        one.key(),
        number,
        one.modalities(),
        one.at(),
        one.patient());
  }

  static Examination modality(Examination one, String... codes) {
    return new Examination(
        one.exchangeId(),
        one.siteId(),
        one.key(),
        one.accession(),
        List.of(codes),
        one.at(),
        one.patient());
  }

  static Examination of(Examination one, Examination.Person person) {
    return new Examination(
        one.exchangeId(),
        one.siteId(),
        one.key(),
        one.accession(),
        one.modalities(),
        one.at(),
        person);
  }

  static Examination at(Examination one, Duration after) {
    return new Examination(
        one.exchangeId(),
        one.siteId(),
        one.key(),
        one.accession(),
        one.modalities(),
        NINE.plus(after),
        one.patient());
  }
}

package org.farsight.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.orders.Facts.CARD;
import static org.farsight.orders.Facts.LI;
import static org.farsight.orders.Facts.OTHER_CARD;
import static org.farsight.orders.Facts.accession;
import static org.farsight.orders.Facts.at;
import static org.farsight.orders.Facts.ct;
import static org.farsight.orders.Facts.modality;
import static org.farsight.orders.Facts.of;
import static org.farsight.orders.Facts.order;
import static org.farsight.orders.Facts.person;
import static org.farsight.orders.Facts.with;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Order;
import org.farsight.exchange.Order.Status;
import org.farsight.orders.Facts.OrderOf;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules by which an examination finds its order, as a table. In each row an examination and the
 * orders of the book; then what is found. A CT of Li Hua at site east, half an hour after nine, is
 * meant where nothing else is said; an order is one for it, placed at nine, with a placer number
 * only. The window is two days.
 */
class MatchingTest {

  /** Li Hua's number at another site, which is known as the same person's by the id card. */
  private static final String ELSEWHERE = "B7";

  private static final Matching RULES =
      new Matching(Duration.ofDays(2))
          .with(
              (order, examination) ->
                  order.step().patient().id().equals(ELSEWHERE)
                          && examination.patient().id().equals("P1")
                      ? Optional.of(Link.CARD)
                      : Optional.empty());
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private static final Examination.Person WANG = person("P2", "", "Wang^Fang", "19750505");
  private static final Examination.Person NOBODY = person("", "", "", "");

  private record Case(String title, Examination examination, List<Order> book, String expected) {}

  private static Case row(
      String title, Examination examination, String expected, OrderOf... orders) {
    return new Case(
        title, examination, Arrays.stream(orders).map(OrderOf::order).toList(), expected);
  }

  private static Stream<Case> table() {
    return Stream.of(
            byStudyUid(),
            byAccession(),
            severalOrders(),
            byPatientAndTime(),
            whoIsIt(),
            linked(),
            device())
        .flatMap(List::stream);
  }

  private static List<Case> byStudyUid() {
    String uid = ct().key();
    return List.of(
        row(
            "the worklist gave the Study Instance UID",
            ct(),
            "a by STUDY_UID",
            order("a").study(uid),
            order("b")),
        row(
            "… of an order that was cancelled since",
            ct(),
            "a by STUDY_UID",
            order("a").study(uid).now(Status.CANCELLED)),
        row(
            "… for another patient: the wrong line was taken", ct(),
            "doubt STUDY_UID_OF_ANOTHER [a]", order("a").study(uid).of(WANG)));
  }

  private static List<Case> byAccession() {
    Examination numbered = accession(ct(), "A1");
    return List.of(
        row("accession and patient agree", numbered, "a by ACCESSION", order("a").accession("A1")),
        row(
            "… however long ago the order was placed",
            numbered,
            "a by ACCESSION",
            order("a").accession("A1").placed(DAY.multipliedBy(90))),
        row(
            "… though the device is another one",
            modality(numbered, "US"),
            "a by ACCESSION",
            order("a").accession("A1")),
        row(
            "a cancelled order is still the order",
            numbered,
            "a by ACCESSION",
            order("a").accession("A1").now(Status.CANCELLED)),
        row(
            "a completed one too",
            numbered,
            "a by ACCESSION",
            order("a").accession("A1").now(Status.COMPLETED)),
        row(
            "the number is in use for another patient",
            numbered,
            "doubt ACCESSION_OF_ANOTHER [a]",
            order("a").accession("A1").of(WANG)),
        row(
            "the same number at another site says nothing",
            numbered,
            "none",
            order("a").accession("A1").at("west")),
        row(
            "the device sends the placer's number as accession", accession(ct(), "PL-a"),
            "a by ORDER_NUMBER", order("a")),
        row(
            "… of another patient",
            accession(ct(), "PL-a"),
            "doubt ACCESSION_OF_ANOTHER [a]",
            order("a").of(WANG)),
        row(
            "the examination names no patient at all", of(numbered, NOBODY),
            "doubt PATIENT_UNSURE [a]", order("a").accession("A1")),
        row(
            "another accession contradicts, though patient and time agree",
            numbered,
            "none",
            order("a").accession("A2")),
        row(
            "an order without an accession does not contradict one",
            numbered,
            "a by PATIENT_TIME",
            order("a")));
  }

  private static List<Case> severalOrders() {
    Examination numbered = accession(ct(), "A1");
    OrderOf one = order("a").accession("A1");
    OrderOf two = order("b").accession("A1");
    return List.of(
        row(
            "two orders for one accession: the patient decides",
            numbered,
            "a by ACCESSION_PATIENT",
            one,
            two.of(WANG)),
        row(
            "… the patient is the same: the one that stands",
            numbered,
            "b by ACCESSION_OPEN",
            one.now(Status.CANCELLED),
            two),
        row(
            "… both stand: the modality decides",
            numbered,
            "b by ACCESSION_MODALITY",
            one.modality("MR"),
            two),
        row(
            "… both are cancelled: the modality decides",
            numbered,
            "b by ACCESSION_MODALITY",
            one.modality("MR").now(Status.CANCELLED),
            two.now(Status.CANCELLED)),
        row("… nothing decides", numbered, "doubt SEVERAL_ORDERS [a, b]", one, two),
        row(
            "… both are of others",
            numbered,
            "doubt ACCESSION_OF_ANOTHER [a, b]",
            one.of(WANG),
            two.of(person("P3", "", "Zhao^Yi", "19600606"))));
  }

  private static List<Case> byPatientAndTime() {
    return List.of(
        row(
            "one open order of patient, modality, site and time",
            ct(),
            "a by PATIENT_TIME",
            order("a")),
        row("no order at all", ct(), "none"),
        row(
            "a cancelled order does not fit by time",
            ct(),
            "none",
            order("a").now(Status.CANCELLED)),
        row("nor a completed one", ct(), "none", order("a").now(Status.COMPLETED)),
        row("nor one of another site", ct(), "none", order("a").at("west")),
        row("two open orders", ct(), "doubt SEVERAL_FIT [a, b]", order("a"), order("b")),
        row(
            "of two open orders one is for another device",
            ct(),
            "b by PATIENT_TIME",
            order("a").modality("MR"),
            order("b")),
        row("placed three days before", ct(), "none", order("a").placed(DAY.multipliedBy(3))),
        row(
            "… for today",
            ct(),
            "a by PATIENT_TIME",
            order("a").placed(DAY.multipliedBy(30)).begins(HOUR)),
        row(
            "… for a day to come: it may be done any time until then",
            ct(),
            "a by PATIENT_TIME",
            order("a").placed(DAY.multipliedBy(3)).begins(DAY.multipliedBy(10))),
        row(
            "placed after an emergency's examination", at(ct(), HOUR.negated()),
            "a by PATIENT_TIME", order("a")),
        row(
            "an old examination that is sent today",
            at(ct(), DAY.multipliedBy(-400)),
            "none",
            order("a")));
  }

  private static List<Case> whoIsIt() {
    Examination.Person card = with(LI, CARD);
    return List.of(
        row("another patient number", ct(), "none", order("a").of(WANG)),
        row(
            "the same number under issuers that both name", of(ct(), person("P1", "HIS", "", "")),
            "doubt PATIENT_UNSURE [a]", order("a").of(person("P1", "PACS", "", ""))),
        row(
            "an issuer that only the order names",
            ct(),
            "a by PATIENT_TIME",
            order("a").of(person("P1", "HIS", "Li^Hua", "19800101"))),
        row(
            "the name in pinyin here, in characters there",
            of(ct(), person("P1", "", "Li^Hua", "19800101")),
            "a by PATIENT_TIME",
            order("a").of(person("P1", "", "李^华", "19800101"))),
        row(
            "the same number, another name and birth date: given twice", ct(),
            "doubt PATIENT_UNSURE [a]", order("a").of(person("P1", "", "Wang^Fang", "19750505"))),
        row(
            "the same number and name, a birth date mistyped",
            ct(),
            "a by PATIENT_TIME",
            order("a").of(person("P1", "", "Li^Hua", "19810101"))),
        row(
            "an emergency's number, the person otherwise the same",
            accession(ct(), "A1"),
            "doubt PATIENT_UNSURE [a]",
            order("a").accession("A1").of(person("E9", "", "HUA LI", "19800101"))),
        row(
            "another number, the same id card",
            of(accession(ct(), "A1"), with(person("E9", "", "", ""), CARD)),
            "a by ACCESSION",
            order("a").accession("A1").of(card)),
        row(
            "the same number, two id cards",
            of(ct(), card),
            "none",
            order("a").of(with(LI, OTHER_CARD))),
        row(
            "a card with a wrong check digit says nothing",
            of(ct(), with(LI, "110105198001010011")),
            "a by PATIENT_TIME",
            order("a").of(card)),
        row("without a patient id nothing fits by time", of(ct(), NOBODY), "none", order("a")));
  }

  private static List<Case> linked() {
    Examination numbered = accession(ct(), "A1");
    Examination.Person elsewhere = person(ELSEWHERE, "WEST", "", "");
    OrderOf one = order("a").of(elsewhere);
    return List.of(
        row(
            "the order is under a linked id, the accession agrees",
            numbered,
            "a by ACCESSION",
            one.accession("A1")),
        row(
            "… the worklist gave the Study Instance UID",
            ct(),
            "a by STUDY_UID",
            one.study(ct().key())),
        row("… only the link speaks: a person must say", ct(), "doubt LINKED_ONLY [a]", one),
        row("… for another device: nothing speaks", ct(), "none", one.modality("MR")),
        row("… long ago: nothing speaks", ct(), "none", one.placed(DAY.multipliedBy(3))),
        row("… cancelled: nothing speaks", ct(), "none", one.now(Status.CANCELLED)),
        row(
            "an order under the own id is nearer than one under a linked id",
            ct(),
            "b by PATIENT_TIME",
            one,
            order("b")),
        row(
            "… with the same accession too",
            numbered,
            "b by ACCESSION_PATIENT",
            one.accession("A1"),
            order("b").accession("A1")),
        row(
            "a link does not outweigh another name and birth date",
            numbered,
            "doubt PATIENT_UNSURE [a]",
            order("a").accession("A1").of(person(ELSEWHERE, "WEST", "Wang^Fang", "19750505"))),
        row(
            "nor two id cards",
            of(numbered, with(LI, CARD)),
            "doubt ACCESSION_OF_ANOTHER [a]",
            order("a").accession("A1").of(with(elsewhere, OTHER_CARD))),
        row(
            "another id at that site, linked with nobody",
            numbered,
            "doubt ACCESSION_OF_ANOTHER [a]",
            order("a").accession("A1").of(person("B8", "WEST", "", "")),
            order("c").of(person(ELSEWHERE, "WEST", "", "")).accession("A9")));
  }

  private static List<Case> device() {
    Examination ecg = modality(ct(), "ECG");
    return List.of(
        row("EKG is ECG", ecg, "a by PATIENT_TIME", order("a").modality("EKG")),
        row("EC of table 0074 is ECG", ecg, "a by PATIENT_TIME", order("a").modality("EC")),
        row(
            "an X-ray is DX or CR as the detector is",
            modality(ct(), "CR"),
            "a by PATIENT_TIME",
            order("a").modality("DX")),
        row(
            "PET and CT in one study",
            modality(ct(), "PT", "CT"),
            "a by PATIENT_TIME",
            order("a").modality("PET")),
        row(
            "a report beside the images does not say the device", modality(ct(), "CT", "SR"),
            "a by PATIENT_TIME", order("a")),
        row(
            "the order names a department only",
            ct(),
            "doubt MODALITY_UNKNOWN [a]",
            order("a").modality("RAD")),
        row(
            "… but another one names the device",
            ct(),
            "b by PATIENT_TIME",
            order("a").modality("RAD"),
            order("b")));
  }

  @TestFactory
  Stream<DynamicTest> anExaminationFindsItsOrder() {
    return table()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.title(),
                    () ->
                        assertThat(said(RULES.of(row.examination(), row.book())))
                            .isEqualTo(row.expected())));
  }

  @Test
  void theOrderOfTheBookDoesNotMatter() {
    assertThat(table())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            row ->
                assertThat(said(RULES.of(row.examination(), row.book().reversed())))
                    .as(row.title())
                    .isEqualTo(row.expected()));
  }

  private static String said(Match match) {
    return switch (match) {
      case Match.Matched matched -> matched.order().id() + " by " + matched.rule();
      case Match.None none -> "none";
      case Match.InDoubt doubt ->
          "doubt "
              + doubt.why()
              + " "
              + doubt.candidates().stream().map(Order::id).sorted().toList();
    };
  }

  @Test
  void anOrderUnderALinkedIdThatComesAfterItsExaminationIsInDoubtWithoutANumber() {
    OrderOf elsewhere = order("a").of(person(ELSEWHERE, "WEST", "", ""));
    assertThat(said(RULES.late(elsewhere.order(), List.of(ct("x1")))))
        .isEqualTo("[] [x1] LINKED_ONLY");
    List<Examination> numbered = List.of(accession(ct("x1"), "A1"));
    assertThat(said(RULES.late(elsewhere.accession("A1").order(), numbered)))
        .isEqualTo("[x1] by ACCESSION []");
  }

  private static String said(Matching.Late late) {
    return late.belonging().stream().map(Examination::exchangeId).toList()
        + (late.belonging().isEmpty() ? "" : " by " + late.rule())
        + " "
        + late.doubtful().stream().map(Examination::exchangeId).toList()
        + (late.doubtful().isEmpty() ? "" : " " + late.why());
  }

  @Test
  void anOrderAfterItsExaminationFindsTheOneThatFits() {
    Examination other = of(ct("x22"), WANG);
    assertThat(said(RULES.late(order("a").order(), List.of(ct("x1"), other))))
        .isEqualTo("[x1] by PATIENT_TIME []");
  }

  @Test
  void anOrderAfterTwoExaminationsThatFitIsInDoubt() {
    assertThat(said(RULES.late(order("a").order(), List.of(ct("x1"), ct("x22")))))
        .isEqualTo("[] [x1, x22] SEVERAL_EXAMINATIONS");
  }

  @Test
  void anOrderWithANumberTakesAllExaminationsThatHaveIt() {
    Order order = order("a").accession("A1").order();
    List<Examination> here =
        List.of(accession(ct("x1"), "A1"), accession(ct("x22"), "A1"), ct("x333"));
    assertThat(said(RULES.late(order, here))).isEqualTo("[x1, x22] by ACCESSION []");
  }

  @Test
  void anOrderOfAnotherPatientWithTheNumberOfAnExaminationIsInDoubt() {
    Order order = order("a").accession("A1").of(WANG).order();
    assertThat(said(RULES.late(order, List.of(accession(ct("x1"), "A1")))))
        .isEqualTo("[] [x1] ACCESSION_OF_ANOTHER");
  }
}

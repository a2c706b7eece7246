package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.BranchWay.Characters;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Order;
import org.farsight.hl7v2.Message;
import org.farsight.peer.MllpPeer;
import org.farsight.peer.MllpPeer.Act;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ORU^R01 to a branch's system that answers what the test says. */
class ReturnByHl7Test {
  private MllpPeer peer;
  private Optional<Order.Numbers> order = Optional.empty();

  @BeforeEach
  void listen() throws IOException {
    peer = new MllpPeer();
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
  }

  private ReturnByHl7 way(Characters characters) {
    return new ReturnByHl7(
        new BranchWay.Hl7(
            "zhaojiawan",
            true,
            "127.0.0.1",
            peer.port(),
            characters,
            "HIS",
            "ZJW",
            Duration.ofSeconds(1)),
        exchange -> order);
  }

  private DeliveryOutcome send(Document.Read read) {
    return way(Characters.UTF_8).report(Returned.work(read), read);
  }

  private DeliveryOutcome send() {
    return send(Returned.read(Returned.versions().getFirst()));
  }

  private static List<String> segments(byte[] message, Charset charset) {
    return List.of(new String(message, charset).split("\r"));
  }

  private static String field(String segment, int number) {
    return segment.split("\\|", -1)[number];
  }

  @Test
  void aReportSaysWhoWhatWhenAndHoldsItsPdf() {
    Document.Read read = Returned.read(Returned.versions().getFirst());
    assertThat(send(read)).isInstanceOf(Accepted.class);
    byte[] message = peer.messages().getFirst();
    List<String> lines = segments(message, StandardCharsets.UTF_8);
    assertThat(Message.of(message))
        .isPresent()
        .get()
        .extracting(Message::departures)
        .isEqualTo(List.of());
    assertThat(lines.getFirst())
        .startsWith("MSH|^~\\&|FARSIGHT||HIS|ZJW|20261123142000+0800||ORU^R01^ORU_R01|")
        .contains("|P|2.5.1|", "|UNICODE UTF-8");
    assertThat(field(lines.getFirst(), 9)).matches("[0-9A-F]{20}");
    assertThat(lines.get(1)).isEqualTo("PID|1||P-1001^^^zhaojiawan^MR||王建国^^^^^^L||19610402|M");
    assertThat(lines.get(2)).startsWith("ORC|RE||A2026-0007");
    String obr = lines.get(3);
    assertThat(obr).startsWith("OBR|1||A2026-0007|CT^CT 胸部平扫^L|||20261123135812+0800");
    assertThat(field(obr, 25)).isEqualTo("F");
    assertThat(field(obr, 32)).isEqualTo("&张敏");
    List<String> observations = lines.subList(4, lines.size());
    assertThat(observations).allMatch(obx -> field(obx, 11).equals("F"));
    assertThat(observations.stream().map(obx -> field(obx, 2)))
        .containsExactly("TX", "TX", "TX", "TX", "ED");
    assertThat(field(observations.get(2), 5)).isEqualTo("余肺未见明显异常 \\T\\ <无胸腔积液>。");
    String[] pdf = field(observations.getLast(), 5).split("\\^");
    assertThat(pdf).startsWith("FARSIGHT", "application", "pdf", "Base64");
    assertThat(Base64.getDecoder().decode(pdf[4])).isEqualTo(read.report().pdf().orElseThrow());
  }

  @Test
  void itSpeaksGb18030WhereTheBranchDoes() {
    Document.Read read = Returned.read(Returned.versions().getFirst());
    way(Characters.GB18030).report(Returned.work(read), read);
    List<String> lines = segments(peer.messages().getFirst(), Charset.forName("GB18030"));
    assertThat(lines.getFirst()).endsWith("|GB 18030-2000");
    assertThat(lines.get(1)).contains("王建国");
  }

  @Test
  void anAmendedVersionIsACorrectionAndAWithdrawnOneIsWrong() {
    List<String> statuses =
        Returned.versions().stream()
            .map(
                report -> {
                  send(Returned.read(report));
                  List<String> lines = segments(peer.messages().getLast(), StandardCharsets.UTF_8);
                  return field(lines.get(3), 25) + field(lines.get(4), 11);
                })
            .toList();
    assertThat(statuses).containsExactly("FF", "CC", "CW");
  }

  @Test
  void theBranchsOwnOrderNumbersComeBack() {
    order = Optional.of(new Order.Numbers("PL-9", "HIS", "FI-3", "RIS", "A2026-0007"));
    send();
    List<String> lines = segments(peer.messages().getFirst(), StandardCharsets.UTF_8);
    assertThat(lines.get(2)).isEqualTo("ORC|RE|PL-9^HIS|FI-3^RIS");
    assertThat(lines.get(3)).startsWith("OBR|1|PL-9^HIS|FI-3^RIS|");
  }

  @Test
  void theProofNamesTheAnswerAndTheSameVersionIsTheSameMessageWhenItIsSentAgain() {
    peer.then(new Act.Close());
    Document.Read read = Returned.read(Returned.versions().getFirst());
    assertThat(send(read))
        .isInstanceOfSatisfying(Retry.class, r -> assertThat(r.cause()).isEqualTo(Cause.EITHER));
    DeliveryOutcome second = send(read);
    assertThat(peer.messages()).hasSize(2);
    assertThat(peer.messages().get(1)).isEqualTo(peer.messages().get(0));
    String id = field(segments(peer.messages().getFirst(), StandardCharsets.UTF_8).getFirst(), 9);
    assertThat(second).isEqualTo(new Accepted("AA to message " + id));
    send(Returned.read(Returned.versions().get(1)));
    assertThat(segments(peer.messages().getLast(), StandardCharsets.UTF_8).getFirst())
        .doesNotContain(id);
  }

  @Test
  void anAnswerToAnotherMessageAndOneGivenTwiceMeanNothing() {
    peer.then(new Act.Confused());
    assertThat(send()).isInstanceOf(Accepted.class);
    peer.then(new Act.WrongId());
    assertThat(send())
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.why()).contains("within 1 s"));
  }

  @Test
  void whatIsNotAnsweredIsInDoubt() {
    peer.then(new Act.Stall()).then(new Act.Half()).then(new Act.Noise());
    assertThat(send())
        .isInstanceOfSatisfying(
            Retry.class,
            retry -> {
              assertThat(retry.cause()).isEqualTo(Cause.EITHER);
              assertThat(retry.after()).isEqualTo(Duration.ofSeconds(1));
            });
    assertThat(send())
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.EITHER));
    assertThat(send())
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.why()).contains("no HL7 v2 message"));
    assertThat(send()).isInstanceOf(Accepted.class);
  }

  @Test
  void aBranchThatIsNotThereIsDown() throws IOException {
    peer.close();
    assertThat(send())
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.TARGET));
  }

  @Test
  void whatIsRefusedIsToldApartFromWhatMayPass() {
    peer.then(new Act.Answer("AE", "207", "database locked"))
        .then(new Act.Answer("AE", "101", "unknown patient 王建国 P-1001"))
        .then(new Act.Answer("AR", "", ""))
        .then(new Act.Answer("AR", "200", ""))
        .then(new Act.Answer("AE", "", "no"));
    assertThat(send()).isInstanceOf(Retry.class);
    assertThat(send())
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.why())
                    .startsWith("AE 101")
                    .contains("at OBX^1^5")
                    .doesNotContain("王建国", "P-1001"));
    assertThat(send()).isInstanceOf(Retry.class);
    assertThat(send()).isInstanceOf(Refused.class);
    assertThat(send()).isInstanceOf(Refused.class);
    assertThat(send()).isInstanceOf(Accepted.class);
  }

  @Test
  void aCriticalValueIsMarkedAsOne() {
    Document.Told told = Returned.told();
    assertThat(way(Characters.UTF_8).critical(Returned.work(told), told))
        .isInstanceOf(Accepted.class);
    List<String> lines = segments(peer.messages().getFirst(), StandardCharsets.UTF_8);
    assertThat(field(lines.get(3), 25)).isEqualTo("P");
    assertThat(lines.get(4)).contains("危急值 CRITICAL VALUE: 心率 32");
    assertThat(lines.subList(4, lines.size())).allMatch(obx -> field(obx, 8).equals("AA"));
  }
}

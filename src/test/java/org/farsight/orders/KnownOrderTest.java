package org.farsight.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Order;
import org.farsight.exchange.Order.Status;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Worklist.ScheduledStep;
import org.junit.jupiter.api.Test;

class KnownOrderTest {
  private static final Site SITE =
      new Site(
          "qingshan",
          "青山",
          "https://x/qingshan",
          ZoneId.of("+08:00"),
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          List.of());
  private static final Instant T0 = Instant.parse("2026-03-16T02:00:00Z");

  private final List<KnownOrder.Heard> heard = new ArrayList<>();

  private KnownOrderTest say(String time, String... segments) throws DocumentException {
    String text =
        "MSH|^~\\&|HIS|QINGSHAN|||20260316"
            + time
            + "||ORM^O01|7|P|2.5\r"
            + "PID|1||QS1^^^QINGSHAN^MR||赵^德山||19280229|M\r"
            + String.join("\r", segments)
            + "\r";
    OrderWord word = new Hl7Orders().word(text.getBytes(StandardCharsets.UTF_8));
    heard.add(new KnownOrder.Heard(word, T0.plusSeconds(heard.size())));
    return this;
  }

  private KnownOrder known() {
    Exchange exchange =
        new Exchange(
            "e1",
            "qingshan",
            Kind.ORDER,
            "qingshan|1^HIS",
            "QS1",
            "",
            "",
            "",
            Priority.ROUTINE,
            heard.size(),
            T0,
            T0);
    return KnownOrder.of(exchange, SITE, heard);
  }

  @Test
  void anOrderBecomesAStepOfTheWorklistWithAStudyUidOfItsOwn() throws Exception {
    say(
        "1000",
        "ORC|NW|1^HIS|||||^^^202603161100",
        "OBR|1|1^HIS||CT-HEAD^头颅平扫^L" + "|".repeat(20) + "CT");

    Order order = known().order();

    assertThat(order.status()).isEqualTo(Status.OPEN);
    assertThat(order.scheduledAt()).contains(Instant.parse("2026-03-16T03:00:00Z"));
    assertThat(order.orderedAt()).isEqualTo(Instant.parse("2026-03-16T02:00:00Z"));
    ScheduledStep step = order.step();
    assertThat(step.step().startDate()).isEqualTo("20260316");
    assertThat(step.step().startTime()).isEqualTo("110000");
    assertThat(step.step().modality()).isEqualTo("CT");
    assertThat(step.procedure().study()).startsWith("2.25.").hasSizeLessThanOrEqualTo(64);
    assertThat(step.procedure().accession()).as("its own number stands for it").isEqualTo("1");
    assertThat(step.patient().name()).isEqualTo("=赵^德山");
    assertThat(known().order()).as("always the same").isEqualTo(order);
  }

  @Test
  void theNewestWordCountsWhateverTheSequence() throws Exception {
    say("1200", "ORC|XO|1^HIS", "OBR|1|1^HIS||MR^^L");
    say("1000", "ORC|NW|1^HIS", "OBR|1|1^HIS||CT^^L||||||||||||||||||||DX");

    KnownOrder known = known();

    assertThat(known.items()).containsEntry(Item.PROCEDURE_CODE, "MR");
    assertThat(known.notes()).anyMatch(note -> note.contains("another sequence"));
    assertThat(known.notes()).noneMatch(note -> note.contains("was not known"));
  }

  @Test
  void aChangeLeavesWhatItDoesNotSay() throws Exception {
    say("1000", "ORC|NW|1^HIS", "OBR|1|1^HIS||CT^头颅^L||||||||||||||||||||CT");
    say("1100", "ORC|XO|1^HIS", "TQ1|||||||202603171500||S");

    KnownOrder known = known();

    assertThat(known.order().priority()).isEqualTo(Priority.STAT);
    assertThat(known.order().step().step().startDate()).isEqualTo("20260317");
    assertThat(known.order().step().step().modality()).isEqualTo("CT");
    assertThat(known.order().step().procedure().description()).isEqualTo("头颅");
  }

  @Test
  void aCancelledOrderStaysCancelledUntilItIsPlacedAgain() throws Exception {
    say("1000", "ORC|NW|1^HIS").say("1100", "ORC|CA|1^HIS");
    assertThat(known().order().status()).isEqualTo(Status.CANCELLED);
    say("1130", "ORC|XO|1^HIS", "OBR|1|1^HIS||MR^^L");
    assertThat(known().order().status()).as("changed").isEqualTo(Status.CANCELLED);
    say("1200", "ORC|NW|1^HIS");
    assertThat(known().order().status()).as("placed again").isEqualTo(Status.OPEN);
    say("1300", "ORC|HD|1^HIS");
    assertThat(known().order().status()).isEqualTo(Status.ON_HOLD);
    say("1400", "ORC|SC|1^HIS|||CM");
    assertThat(known().order().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aCancelOfAnOrderThatNobodyKnowsIsKeptAndSaid() throws Exception {
    say("1000", "ORC|CA|1^HIS");

    assertThat(known().order().status()).isEqualTo(Status.CANCELLED);
    assertThat(known().notes())
        .extracting(Finding::en)
        .containsExactly("the order was not known when ORC-1 CA came for it");
  }

  @Test
  void aStudyUidThatIsNoneIsReplaced() throws Exception {
    say("1000", "ORC|NW|1^HIS", "ZDS|1.02.x^Application^DICOM");

    assertThat(known().order().step().procedure().study()).startsWith("2.25.");
    assertThat(known().notes()).anyMatch(note -> note.contains("Study Instance UID"));
  }
}

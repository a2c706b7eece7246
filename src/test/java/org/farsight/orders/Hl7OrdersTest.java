package org.farsight.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.orders.OrderWord.Effect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hl7OrdersTest {
  private static final Path ORDERS = Path.of("test-data/hl7v2");
  private static final String PERSON =
      "PID|1||QS1^^^QINGSHAN^MR~330000192802290157^^^^NI||ZHAO DESHAN^赵德山||19280229|M";

  private final Hl7Orders reader = new Hl7Orders();

  private static byte[] message(String type, String... segments) {
    String header = "MSH|^~\\&|HIS|QINGSHAN|FARSIGHT|CORE|20260316101900+0800||" + type;
    String all = header + "|77|P|2.5|||||CHN|UNICODE UTF-8\r" + String.join("\r", segments) + "\r";
    return all.getBytes(StandardCharsets.UTF_8);
  }

  private OrderWord word(String... segments) throws DocumentException {
    return reader.word(message("ORM^O01", segments));
  }

  private void isRefused(String problem, String where, String... segments) {
    assertThatThrownBy(() -> word(segments))
        .isInstanceOfSatisfying(
            DocumentException.class,
            e -> {
              assertThat(e.problem()).contains(problem);
              assertThat(e.where()).isEqualTo(where);
            });
  }

  @Test
  void anOrmOfTheClinicIsReadToTheStudyUid() throws Exception {
    byte[] bytes = Files.readAllBytes(ORDERS.resolve("orm-o01-dx-chest-gb18030.hl7"));

    OrderWord word = reader.word(bytes);

    assertThat(reader.recognises(bytes)).isTrue();
    assertThat(word.effect()).isEqualTo(Effect.OPENS);
    assertThat(word.key()).isEqualTo("1366^HIS");
    assertThat(word.said())
        .hasValueSatisfying(at -> assertThat(at.at()).hasToString("2026-03-16T09:37"));
    assertThat(word.item(Item.ACCESSION)).isEqualTo("QS202603161366");
    assertThat(word.item(Item.STUDY)).isEqualTo("2.25.56757876011601368184916524640442753614");
    assertThat(word.item(Item.MODALITY)).isEqualTo("DX");
    assertThat(word.item(Item.PROCEDURE)).isEqualTo("胸部正位片");
    assertThat(word.item(Item.PROCEDURE_CODE)).isEqualTo("DX-CHEST");
    assertThat(word.item(Item.SCHEDULED)).isEqualTo("2026-03-16T10:02:00+08:00");
    assertThat(word.item(Item.REQUESTER)).isEqualTo("何^平");
    assertThat(word.item(Item.PRIORITY)).isEqualTo(Priority.ROUTINE.name());
    ObjectFacts facts = reader.facts(bytes);
    assertThat(facts.kind()).isEqualTo(Kind.ORDER);
    assertThat(facts.patientId()).isEqualTo("QS100822");
    assertThat(facts.patientIssuer()).as("the site's own").isEmpty();
    assertThat(facts.accession()).isEqualTo("QS202603161366");
  }

  @Test
  void whatAnImagingOrderSaysInIpcCountsBeforeObr() throws Exception {
    OrderWord word =
        reader.word(Files.readAllBytes(ORDERS.resolve("omi-o23-ct-chest-gb18030.hl7")));

    assertThat(word.item(Item.ACCESSION)).isEqualTo("HW202603160899");
    assertThat(word.item(Item.STUDY)).startsWith("2.25.160384893");
    assertThat(word.item(Item.STATION_AET)).isEqualTo("HW_CT");
    assertThat(word.patient().orElseThrow().ids()).hasSize(2);
    assertThat(WorklistPerson.card(word.patient().orElseThrow())).contains("330000198201300089");
  }

  @Test
  void theNameOfPinyinAndCharactersIsBoth() throws Exception {
    OrderWord word = word(PERSON, "ORC|NW|1", "OBR|1|1||CT^胸部^L");

    assertThat(WorklistPerson.of(word.patient().orElseThrow(), "").name())
        .isEqualTo("ZHAO DESHAN=赵德山");
  }

  @Test
  void escapeSequencesOfEachKindAreResolvedOnceAndInTheMessagesOwnSet() throws Exception {
    OrderWord word =
        word(
            "PID|1||QS1^^^QINGSHAN^MR||\\XE78E8B\\^\\X4C69\\ \\E\\X41\\E\\^^^^^L",
            "ORC|NW|1\\F\\2",
            "OBR|1|1\\F\\2||CT^\\H\\胸部\\N\\\\.br\\平扫 \\X7C\\ a\\S\\b^L");

    assertThat(word.key()).isEqualTo("1|2");
    assertThat(word.item(Item.PROCEDURE)).isEqualTo("胸部 平扫 | a b");
    assertThat(WorklistPerson.of(word.patient().orElseThrow(), "").name())
        .as("a worklist has no place for a backslash")
        .isEqualTo("=王^Li  X41");
  }

  @Test
  void aMessageBehindLineEndsIsRead() throws Exception {
    String text = new String(message("ORM^O01", PERSON, "ORC|NW|1", "OBR|1|1||CT"), UTF_8);

    assertThat(reader.word(("\r\n" + text).getBytes(UTF_8)).key()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "NW,,OPENS",
    "XO,,SAYS",
    "RP,,OPENS",
    "RO,,OPENS",
    "RL,,OPENS",
    "CA,,CANCELS",
    "DC,,CANCELS",
    "OC,,CANCELS",
    "HD,,HOLDS",
    "SC,CM,COMPLETES",
    "SC,CA,CANCELS",
    "SC,DC,CANCELS",
    "SC,HD,HOLDS",
    "SC,IP,SAYS",
    "SC,,SAYS",
    "NW,SC,OPENS",
    "NW,CM,COMPLETES"
  })
  void orderControlAndStatusSayWhatBecomesOfTheOrder(String control, String status, Effect effect)
      throws Exception {
    String orc = "ORC|" + control + "|1|||" + (status == null ? "" : status);

    assertThat(word(PERSON, orc, "OBR|1|1").effect()).isEqualTo(effect);
  }

  @ParameterizedTest
  @CsvSource({"S,STAT", "A,ASAP", "U,URGENT", "R,ROUTINE"})
  void priorityMayStandInTheTimingSegmentOrInObr(String code, Priority priority) throws Exception {
    assertThat(word(PERSON, "ORC|NW|1", "TQ1|||||||202603161044||" + code).item(Item.PRIORITY))
        .isEqualTo(priority.name());
    assertThat(word(PERSON, "ORC|NW|1", "OBR|1" + "|".repeat(26) + "^^^202603161044^^" + code))
        .satisfies(word -> assertThat(word.item(Item.PRIORITY)).isEqualTo(priority.name()))
        .satisfies(word -> assertThat(word.item(Item.SCHEDULED)).isEqualTo("2026-03-16T10:44:00"));
  }

  @Test
  void aFieldOfTwoQuotationMarksDeletesAndAnEmptyOneSaysNothing() throws Exception {
    OrderWord word = word(PERSON, "ORC|XO|1", "OBR|1|1" + "|".repeat(16) + "\"\"||||||");

    assertThat(word.items()).containsEntry(Item.ACCESSION, "").doesNotContainKey(Item.MODALITY);
  }

  @Test
  void whatIsMissingIsNamedWithItsPlace() {
    isRefused("no order", "ORC[1]", PERSON, "OBR|1|1");
    isRefused("no order control", "ORC[1]-1", PERSON, "ORC||1");
    isRefused("order control ZZ", "ORC[1]-1", PERSON, "ORC|ZZ|1");
    isRefused("neither a placer nor a filler", "ORC[1]-2", PERSON, "ORC|NW", "OBR|1");
    isRefused("without the patient's id", "PID[1]-3", "ORC|NW|1");
    isRefused("without the patient's id", "PID[1]-3", "PID|1||||A^B", "ORC|NW|1");
    isRefused("two patients", "PID[2]-3", PERSON, PERSON, "ORC|NW|1");
    isRefused("more than 199", "ORC[1]-2", PERSON, "ORC|NW|" + "9".repeat(200));
    isRefused("a second order", "ORC[2]-2", PERSON, "ORC|NW|1", "ORC|NW|2");
  }

  @Test
  void aCancelNeedNotNameThePatient() throws Exception {
    OrderWord word = word("ORC|CA|1");

    assertThat(word.patient()).isEmpty();
    assertThat(word.notes()).anyMatch(note -> note.contains("names no patient"));
  }

  @Test
  void anOrderWithAFillerNumberOnlyIsKnownByIt() throws Exception {
    assertThat(word(PERSON, "ORC|SC||F7^RIS||CM").key()).isEqualTo("filler F7^RIS");
    assertThat(word(PERSON, "ORC|NW", "OBR|1|P7^HIS^1.2.3^ISO").key()).isEqualTo("P7^1.2.3");
  }

  @Test
  void aMessageWithSeveralOrdersIsTakenApart() throws Exception {
    byte[] both =
        message("ORM^O01", PERSON, "ORC|NW|1", "OBR|1|1||CT^^L", "ORC|NW|2", "OBR|2|2||MR^^L");

    List<byte[]> parts = reader.parts(both);

    assertThat(parts).hasSize(2);
    assertThat(reader.word(parts.get(0)).item(Item.PROCEDURE_CODE)).isEqualTo("CT");
    assertThat(reader.word(parts.get(1)).item(Item.PROCEDURE_CODE)).isEqualTo("MR");
    assertThat(reader.word(parts.get(1)).key()).isEqualTo("2");
    assertThat(reader.parts(parts.get(0))).containsExactly(parts.get(0));
  }

  @Test
  void severalProceduresUnderOneNumberAreOneOrder() {
    byte[] one =
        message("ORM^O01", PERSON, "ORC|NW|1", "OBR|1|1||CT^^L", "ORC|NW|1", "OBR|2|1||MR^^L");

    assertThat(reader.parts(one)).containsExactly(one);
  }

  @Test
  void anOrderThatIsReplacedByAnotherIsCancelled() throws Exception {
    byte[] both = message("ORM^O01", PERSON, "ORC|RP|1", "OBR|1|1", "ORC|RO|2", "OBR|2|2||MR^^L");

    List<byte[]> parts = reader.parts(both);

    assertThat(reader.word(parts.get(0)).effect()).isEqualTo(Effect.CANCELS);
    assertThat(reader.word(parts.get(0)).key()).isEqualTo("1");
    assertThat(reader.word(parts.get(0)).item(Item.PROCEDURE_CODE)).isEmpty();
    assertThat(reader.word(parts.get(1)).effect()).isEqualTo(Effect.OPENS);
    assertThat(reader.word(parts.get(1)).key()).isEqualTo("2");
  }

  @Test
  void theCharacterSetIsFoundWhereMsh18IsWrongOrEmpty() throws Exception {
    String text =
        new String(
            message("OMG^O19", PERSON, "ORC|NW|1", "OBR|1|1||X^胸部^L"), StandardCharsets.UTF_8);
    Charset gb = Charset.forName("GB18030");
    for (String declared : List.of("", "8859/1 IS NOT", "ASCII", "UNICODE UTF-8")) {
      OrderWord word = reader.word(text.replace("UNICODE UTF-8", declared).getBytes(gb));
      assertThat(word.item(Item.PROCEDURE)).as(declared).isEqualTo("胸部");
    }
    assertThat(
            reader
                .word(text.replace("UNICODE UTF-8", "GB18030").getBytes(StandardCharsets.UTF_8))
                .patient()
                .orElseThrow()
                .name()
                .orElseThrow()
                .text())
        .isNotEmpty();
  }

  @Test
  void ordersThatOthersHaveWrittenAreRead() throws IOException, DocumentException {
    Path folder = Samples.require().resolve("hl7v2");
    // its header says OMI^O23 over the body of an ORM
    OrderWord orm =
        reader.word(Files.readAllBytes(folder.resolve("dcm4che-ORM_O01-GeneralOrder.hl7")));
    assertThat(orm.item(Item.ACCESSION)).isEqualTo("AccessionNumber");
    assertThat(orm.item(Item.MODALITY)).isEqualTo("CT");
    OrderWord omi =
        reader.word(Files.readAllBytes(folder.resolve("dcm4che-OMI_O23-ImagingOrder.hl7")));
    assertThat(omi.key()).isEqualTo("PlacerOrderNumberImagingServiceRequest");
    assertThat(omi.item(Item.SCHEDULED)).isEqualTo("2000-08-16T15:10:00");
    OrderWord lineFeedsAndByteOrderMark =
        reader.word(Files.readAllBytes(folder.resolve("msft-LAB-ORM-1.hl7")));
    assertThat(lineFeedsAndByteOrderMark.numbers().filler()).isEqualTo("82503246");
    byte[] withoutNumbers = Files.readAllBytes(folder.resolve("msft-OMG-O19-01.hl7"));
    assertThatThrownBy(() -> reader.word(withoutNumbers)).hasMessageEndingWith("at ORC[1]-2");
    List<byte[]> two = reader.parts(Files.readAllBytes(folder.resolve("msft-ORM-O01-03.hl7")));
    assertThat(two).hasSize(2);
    assertThat(reader.word(two.get(1)).key()).isEqualTo("2203^GHHPlacer");
  }

  @Test
  void aMessageThatIsCutOrAlteredAnywhereIsReadOrRefusedWithItsPlace() throws Exception {
    byte[] whole = Files.readAllBytes(ORDERS.resolve("omi-o23-us-heart-gb18030.hl7"));
    for (int i = 0; i < whole.length; i++) {
      isReadOrRefused(Arrays.copyOf(whole, i));
      for (int value : new int[] {0, '\r', '|', '^', '~', '\\', '&', '"', 0xFF, 0x81}) {
        byte[] altered = whole.clone();
        altered[i] = (byte) value;
        isReadOrRefused(altered);
      }
    }
  }

  private void isReadOrRefused(byte[] bytes) {
    try {
      assertThat(reader.word(bytes).key()).isNotBlank();
    } catch (DocumentException e) {
      assertThat(e.where()).isNotBlank();
    }
    assertThat(reader.parts(bytes)).isNotEmpty();
  }

  @Test
  void otherMessagesAreNotRecognised() {
    Stream.of("ORU^R01", "ADT^A08", "SIU^S12", "ORMX^O01")
        .forEach(type -> assertThat(reader.recognises(message(type, PERSON))).as(type).isFalse());
    assertThat(reader.recognises(new byte[0])).isFalse();
  }

  @Test
  void nothingOfAPersonShowsInWords() throws Exception {
    assertThat(word(PERSON, "ORC|NW|1").toString()).doesNotContain("QS1").doesNotContain("赵");
  }
}

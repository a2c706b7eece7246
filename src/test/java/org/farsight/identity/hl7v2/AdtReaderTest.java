package org.farsight.identity.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.farsight.Samples;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.junit.jupiter.api.Test;

class AdtReaderTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String HEADER =
      "MSH|^~\\&|HIS|LAKE|||20261101120000||ADT^A08|1|P|2.5\rEVN|A08|20261101115900+0800\r";
  private static final String MERGE =
      "MSH|^~\\&|HIS|LAKE|||20261101120000||ADT^A40^ADT_A39|1|P|2.5\r"
          + "PID|1||1001^^^LAKE^MR||赵^明远\rMRG|ER-1^^^LAKE^MR\r";

  private final AdtReader reader = new AdtReader();

  private Registration read(String text) throws DocumentException {
    return reader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theRecordNumberComesFirstTheCardBesideItAndTheNameInBothWritings() throws Exception {
    Registration read =
        read(
            HEADER
                + "PID|1||110101197503120012^^^^NI~1001^^^LAKE^MR||ZHAO MINGYUAN^赵明远"
                + "||19750312|M\r");
    assertThat(read.patient().ids())
        .extracting(Subject.Id::value)
        .containsExactly("1001", "110101197503120012");
    assertThat(read.patient().ids().getFirst().issuer()).as("the sender's own").isEmpty();
    Subject.Name name = read.patient().name().orElseThrow();
    assertThat(name.ideographic().orElseThrow().family()).isEqualTo("赵明远");
    assertThat(name.alphabetic().orElseThrow().family()).isEqualTo("ZHAO MINGYUAN");
    assertThat(read.patient().birthDate()).contains(LocalDate.of(1975, 3, 12));
    assertThat(read.patient().sex()).contains(Subject.Sex.MALE);
    assertThat(read.at(ZoneId.of("UTC"))).contains(Instant.parse("2026-11-01T03:59:00Z"));
    assertThat(read.toString()).doesNotContain("1001", "赵");
  }

  @Test
  void aMergeIsAboutTheIdThatIsUsedNoMore() throws Exception {
    ObjectFacts facts = reader.facts(MERGE.getBytes(StandardCharsets.UTF_8));
    assertThat(facts.kind()).isEqualTo(Kind.PATIENT);
    assertThat(facts.patientId()).isEqualTo("ER-1");
    assertThat(facts.patientIssuer()).isEmpty();
    assertThat(read(MERGE).patient().ids().getFirst().value()).isEqualTo("1001");
    ObjectFacts foreign =
        reader.facts(
            MERGE.replace("ER-1^^^LAKE", "ER-1^^^&1.2.3&ISO").getBytes(StandardCharsets.UTF_8));
    assertThat(foreign.patientIssuer()).isEqualTo("1.2.3");
  }

  @Test
  void charactersAreReadWhateverMsh18Says() throws Exception {
    for (String declared : List.of("", "UNICODE UTF-8", "GB 18030-2000", "8859/1x")) {
      String header = HEADER.replaceFirst("2\\.5\r", "2.5||||||" + declared + "\r");
      String text = header + "PID|1||1001||赵明远\r";
      for (Charset charset : List.of(StandardCharsets.UTF_8, GB18030)) {
        boolean lies = declared.startsWith("GB") && charset.equals(StandardCharsets.UTF_8);
        if (!lies) {
          Registration read = reader.read(text.getBytes(charset));
          assertThat(read.patient().name().orElseThrow().text()).isEqualTo("赵明远");
        }
      }
    }
  }

  @Test
  void aFaultIsNamedWithItsPlace() {
    refused(HEADER + "PID|1||||赵^明远\r", "PID[1]-3");
    refused(HEADER + "PV1|1\r", "PID[1]");
    refused(MERGE.replaceFirst("MRG.*\r", ""), "MRG[1]");
    refused(MERGE.replace("ER-1", ""), "MRG[1]-1");
    refused(MERGE.replace("ER-1", "1001"), "MRG[1]-1");
    refused(MERGE + "MRG|ER-2^^^LAKE^MR\r", "MRG[2]");
    refused(HEADER + "PID|1||" + "9".repeat(201) + "\r", "PID[1]-3");
    refused(HEADER.replace("A08|1", "A60|1") + "PID|1||1\r", "MSH[1]-9");
    assertThatThrownBy(() -> read("PID|1||1\r")).hasMessageContaining("MSH[1]");
  }

  private void refused(String text, String where) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            DocumentException.class, e -> assertThat(e.where()).isEqualTo(where));
  }

  /** Pairs of a merge as its sender writes them: {@code ER-1>1001}. */
  private static String merging(String... pairs) {
    StringBuilder message =
        new StringBuilder(
            "MSH|^~\\&|HIS|LAKE|||20261101120000||ADT^A40^ADT_A39|1|P|2.5||||||GB 18030-2000\r"
                + "EVN|A40|20261101115900\r");
    for (String pair : pairs) {
      String[] ids = pair.split(">", -1);
      message.append("PID|1||" + ids[1] + "^^^LAKE^MR||赵^明远\rPD1|||x\r");
      message.append("MRG|" + ids[0] + "^^^LAKE^MR\rPV1|1\r");
    }
    return message.toString();
  }

  private List<byte[]> parts(String text) throws DocumentException {
    return reader.parts(text.getBytes(GB18030));
  }

  @Test
  void aMergeOfSeveralPairsIsAMessageForEachAsItsSenderWouldHaveWrittenItAlone() throws Exception {
    List<byte[]> parts = parts(merging("ER-1>1001", "ER-2>1002", "1001>1003"));
    assertThat(parts)
        .extracting(part -> new String(part, GB18030))
        .containsExactly(merging("ER-1>1001"), merging("ER-2>1002"), merging("1001>1003"));
    assertThat(reader.facts(parts.get(1)).patientId()).isEqualTo("ER-2");
    Registration second = reader.read(parts.get(1));
    assertThat(second.patient().ids().getFirst().value()).isEqualTo("1002");
    assertThat(second.at(ZoneId.of("UTC"))).contains(Instant.parse("2026-11-01T11:59:00Z"));
  }

  @Test
  void whatIsOnePairOrNoMergeIsGivenAsItIs() throws Exception {
    byte[] one = MERGE.getBytes(StandardCharsets.UTF_8);
    assertThat(reader.parts(one)).containsExactly(one);
    byte[] broken = MERGE.replace("ER-1", "").getBytes(StandardCharsets.UTF_8);
    assertThat(reader.parts(broken)).as("the door finds its fault").containsExactly(broken);
    byte[] told = (HEADER + "PID|1||1\rPID|2||2\r").getBytes(StandardCharsets.UTF_8);
    assertThat(reader.parts(told)).containsExactly(told);
    assertThat(parts(merging("1>2", "1>2"))).as("the same pair twice is no fault").hasSize(2);
    assertThat(parts(merging("1>3", "2>3"))).as("two into one").hasSize(2);
    assertThat(parts(merging("2>3", "1>2"))).as("a chain, its end first").hasSize(2);
  }

  @Test
  void oneWrongPairIsNamedAndNoneIsGiven() {
    refusedTogether(merging("1>2", ">3"), "MRG[2]-1");
    refusedTogether(merging("1>2", "4>"), "PID[2]-3");
    refusedTogether(merging("1>2", "3>3"), "MRG[2]-1");
    refusedTogether(merging("1>2", "3>4").replaceFirst("MRG\\|1.*?\r", ""), "PID[1]-3");
    refusedTogether(merging("1>2", "3>4") + "MRG|5^^^LAKE^MR\r", "MRG[3]-1");
    refusedTogether(merging("1>2", "1>3"), "MRG[2]-1");
    refusedTogether(merging("1>2", "2>3", "3>1"), "MRG[3]-1");
    refusedTogether(merging("1>2", "9".repeat(201) + ">3"), "MRG[2]-1");
  }

  private void refusedTogether(String text, String where) {
    assertThatThrownBy(() -> parts(text))
        .isInstanceOfSatisfying(
            DocumentException.class, e -> assertThat(e.where()).isEqualTo(where));
  }

  @Test
  void theMessagesOfOthersAreRead() throws Exception {
    Samples.require();
    int read = 0;
    for (Path file :
        Samples.files("hl7v2", path -> path.toString().matches(".*ADT.A(0[148]|31|40).*"))) {
      byte[] bytes = Files.readAllBytes(file);
      assertThat(reader.recognises(Arrays.copyOf(bytes, Math.min(8192, bytes.length))))
          .as("%s", file)
          .isTrue();
      assertThat(reader.facts(bytes).patientId()).as("%s", file).isNotEmpty();
      read++;
    }
    assertThat(read).isGreaterThanOrEqualTo(6);
  }

  /** Nothing but a located fault comes of a message that is cut or changed anywhere. */
  @Test
  void aMessageThatIsCutOrChangedAnywhereIsReadOrRefused() {
    byte[] whole = merging("ER-1>1001", "ER-2>1002").getBytes(GB18030);
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = Arrays.copyOf(whole, i < whole.length ? i : whole.length);
      for (int j = 0; i >= whole.length && j < 3; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        for (byte[] part : reader.parts(bytes)) {
          assertThat(reader.facts(part).patientId()).isNotEmpty();
        }
      } catch (DocumentException e) {
        assertThat(e.where()).isNotEmpty();
      }
    }
  }
}

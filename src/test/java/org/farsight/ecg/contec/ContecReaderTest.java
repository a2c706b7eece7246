package org.farsight.ecg.contec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.Samples;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Subject;
import org.farsight.ecg.scp.ScpReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contec's native file: the public one with its twin, and small ones with one thing in each. */
class ContecReaderTest {
  private static final String FILE = "ecg-formats/contec/0000050.ECG";
  private static final String TWIN = "ecg-formats/scp/contec-ecg90a-0000050_v20.scp";
  private static final int IN_TWIN = 32_767;
  private static final Charset GBK = Charset.forName("GBK");

  @Test
  void everySampleOfThePublicFileIsWhatAnIndependentReaderReads() throws Exception {
    Path file = Samples.require(FILE);
    List<IndependentReader.Row> rows = IndependentReader.read("read_contec.py", "struct", file);
    Recording recording = new ContecReader().read(Files.readAllBytes(file));
    List<Lead> stored = recording.leads().stream().filter(lead -> !lead.isDerived()).toList();

    assertThat(rows).hasSize(8);
    assertThat(stored).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      Lead lead = stored.get(i);
      assertThat(lead.label()).isEqualTo(rows.get(i).name());
      assertThat(lead.samples().toArray()).isEqualTo(rows.get(i).samples()).hasSize(37_855);
      assertThat(lead.scale().movePointRight(3)).isEqualByComparingTo(rows.get(i).scale());
      assertThat(lead.rate().hertz()).isEqualByComparingTo(rows.get(i).timing());
      assertThat(lead.samples().missingCount()).isEqualTo(i < 2 ? 0 : 37_855);
    }
    assertThat(recording.acquisition().start())
        .contains(LocalDateTime.of(2020, 11, 16, 21, 44, 39));
    assertThat(recording.identifier(Identifier.Kind.CASE_NUMBER).orElseThrow().value())
        .isEqualTo("0000050");
    assertThat(recording.subject()).isEqualTo(Subject.UNNAMED);
    assertThat(recording.remarks())
        .containsExactly(
            new Remark("ECG90A_RATE_AND_STEP", "byte 43"),
            new Remark("BYTES_NOT_UNDERSTOOD_KEPT", "byte 605750"));
  }

  /**
   * The conversion to SCP-ECG ends where its 16-bit length saturates, and has 0 where nothing was
   * recorded. Its augmented leads are whole steps with each half cut towards 0: ours are exact, in
   * half steps.
   */
  @Test
  void thePublicFileHasTheSamplesOfItsConversionAsFarAsThatGoes() throws Exception {
    Recording recording = new ContecReader().read(Files.readAllBytes(Samples.require(FILE)));
    Recording twin = new ScpReader().read(Files.readAllBytes(Samples.require(TWIN)));

    assertThat(twin.leads()).hasSize(12);
    for (Lead lead : recording.leads()) {
      Lead same = twin.lead(lead.id().orElseThrow()).orElseThrow();
      int[] ours = Arrays.copyOf(lead.samples().toArray(), IN_TWIN);
      int[] theirs = same.samples().toArray();
      assertThat(lead.rate()).isEqualTo(same.rate());
      if (lead.label().startsWith("aV")) {
        for (int i = 0; i < IN_TWIN; i++) {
          assertThat(Math.abs(ours[i] - 2 * theirs[i])).isLessThanOrEqualTo(1);
        }
      } else {
        assertThat(ours).as(lead.label()).isEqualTo(theirs);
        assertThat(lead.scale()).isEqualByComparingTo(same.scale());
      }
    }
    assertThat(recording.acquisition().start()).isEqualTo(twin.acquisition().start());
  }

  /**
   * By hand: II = 10, 20; III = 4, -7. I = 6, 27; 2 aVR = -16, -47; 2 aVL = 2, 34; 2 aVF = 14, 13.
   */
  @Test
  void theLimbLeadsThatAreNotStoredAreDerivedAndSaySo() throws Exception {
    Recording recording = new ContecReader().read(file().write(columns(10, 20, 4, -7)));

    assertThat(recording.leads())
        .extracting(Lead::label)
        .containsExactly("II", "III", "V1", "V2", "V3", "V4", "V5", "V6", "I", "aVR", "aVL", "aVF");
    assertDerived(recording, LeadId.I, "II - III", "0.005", 6, 27);
    assertDerived(recording, LeadId.AVR, "III/2 - II", "0.0025", -16, -47);
    assertDerived(recording, LeadId.AVL, "II/2 - III", "0.0025", 2, 34);
    assertDerived(recording, LeadId.AVF, "(II + III)/2", "0.0025", 14, 13);
    assertThat(recording.lead(LeadId.II).orElseThrow().isDerived()).isFalse();
  }

  @Test
  void whatWasNotRecordedIsMissingHereAndInWhatIsDerivedFromIt() throws Exception {
    List<int[]> columns = columns(10, 20, 4, -7);
    columns.get(1)[1] = 0x6800;
    Recording recording = new ContecReader().read(file().write(columns));

    for (LeadId id : List.of(LeadId.III, LeadId.I, LeadId.AVR, LeadId.AVL, LeadId.AVF)) {
      Lead lead = recording.lead(id).orElseThrow();
      assertThat(lead.samples().isMissing(1)).isTrue();
      assertThat(lead.samples().missingCount()).isEqualTo(1);
    }
    assertThat(recording.lead(LeadId.II).orElseThrow().samples().missingCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"Rossi,Rossi", "王建国,王建国", "欧阳晓雯,欧阳晓"})
  void aNameIsReadInItsCodePageAsFarAsTheFieldGoes(String name, String read) throws Exception {
    byte[] file = file().person(name, GBK, 0, 51).write(columns(1, 2, 3, 4));
    Recording recording = new ContecReader().read(file);

    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo(read);
    assertThat(recording.subject().sex()).contains(Subject.Sex.FEMALE);
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .contains("AGE_WITHOUT_A_DATE_OF_BIRTH_LEFT_OUT");
  }

  @Test
  void aNameInUtf8IsReadAndOneWithoutTheRuleIsLeftOut() throws Exception {
    byte[] file = file().person("李伟", StandardCharsets.UTF_8, 1, 0).write(columns(1, 2, 3, 4));
    ContecReader strict =
        new ContecReader(EnumSet.of(ContecRule.ECG90A_RATE_AND_STEP), ContecLimits.DEFAULT);

    assertThat(new ContecReader().read(file).subject().name().orElseThrow().text()).isEqualTo("李伟");
    assertThat(strict.read(file).subject().name()).isEmpty();
    assertThat(strict.read(file).remarks())
        .extracting(Remark::rule)
        .contains("NAME_NOT_UNDERSTOOD");
  }

  @Test
  void withoutTheRuleForRateAndStepNothingIsRead() {
    ContecReader strict = new ContecReader(Set.of(), ContecLimits.DEFAULT);
    byte[] file = file().write(columns(1, 2, 3, 4));

    assertThatThrownBy(() -> strict.read(file)).hasMessageContaining("no sampling rate");
  }

  /** One byte of the header after the other is made wrong. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7, 8, 9, 10, 14, 20, 28, 29, 30, 31, 39, 40, 41})
  void aHeaderThatIsNotAsInEveryKnownFileIsNeverTaken(int offset) {
    byte[] file = file().write(columns(1, 2, 3, 4));
    assertThat(new ContecReader().recognises(file)).isTrue();
    file[offset] = (byte) 222;

    assertThat(new ContecReader().recognises(file)).isFalse();
    assertThatThrownBy(() -> new ContecReader().read(file))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining("not the header of a Contec file at byte ");
  }

  @Test
  void samplesThatTheFormatCannotHaveAreNeverTaken() {
    byte[] file = file().write(columns(1, 2, 3, 2048));

    assertThat(new ContecReader().recognises(file)).isFalse();
    assertFault(file, "a sample of 4096, above 12 bits at byte 61");
  }

  @Test
  void anEndThatDoesNotAddUpIsRefused() {
    byte[] file = file().write(columns(1, 2, 3, 4));
    byte[] early = file().write(columns(-2048, 1, -2048, 2));
    Arrays.fill(early, 43, 59, (byte) 0);
    byte[] late = file.clone();
    late[43 + 32 + 15] = 1;

    assertFault(
        early, "row of zeros that ends the samples is not where the length puts it at byte 43");
    assertFault(late, "at byte 75");
    assertFault(Arrays.copyOf(file, file.length - 3), "whole rows of eight");
    assertFault(Arrays.copyOf(file, file.length - 32), "whole rows of eight");
    assertThatThrownBy(
            () -> new ContecReader(Set.of(), new ContecLimits(file.length - 1)).read(file))
        .hasMessageContaining("longer than");
  }

  @Test
  void aSmallFileHoldsTheContractAtEveryOffset() throws Exception {
    byte[] file = file().person("王伟", GBK, 1, 40).write(columns(10, 20, 4, -7));
    EcgReaderContract contract = new EcgReaderContract(new ContecReader(), file);

    contract.isReadAlikeTwice();
    contract.isRefusedWhenCut(1);
    contract.survivesMutations(5000, 20260306);
  }

  private static void assertFault(byte[] file, String words) {
    assertThatThrownBy(() -> new ContecReader().read(file))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words);
  }

  private static void assertDerived(
      Recording recording, LeadId id, String how, String scale, int... samples) {
    Lead lead = recording.lead(id).orElseThrow();
    assertThat(lead.derivation()).isEqualTo(Optional.of(how));
    assertThat(lead.scale()).isEqualByComparingTo(scale);
    assertThat(lead.samples().toArray()).isEqualTo(samples);
  }

  private static ContecText file() {
    return new ContecText("0000007", "2026-03-02 08:33:07");
  }

  /** II and III as given, around 0; the chest leads are flat. */
  private static List<int[]> columns(int two, int twoThen, int three, int threeThen) {
    List<int[]> columns = new ArrayList<>();
    columns.add(new int[] {2048 + two, 2048 + twoThen});
    columns.add(new int[] {2048 + three, 2048 + threeThen});
    while (columns.size() < 8) {
      columns.add(new int[] {2048, 2048});
    }
    return columns;
  }
}

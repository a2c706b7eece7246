package org.farsight.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Description;
import org.farsight.exchange.ObjectFacts;
import org.farsight.ledger.SegmentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionReaderTest {
  private static final List<Integer> WANTED =
      List.of(
          Tag.STUDY_DATE,
          Tag.SERIES_DATE,
          Tag.STUDY_TIME,
          Tag.SERIES_TIME,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.STATION_NAME,
          Tag.STUDY_DESCRIPTION,
          Tag.SERIES_DESCRIPTION,
          Tag.PATIENT_NAME,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.BODY_PART_EXAMINED,
          Tag.STUDY_ID,
          Tag.SERIES_NUMBER,
          Tag.INSTANCE_NUMBER,
          Tag.LATERALITY,
          Tag.NUMBER_OF_FRAMES,
          Tag.ROWS,
          Tag.COLUMNS,
          Tag.BITS_ALLOCATED,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SegmentStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        SegmentStore.open(new SegmentStore.Options(dir, 1 << 20, 8 << 20, 8 << 20, 0), Map.of());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Verdict identify(DataSet object, TransferSyntax syntax) throws IOException {
    byte[] bytes = DataSetWriter.toBytes(object, syntax);
    try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      return DicomIdentifier.identify(spooled, syntax, null);
    }
  }

  private Description description(DataSet object, TransferSyntax syntax) throws IOException {
    Verdict verdict = identify(object, syntax);
    assertThat(verdict).isInstanceOf(Verdict.Good.class);
    return ((Verdict.Good) verdict).facts().description();
  }

  private static DataSet object() {
    DataSet object = Objects.ct("1.2.3", "1.2.3.4", "P1", 200);
    DataSet other = new DataSet().put(Tag.REQUESTED_PROCEDURE_ID, VR.SH, "RP2");
    DataSet request =
        new DataSet()
            .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, VR.SH, "SPS1")
            .put(Tag.REQUESTED_PROCEDURE_ID, VR.SH, "RP1")
            .putItems(
                Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE,
                new DataSet().put(Tag.REQUESTED_PROCEDURE_ID, VR.SH, "deeper"));
    return object
        .put(Tag.PATIENT_NAME, VR.PN, "Wang^Xiaodong=王^小东=Wáng^Xiǎodōng")
        .put(Tag.PATIENT_BIRTH_DATE, VR.DA, "1960.02.29")
        .put(Tag.PATIENT_SEX, VR.CS, "F")
        .put(Tag.STUDY_DATE, VR.DA, "20260301")
        .put(Tag.STUDY_TIME, VR.TM, "09:15")
        .put(Tag.STUDY_DESCRIPTION, VR.LO, "头颅平扫")
        .put(Tag.STUDY_ID, VR.SH, "S7")
        .put(Tag.REFERRING_PHYSICIAN_NAME, VR.PN, "Li^Hua=李^华")
        .put(Tag.SERIES_NUMBER, VR.IS, " 3")
        .put(Tag.SERIES_DESCRIPTION, VR.LO, "轴位 5 mm")
        .put(Tag.BODY_PART_EXAMINED, VR.CS, "HEAD")
        .put(Tag.LATERALITY, VR.CS, "L")
        .put(Tag.STATION_NAME, VR.SH, "CT-1")
        .put(Tag.SERIES_DATE, VR.DA, "20260301")
        .put(Tag.SERIES_TIME, VR.TM, "091603.250")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, VR.DA, "20260302")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, VR.TM, "09")
        .putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, request, other)
        .put(Tag.INSTANCE_NUMBER, VR.IS, "17")
        .putInts(Tag.ROWS, VR.US, 512)
        .putInts(Tag.COLUMNS, VR.US, 513)
        .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
        .put(Tag.NUMBER_OF_FRAMES, VR.IS, "5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.1.99"
      })
  void whatQueriesAskForIsReadInEachEncoding(String syntax) throws IOException {
    Description said = description(object(), TransferSyntax.of(syntax));

    assertThat(said.patient())
        .isEqualTo(new Description.Patient("Wang^Xiaodong=王^小东=Wáng^Xiǎodōng", "19600229", "F"));
    assertThat(said.study())
        .isEqualTo(new Description.Study("20260301", "0915", "头颅平扫", "S7", "Li^Hua=李^华"));
    assertThat(said.series())
        .isEqualTo(
            new Description.Series(
                "3",
                "轴位 5 mm",
                "HEAD",
                "L",
                "CT-1",
                "20260301",
                "091603.250",
                "20260302",
                "09",
                "RP1",
                "SPS1"));
    assertThat(said.instance()).isEqualTo(new Description.Instance("17", 512, 513, 16, 5));
  }

  @Test
  void textIsReadAsItsBytesShow() throws IOException {
    Charset gbk = Charset.forName("GBK");
    DataSet undeclared =
        Objects.ct("1.2.3", "1.2.3.4", "P1", 10)
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100")
            .putBytes(Tag.PATIENT_NAME, VR.PN, "Zhang^Wei=张^伟".getBytes(gbk))
            .putBytes(Tag.STUDY_DESCRIPTION, VR.LO, "胸部".getBytes(gbk));
    Description said = description(undeclared, Objects.SYNTAX);

    assertThat(said.patient().name()).isEqualTo("Zhang^Wei=张^伟");
    assertThat(said.study().description()).isEqualTo("胸部");
  }

  @Test
  void noValueWhateverItHoldsRefusesAnObject() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 600; round++) {
      DataSet object = Objects.ct("1.2.3", "1.2.3.4", "P1", 10);
      if (round % 3 == 0) {
        object.putBytes(Tag.SPECIFIC_CHARACTER_SET, VR.CS, noise(random, 40));
      } else {
        String[] sets = {"ISO 2022 IR 58", "GB18030", "ISO 2022 IR 87", "ISO_IR 192", "ISO_IR 13"};
        object.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "", sets[round % sets.length]);
      }
      for (int tag : WANTED) {
        VR[] all = VR.values();
        VR vr = round % 2 == 0 ? Dictionary.vr(tag) : all[random.nextInt(all.length)];
        object.putBytes(tag, vr == VR.SQ ? VR.UN : vr, noise(random, round % 50 == 0 ? 3000 : 40));
      }
      assertThat(identify(object, Objects.SYNTAX)).isInstanceOf(Verdict.Good.class);
    }
  }

  private static byte[] noise(Random random, int longest) {
    byte[] bytes = new byte[random.nextInt(longest)];
    random.nextBytes(bytes);
    return Arrays.copyOf(bytes, bytes.length & ~1);
  }

  @Test
  void aValueLongerThanAnyValidOneIsAsIfItWereNotThere() throws IOException {
    DataSet object =
        object()
            .put(Tag.PATIENT_NAME, VR.PN, "x".repeat(1025))
            .put(Tag.STUDY_DESCRIPTION, VR.LO, "two\u0007 lines\nin one")
            .put(Tag.STUDY_DATE, VR.DA, "20261301")
            .put(Tag.STUDY_TIME, VR.TM, "late")
            .put(Tag.INSTANCE_NUMBER, VR.IS, "first");
    Description said = description(object, Objects.SYNTAX);

    assertThat(said.patient()).isEqualTo(new Description.Patient("", "19600229", "F"));
    assertThat(said.study())
        .isEqualTo(new Description.Study("", "", "two  lines in one", "S7", "Li^Hua=李^华"));
    assertThat(said.instance().number()).isEmpty();
  }

  private ObjectFacts facts(DataSet object) throws IOException {
    return ((Verdict.Good) identify(object, Objects.SYNTAX)).facts();
  }

  @Test
  void theIssuerIsNamedOrHasAUniversalIdOfItsOwnSequenceOnly() throws IOException {
    DataSet universal = new DataSet().put(Tag.UNIVERSAL_ENTITY_ID, VR.UT, "1.2.156.1");
    DataSet object = object().putItems(Tag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, universal);
    assertThat(facts(object).patientIssuer()).isEmpty();
    object.putItems(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE, universal);
    assertThat(facts(object).patientIssuer()).isEqualTo("1.2.156.1");
    object.put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, "HIS");
    assertThat(facts(object).patientIssuer()).isEqualTo("HIS");
  }

  @Test
  void idsThatDifferBehindABackslashAreTwo() throws IOException {
    DataSet object = object().putBytes(Tag.PATIENT_ID, VR.LO, "P\\13 ".getBytes(US_ASCII));
    assertThat(facts(object).patientId()).isEqualTo("P\\13");
  }

  @Test
  void anIdInChineseIsReadAsItsBytesShow() throws IOException {
    DataSet object = Objects.ct("1.2.3", "1.2.3.4", "P1", 10);
    object.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100");
    object.putBytes(Tag.PATIENT_ID, VR.LO, "门诊0012".getBytes(Charset.forName("GBK")));
    assertThat(facts(object).patientId()).isEqualTo("门诊0012");
  }

  @Test
  void nothingOfThePersonIsPrinted() throws IOException {
    assertThat(identify(object(), Objects.SYNTAX).toString())
        .doesNotContain("Wang", "王", "1960", "头", "Li^");
    Description said = description(object(), Objects.SYNTAX);
    assertThat(said + " " + said.patient() + said.study() + said.series())
        .doesNotContain("Wang", "王", "1960", "头", "Li^", "轴");
  }
}

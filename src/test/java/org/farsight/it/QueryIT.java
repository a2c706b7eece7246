package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.Found;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryOptions;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DCMTK's findscu asks a running engine for what devices have stored. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryIT {
  private static final int STUDIES = 1000;
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningEngine engine;

  private int searches;

  /** What an object of a test says. */
  record Said(
      String study, String series, String modality, String patientId, String name, String date) {
    @Override
    public String toString() {
      return "Said[…]";
    }
  }

  @BeforeAll
  void start() throws IOException {
    Dcmtk.require("findscu");
    engine = RunningEngine.in(folder, "dicom.workstations=READER1@127.0.0.1:104");
  }

  @AfterAll
  void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  static PushedObject object(Said said, int number) {
    String instance = Uid.random();
    DataSet object =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
            .put(Tag.STUDY_DATE, VR.DA, said.date())
            .put(Tag.STUDY_TIME, VR.TM, "093000")
            .put(Tag.ACCESSION_NUMBER, VR.SH, "A" + said.patientId())
            .put(Tag.MODALITY, VR.CS, said.modality())
            .put(Tag.STUDY_DESCRIPTION, VR.LO, "胸部平扫")
            .put(Tag.SERIES_DESCRIPTION, VR.LO, "肺窗 " + said.modality())
            .put(Tag.PATIENT_NAME, VR.PN, said.name())
            .put(Tag.PATIENT_ID, VR.LO, said.patientId())
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, said.study())
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, said.series())
            .put(Tag.SERIES_NUMBER, VR.IS, "2")
            .put(Tag.INSTANCE_NUMBER, VR.IS, String.valueOf(number))
            .putInts(Tag.ROWS, VR.US, 2)
            .putInts(Tag.COLUMNS, VR.US, 2)
            .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[8]);
    return new PushedObject(
        new StorageContext(Uid.CT_IMAGE_STORAGE, EXPLICIT.uid()),
        instance,
        DataSetWriter.toBytes(object, EXPLICIT));
  }

  private void push(String aet, List<PushedObject> objects) throws IOException {
    assertThat(new Device(aet, engine.dicom()).push(objects)).containsOnly(Status.SUCCESS);
  }

  /** Asks by findscu; the keys stand in a file, so that they may be in any character set. */
  private Answer ask(String aet, DataSet keys, String... options)
      throws IOException, InterruptedException {
    Path out = Files.createDirectory(folder.resolve("found" + ++searches));
    Path file = out.resolve("keys.dcm");
    Files.write(file, DataSetWriter.toBytes(keys, EXPLICIT));
    List<String> command = new ArrayList<>(List.of("findscu", "-d", "-X", "-od", out.toString()));
    command.addAll(List.of("-aet", aet, "-aec", "FARSIGHT"));
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("127.0.0.1", String.valueOf(engine.dicom().port()), file.toString()));
    Dcmtk.Run run = Dcmtk.run(command.toArray(String[]::new));
    List<Path> answers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "rsp*.dcm")) {
      files.forEach(answers::add);
    }
    answers.sort(null);
    List<DataSet> found = new ArrayList<>();
    for (Path answer : answers) {
      try (Part10File file10 = Part10File.read(Files.newInputStream(answer))) {
        found.add(
            DataSetReader.read(file10.dataSet(), file10.transferSyntax(), ReadOptions.DEFAULT));
      }
    }
    return new Answer(run.output(), found);
  }

  /** What findscu printed, and the identifiers it got. */
  record Answer(String output, List<DataSet> found) {
    List<String> values(int tag) {
      return found.stream().map(one -> one.string(tag).orElse("")).toList();
    }

    @Override
    public String toString() {
      return "Answer[" + found.size() + "]";
    }
  }

  private static DataSet keys(String level, String characterSet) {
    DataSet keys = new DataSet();
    if (!characterSet.isEmpty()) {
      keys.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, characterSet);
    }
    return keys.put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, level);
  }

  private static Said said(String modality, String patientId, String name, String date) {
    String study = Uid.random();
    return new Said(study, study + ".1", modality, patientId, name, date);
  }

  @Test
  void anObjectIsFoundAsSoonAsItsSenderWasTold() throws Exception {
    Said said = said("CT", "SOON1", "Soon^One", "20260301");
    PushedObject object = object(said, 1);
    try (StorageScu association = new Device("LAKE_CT", engine.dicom()).open(List.of(object))) {
      for (int i = 1; i <= 5; i++) {
        PushedObject next = object(said, i);
        assertThat(Device.push(association, next)).isEqualTo(Status.SUCCESS);
        DataSet keys =
            keys("IMAGE", "")
                .put(Tag.STUDY_INSTANCE_UID, VR.UI, said.study())
                .put(Tag.SERIES_INSTANCE_UID, VR.UI, said.series())
                .put(Tag.SOP_INSTANCE_UID, VR.UI, next.sopInstance());
        assertThat(ask("LAKE_CT", keys, "-S").found()).as("object " + i).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ISO_IR 192, 王*, STUDY",
    "GB18030, 王*, STUDY",
    "GBK, 王小*, STUDY",
    "ISO_IR 192, *=王^小东, STUDY",
    "'', WANG^xiaodong, STUDY",
    "'', wang*, STUDY",
    "ISO_IR 192, Ｗａｎｇ＊, STUDY",
  })
  void aChineseNameIsFoundByAnyOfItsGroupsInTheCharacterSetOfTheRequest(
      String set, String name, String level) throws Exception {
    Said said = said("CT", "CN-" + searches, "Wang^Xiaodong=王^小东=Wang^Xiao dong", "20260301");
    push("LAKE_CT", List.of(object(said, 1), object(said, 2)));
    DataSet keys =
        keys(level, set)
            .put(Tag.PATIENT_NAME, VR.PN, name)
            .put(Tag.STUDY_DESCRIPTION, VR.LO)
            .put(Tag.PATIENT_ID, VR.LO, said.patientId())
            .put(Tag.STUDY_INSTANCE_UID, VR.UI);

    Answer answer = ask("LAKE_CT", keys, "-S");

    assertThat(answer.values(Tag.STUDY_INSTANCE_UID))
        .as(answer.output())
        .containsExactly(said.study());
    DataSet found = answer.found().getFirst();
    assertThat(found.string(Tag.PATIENT_NAME)).contains("Wang^Xiaodong=王^小东=Wang^Xiao dong");
    assertThat(found.string(Tag.STUDY_DESCRIPTION)).contains("胸部平扫");
    assertThat(found.string(Tag.SPECIFIC_CHARACTER_SET))
        .contains(set.isEmpty() ? "ISO_IR 192" : set);
    assertThat(answer.output()).contains("DIMSE Status                  : 0xff00");
  }

  @Test
  void eachLevelHasItsAttributes() throws Exception {
    Said ct = said("CT", "LEVELS1", "Li^Na=李^娜", "20260302");
    Said other = new Said(ct.study(), ct.study() + ".2", "SR", "LEVELS1", ct.name(), "20260302");
    push("LAKE_CT", List.of(object(ct, 1), object(ct, 2), object(other, 1)));

    DataSet study =
        ask(
                "LAKE_CT",
                keys("STUDY", "ISO_IR 192")
                    .put(Tag.STUDY_INSTANCE_UID, VR.UI, ct.study())
                    .put(Tag.STUDY_DATE, VR.DA)
                    .put(Tag.STUDY_TIME, VR.TM)
                    .put(Tag.ACCESSION_NUMBER, VR.SH)
                    .put(Tag.STUDY_ID, VR.SH)
                    .put(Tag.PATIENT_BIRTH_DATE, VR.DA)
                    .put(Tag.MODALITIES_IN_STUDY, VR.CS, "SR")
                    .put(Tag.SOP_CLASSES_IN_STUDY, VR.UI)
                    .put(Tag.NUMBER_OF_STUDY_RELATED_SERIES, VR.IS)
                    .put(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, VR.IS)
                    .put(Tag.INSTANCE_AVAILABILITY, VR.CS),
                "-S")
            .found()
            .getFirst();
    assertThat(study.string(Tag.STUDY_DATE)).contains("20260302");
    assertThat(study.string(Tag.STUDY_TIME)).contains("093000");
    assertThat(study.string(Tag.ACCESSION_NUMBER)).contains("ALEVELS1");
    assertThat(study.contains(Tag.STUDY_ID)).isTrue();
    assertThat(study.string(Tag.STUDY_ID)).isEmpty();
    assertThat(study.strings(Tag.MODALITIES_IN_STUDY)).containsExactly("CT", "SR");
    assertThat(study.strings(Tag.SOP_CLASSES_IN_STUDY)).containsExactly(Uid.CT_IMAGE_STORAGE);
    assertThat(study.string(Tag.NUMBER_OF_STUDY_RELATED_SERIES)).contains("2");
    assertThat(study.string(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES)).contains("3");
    assertThat(study.string(Tag.INSTANCE_AVAILABILITY)).contains("ONLINE");
    assertThat(study.string(Tag.RETRIEVE_AE_TITLE)).contains("FARSIGHT");
    assertThat(study.string(Tag.QUERY_RETRIEVE_LEVEL)).contains("STUDY");

    Answer series =
        ask(
            "LAKE_CT",
            keys("SERIES", "")
                .put(Tag.STUDY_INSTANCE_UID, VR.UI, ct.study())
                .put(Tag.MODALITY, VR.CS)
                .put(Tag.SERIES_NUMBER, VR.IS, "2")
                .put(Tag.SERIES_DESCRIPTION, VR.LO, "*CT")
                .put(Tag.SERIES_INSTANCE_UID, VR.UI)
                .put(Tag.NUMBER_OF_SERIES_RELATED_INSTANCES, VR.IS),
            "-S");
    assertThat(series.values(Tag.SERIES_INSTANCE_UID)).containsExactly(ct.series());
    assertThat(series.values(Tag.SERIES_DESCRIPTION)).containsExactly("肺窗 CT");
    assertThat(series.values(Tag.NUMBER_OF_SERIES_RELATED_INSTANCES)).containsExactly("2");

    Answer images =
        ask(
            "LAKE_CT",
            keys("IMAGE", "")
                .put(Tag.STUDY_INSTANCE_UID, VR.UI, ct.study())
                .put(Tag.SERIES_INSTANCE_UID, VR.UI, ct.series())
                .put(Tag.SOP_INSTANCE_UID, VR.UI)
                .put(Tag.SOP_CLASS_UID, VR.UI)
                .put(Tag.INSTANCE_NUMBER, VR.IS, "02")
                .putInts(Tag.ROWS, VR.US, 2),
            "-S");
    assertThat(images.values(Tag.INSTANCE_NUMBER)).containsExactly("2");
    assertThat(images.values(Tag.ROWS)).containsExactly("2");
  }

  @Test
  void aKeyThatIsNotSupportedIsSaidAndOneThatMakesNoSenseIsRefused() throws Exception {
    Said said = said("CT", "KEYS1", "Keys^One", "20260301");
    push("LAKE_CT", List.of(object(said, 1)));

    Answer unsupported =
        ask(
            "LAKE_CT",
            keys("STUDY", "")
                .put(Tag.STUDY_INSTANCE_UID, VR.UI, said.study())
                .put(Tag.OCCUPATION, VR.SH, "anything"),
            "-S");
    assertThat(unsupported.found()).hasSize(1);
    assertThat(unsupported.output()).contains("0xff01");

    Answer noDate = ask("LAKE_CT", keys("STUDY", "").put(Tag.STUDY_DATE, VR.DA, "20261399"), "-S");
    assertThat(noDate.found()).isEmpty();
    assertThat(noDate.output()).contains("0xa900");

    Answer noStudy = ask("LAKE_CT", keys("IMAGE", "").put(Tag.SOP_INSTANCE_UID, VR.UI), "-S");
    assertThat(noStudy.found()).isEmpty();
    assertThat(noStudy.output()).contains("0xa900");
  }

  private QueryScu negotiated(QueryOptions wanted) throws IOException {
    QueryScu scu =
        QueryScu.open(
            new Connector(Timeouts.standard()),
            "READER1",
            engine.dicom(),
            InformationModel.STUDY_ROOT,
            wanted);
    assertThat(scu.options()).isEqualTo(wanted);
    return scu;
  }

  private static List<String> values(QueryScu scu, QueryLevel level, DataSet keys, int tag)
      throws IOException {
    Found found = scu.find(level, keys, 100);
    assertThat(found.status().describe()).startsWith("0000H");
    return found.matches().stream().map(one -> one.string(tag).orElse("")).toList();
  }

  @Test
  void aRelationalQueryNeedsNoUpperKeysAndHasKeysOfAnyLevel() throws Exception {
    Said ct = said("CT", "REL1", "Relational^One", "20260301");
    Said sr = new Said(ct.study(), ct.study() + ".2", "SR", "REL1", ct.name(), "20260301");
    Said mr = said("MR", "REL2", "Relational^Two", "20260301");
    PushedObject second = object(ct, 2);
    push("LAKE_CT", List.of(object(ct, 1), second, object(sr, 3)));
    push("LAKE_CT", List.of(object(mr, 1)));
    DataSet byInstance = new DataSet().put(Tag.SOP_INSTANCE_UID, VR.UI, second.sopInstance());
    DataSet bySeries =
        new DataSet()
            .put(Tag.PATIENT_ID, VR.LO, "REL?")
            .put(Tag.SERIES_DESCRIPTION, VR.LO, "*CT")
            .put(Tag.INSTANCE_NUMBER, VR.IS, "2");
    DataSet image = byInstance.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "IMAGE");

    try (QueryScu scu = negotiated(new QueryOptions(true, false, false))) {
      assertThat(values(scu, QueryLevel.IMAGE, byInstance, Tag.STUDY_INSTANCE_UID))
          .containsExactly(ct.study());
      assertThat(values(scu, QueryLevel.STUDY, bySeries, Tag.STUDY_INSTANCE_UID))
          .containsExactly(ct.study());
      assertThat(values(scu, QueryLevel.SERIES, bySeries, Tag.SERIES_INSTANCE_UID))
          .containsExactly(ct.series());
      assertThat(values(scu, QueryLevel.STUDY, bySeries, Tag.SERIES_DESCRIPTION))
          .as("what it was found by")
          .containsExactly("肺窗 CT");
      DataSet inStudy = new DataSet().put(Tag.PATIENT_ID, VR.LO, "REL?");
      inStudy.put(Tag.MODALITY, VR.CS, "SR");
      assertThat(values(scu, QueryLevel.STUDY, inStudy, Tag.PATIENT_ID)).containsExactly("REL1");
    }
    assertThat(ask("READER1", image, "-S").output()).as("not negotiated").contains("0xa900");
  }

  @Test
  void combinedDateTimeMatchingAndFuzzyNamesAreDoneWhereNegotiated() throws Exception {
    // each at 09:30
    Said first = said("CT", "FUZZY1", "Lǚ^Bù=吕^布", "20240701");
    Said second = said("CT", "FUZZY2", "LV^BU", "20240702");
    Said third = said("CT", "FUZZY3", "LVBU", "20240703");
    for (Said one : List.of(first, second, third)) {
      push("HILL_CT", List.of(object(one, 1)));
    }
    DataSet range =
        new DataSet()
            .put(Tag.PATIENT_ID, VR.LO, "FUZZY?")
            .put(Tag.STUDY_DATE, VR.DA, "20240701-20240703")
            .put(Tag.STUDY_TIME, VR.TM, "1000-1100");
    DataSet name =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.PATIENT_NAME, VR.PN, "bu lü")
            .put(Tag.PATIENT_ID, VR.LO);

    try (QueryScu scu = negotiated(new QueryOptions(false, true, true))) {
      assertThat(values(scu, QueryLevel.STUDY, range, Tag.PATIENT_ID))
          .as("from the first day, 10:00, to the third, 11:00")
          .containsExactly("FUZZY3", "FUZZY2");
      assertThat(values(scu, QueryLevel.STUDY, name, Tag.PATIENT_ID))
          .containsExactly("FUZZY3", "FUZZY2", "FUZZY1");
      name.put(Tag.PATIENT_NAME, VR.PN, "布吕");
      assertThat(values(scu, QueryLevel.STUDY, name, Tag.PATIENT_ID)).containsExactly("FUZZY1");
    }
    try (QueryScu scu = negotiated(QueryOptions.NONE)) {
      assertThat(values(scu, QueryLevel.STUDY, range, Tag.PATIENT_ID)).isEmpty();
      name.put(Tag.PATIENT_NAME, VR.PN, "bu lü");
      assertThat(values(scu, QueryLevel.STUDY, name, Tag.PATIENT_ID)).isEmpty();
      name.put(Tag.PATIENT_NAME, VR.PN, "*v^bu");
      assertThat(values(scu, QueryLevel.STUDY, name, Tag.PATIENT_ID)).containsExactly("FUZZY2");
    }
  }

  @Test
  void aSiteSeesItsOwnStudiesAndAWorkstationAll() throws Exception {
    Said lake = said("CT", "SEES1", "Sees^Lake", "20260301");
    Said hill = said("MR", "SEES1", "Sees^Hill", "20260301");
    push("LAKE_CT", List.of(object(lake, 1)));
    push("HILL_CT", List.of(object(hill, 1)));
    DataSet keys = keys("STUDY", "").put(Tag.PATIENT_ID, VR.LO, "SEES1");
    keys.put(Tag.STUDY_INSTANCE_UID, VR.UI);

    assertThat(ask("LAKE_CT", keys, "-S").values(Tag.STUDY_INSTANCE_UID))
        .containsExactly(lake.study());
    assertThat(ask("HILL_CT", keys, "-S").values(Tag.STUDY_INSTANCE_UID))
        .containsExactly(hill.study());
    assertThat(ask("READER1", keys, "-S").values(Tag.STUDY_INSTANCE_UID))
        .containsExactly(hill.study(), lake.study());
    DataSet byUid = keys("STUDY", "").put(Tag.STUDY_INSTANCE_UID, VR.UI, hill.study());
    assertThat(ask("LAKE_CT", byUid, "-S").found()).isEmpty();
    assertThat(ask("NOBODY", keys, "-S").output()).contains("Calling AE Title Not Recognized");
    assertThat(new Device("READER1", engine.dicom()).push(List.of(object(lake, 9))))
        .extracting(Status::code)
        .containsExactly(Status.NOT_AUTHORIZED.code());
  }

  @Test
  void thePatientRootHasPatients() throws Exception {
    Said first = said("CT", "ROOT1", "Root^One", "20260301");
    Said second = said("CT", "ROOT1", "Root^One", "20260302");
    Said third = said("CT", "ROOT2", "Root^Two", "20260302");
    push("LAKE_CT", List.of(object(first, 1)));
    push("LAKE_CT", List.of(object(second, 1)));
    push("LAKE_CT", List.of(object(third, 1)));
    DataSet keys = keys("PATIENT", "").put(Tag.PATIENT_ID, VR.LO, "ROOT?");
    keys.put(Tag.PATIENT_NAME, VR.PN);

    Answer patients = ask("LAKE_CT", keys, "-P");
    assertThat(patients.values(Tag.PATIENT_ID)).containsExactly("ROOT2", "ROOT1");
    DataSet studies = keys("STUDY", "").put(Tag.PATIENT_ID, VR.LO, "ROOT1");
    studies.put(Tag.STUDY_DATE, VR.DA);
    assertThat(ask("LAKE_CT", studies, "-P").values(Tag.STUDY_DATE))
        .containsExactly("20260302", "20260301");
  }

  @Test
  void theWorklistAnswersThoughNothingIsScheduled() throws Exception {
    DataSet step = new DataSet().put(Tag.MODALITY, VR.CS, "CT");
    DataSet keys =
        new DataSet()
            .put(Tag.PATIENT_NAME, VR.PN)
            .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step);
    Answer answer = ask("LAKE_CT", keys, "-W");
    assertThat(answer.found()).isEmpty();
    assertThat(answer.output())
        .contains("DIMSE Status                  : 0x0000: Success")
        .doesNotContain("E: ");
  }

  @Test
  void aThousandStudiesAreAskedByPatientDateAndName() throws Exception {
    List<PushedObject> objects = new ArrayList<>();
    for (int i = 0; i < STUDIES; i++) {
      String date = "2025%02d%02d".formatted(1 + i % 12, 1 + i % 28);
      objects.add(object(said("CT", "K" + i, "Many" + i + "^One=众%d^甲".formatted(i), date), 1));
    }
    push("HILL_CT", objects);
    record Question(String what, DataSet keys, int expected) {}
    List<Question> questions =
        List.of(
            new Question("patient id", all().put(Tag.PATIENT_ID, VR.LO, "K77"), 1),
            new Question(
                "patient id with a wildcard", all().put(Tag.PATIENT_ID, VR.LO, "K77?"), 10),
            new Question("one day", all().put(Tag.STUDY_DATE, VR.DA, "20250101"), 12),
            new Question("a month", all().put(Tag.STUDY_DATE, VR.DA, "20250301-20250331"), 84),
            new Question("until a day", all().put(Tag.STUDY_DATE, VR.DA, "-20250131"), 84),
            new Question("name", all().put(Tag.PATIENT_NAME, VR.PN, "many99*"), 11),
            new Question("name in Hanzi", all().put(Tag.PATIENT_NAME, VR.PN, "众99?^甲"), 10),
            new Question("all that is there", all().put(Tag.PATIENT_ID, VR.LO, "K*"), STUDIES));
    for (Question question : questions) {
      DataSet keys = question.keys().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY");
      long start = System.nanoTime();
      Answer answer = ask("READER1", keys, "-S");
      System.out.printf(
          "query of %d studies by %s: findscu got and wrote %d in %.0f ms%n",
          STUDIES, question.what(), answer.found().size(), (System.nanoTime() - start) / 1e6);
      assertThat(answer.found()).as(question.what()).hasSize(question.expected());
    }
  }

  private static DataSet all() {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.PATIENT_NAME, VR.PN)
        .put(Tag.PATIENT_ID, VR.LO)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI)
        .put(Tag.MODALITIES_IN_STUDY, VR.CS)
        .put(Tag.NUMBER_OF_STUDY_RELATED_SERIES, VR.IS)
        .put(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, VR.IS);
  }
}

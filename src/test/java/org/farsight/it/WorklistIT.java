package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.farsight.catalogue.EngineWorklist;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.WorklistScp;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.exchange.Caller;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Worklist;
import org.farsight.exchange.Worklist.Code;
import org.farsight.exchange.Worklist.ScheduledStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK's findscu asks for a worklist that something has filled. */
@Timeout(120)
class WorklistIT {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final AtomicReference<Worklist.Selection> asked = new AtomicReference<>();
  private final List<ScheduledStep> scheduled =
      List.of(
          step("lakeside", "1", "CT", "CT_1", "20260705", "0930", "Wang^Xiaodong=王^小东"),
          step("lakeside", "2", "CT", "CT_2", "20260706", "2200", "Li^Na=李^娜"),
          step("lakeside", "3", "MR", "MR_1", "20260706", "1100", "Zhao^Lei=赵^磊"),
          step("hillside", "4", "CT", "CT_1", "20260705", "1000", "Wang^Fang=王^芳"));

  @SuppressWarnings("NullAway.Init")
  private Listener listener;

  private int searches;

  private static ScheduledStep step(
      String site, String id, String modality, String aet, String date, String time, String name) {
    return new ScheduledStep(
        site,
        new Worklist.Step(
            List.of(aet),
            "Room 1",
            "",
            date,
            time,
            modality,
            "",
            "头颅平扫",
            List.of(new Code("HEAD", "99FS", "头颅")),
            "SPS" + id,
            "SCHEDULED"),
        new Worklist.Procedure(
            "1.2.3." + id, "RP" + id, "CT head", List.of(), "ROUTINE", "A" + id, "", "", "", ""),
        new Worklist.Patient(name, "P" + id, "", "19600229", "M", "71.5", "", 0, "", "", ""));
  }

  @BeforeEach
  void start() throws IOException {
    Dcmtk.require("findscu");
    Worklist worklist =
        (selection, visitor) -> {
          asked.set(selection);
          for (ScheduledStep step : scheduled) {
            if (!visitor.visit(step)) {
              return;
            }
          }
        };
    listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                10,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                AssociationPolicy.acceptAll(),
                AssociationObserver.none(),
                new ServiceRegistry(
                    List.of(new WorklistScp(new EngineWorklist(worklist, WorklistIT::caller))))));
  }

  @AfterEach
  void stop() throws Exception {
    if (listener != null) {
      listener.stop(java.time.Duration.ofSeconds(2));
    }
  }

  private static Optional<Caller> caller(AssociationInfo association) {
    String aet = association.callingAeTitle().strip();
    return switch (aet) {
      case "READER1" -> Optional.of(new Caller.Workstation(new Node("READER1", "127.0.0.1", 104)));
      case "LAKE_CT" ->
          Optional.of(
              new Caller.OfSite(
                  new Site(
                      "lakeside",
                      "lakeside",
                      "urn:x:lake",
                      ZoneId.of("+08:00"),
                      Set.of(aet),
                      Set.of(),
                      Set.of(),
                      false,
                      List.of())));
      default -> Optional.empty();
    };
  }

  private List<DataSet> ask(String aet, DataSet keys) throws IOException, InterruptedException {
    Path out = Files.createDirectory(folder.resolve("found" + ++searches));
    Path file = out.resolve("keys.dcm");
    Files.write(file, DataSetWriter.toBytes(keys, EXPLICIT));
    Dcmtk.Run run =
        Dcmtk.run(
            "findscu",
            "-v",
            "-W",
            "-X",
            "-od",
            out.toString(),
            "-aet",
            aet,
            "127.0.0.1",
            String.valueOf(listener.port()),
            file.toString());
    assertThat(run.exitCode()).as(run.output()).isZero();
    List<Path> answers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "rsp*.dcm")) {
      files.forEach(answers::add);
    }
    answers.sort(null);
    List<DataSet> found = new ArrayList<>();
    for (Path answer : answers) {
      try (Part10File part10 = Part10File.open(answer)) {
        found.add(
            DataSetReader.read(part10.dataSet(), part10.transferSyntax(), ReadOptions.DEFAULT));
      }
    }
    return found;
  }

  private static DataSet keys(String set, DataSet step) {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, set)
        .put(Tag.PATIENT_NAME, VR.PN)
        .put(Tag.PATIENT_ID, VR.LO)
        .put(Tag.PATIENT_WEIGHT, VR.DS)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI)
        .put(Tag.REQUESTED_PROCEDURE_ID, VR.SH)
        .put(Tag.ACCESSION_NUMBER, VR.SH)
        .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step);
  }

  private static List<String> patients(List<DataSet> found) {
    return found.stream().map(one -> one.string(Tag.PATIENT_ID).orElse("")).toList();
  }

  @Test
  void aModalityGetsWhatIsScheduledForItAtItsSite() throws Exception {
    DataSet step =
        new DataSet()
            .put(Tag.SCHEDULED_STATION_AE_TITLE, VR.AE, "CT_1")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, VR.DA, "20260705")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, VR.TM)
            .put(Tag.MODALITY, VR.CS, "CT")
            .putItems(Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE)
            .put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR.LO);

    List<DataSet> found = ask("LAKE_CT", keys("GB18030", step));

    assertThat(patients(found)).containsExactly("P1");
    DataSet one = found.getFirst();
    assertThat(one.string(Tag.SPECIFIC_CHARACTER_SET)).contains("GB18030");
    assertThat(one.string(Tag.PATIENT_NAME)).contains("Wang^Xiaodong=王^小东");
    assertThat(one.string(Tag.PATIENT_WEIGHT)).contains("71.5");
    assertThat(one.string(Tag.STUDY_INSTANCE_UID)).contains("1.2.3.1");
    DataSet item = one.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE).orElseThrow();
    assertThat(item.string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME)).contains("0930");
    assertThat(item.string(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION)).contains("头颅平扫");
    assertThat(item.contains(Tag.SCHEDULED_PROCEDURE_STEP_ID)).as("was not asked for").isFalse();
    assertThat(
            item.item(Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE).orElseThrow().string(Tag.CODE_MEANING))
        .contains("头颅");
    assertThat(asked.get())
        .isEqualTo(
            new Worklist.Selection(
                Optional.of("lakeside"),
                Optional.of("CT_1"),
                Optional.of("CT"),
                Optional.of("20260705"),
                Optional.of("20260705"),
                Optional.empty(),
                Optional.empty()));
    assertThat(patients(ask("READER1", keys("ISO_IR 192", step)))).containsExactly("P1", "P4");
  }

  @Test
  void datesAndTimesAreOneRange() throws Exception {
    DataSet step =
        new DataSet()
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, VR.DA, "20260705-20260706")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, VR.TM, "0945-2100");
    assertThat(patients(ask("READER1", keys("ISO_IR 192", step)))).containsExactly("P3", "P4");
  }

  @Test
  void aPatientIsFoundByNameInHanzi() throws Exception {
    DataSet keys = keys("ISO_IR 192", new DataSet().put(Tag.MODALITY, VR.CS));
    keys.put(Tag.PATIENT_NAME, VR.PN, "王*");
    assertThat(patients(ask("LAKE_CT", keys))).containsExactly("P1");
    assertThat(ask("NOBODY", keys)).isEmpty();
  }
}

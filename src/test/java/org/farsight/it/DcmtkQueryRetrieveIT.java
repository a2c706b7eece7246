package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.ul.AeAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DCMTK's tools as users of queries, retrieves and the worklist. */
@Timeout(180)
class DcmtkQueryRetrieveIT {
  private static final List<String> UNCOMPRESSED =
      List.of("CT_small.dcm", "MR_small_implicit.dcm", "MR_small_bigendian.dcm");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private SmallArchive archive;

  @BeforeEach
  void start() throws IOException {
    archive = new SmallArchive();
  }

  @AfterEach
  void stop() throws IOException {
    archive.close();
    assertThat(archive.failures).isEmpty();
  }

  private SmallArchive.Kept add(String sample) throws IOException {
    return archive.add(Samples.require("dicom-images").resolve(sample));
  }

  /** Runs a tool with these words, separated by spaces, against the archive. */
  private Dcmtk.Run run(String words, Object... values) throws Exception {
    String line = words.formatted(values) + " 127.0.0.1 " + archive.port();
    return Dcmtk.run(line.split(" "));
  }

  private static String study(SmallArchive.Kept kept) {
    return kept.attributes().string(Tag.STUDY_INSTANCE_UID).orElseThrow();
  }

  private static String instance(SmallArchive.Kept kept) {
    return kept.attributes().string(Tag.SOP_INSTANCE_UID).orElseThrow();
  }

  private static List<Path> files(Path folder, String begin) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith(begin))
          .sorted()
          .toList();
    }
  }

  private static DataSet read(Path file) throws IOException {
    try (Part10File part10 = Part10File.open(file)) {
      return part10.readDataSet(ReadOptions.DEFAULT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-xe", "-xb", "-xi"})
  void findscuFindsStudies(String transferSyntax) throws Exception {
    Dcmtk.require("findscu");
    SmallArchive.Kept ct = add("CT_small.dcm");
    add("MR_small_implicit.dcm");
    Dcmtk.Run run =
        run(
            "findscu -v -S %s -X -od %s -aet VIEWER -aec FARSIGHT -k "
                + "QueryRetrieveLevel=STUDY -k StudyInstanceUID -k PatientName -k "
                + "StudyDate",
            transferSyntax, folder.toString());
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).contains("(Pending)", "(Success)").doesNotContain("E: ");
    List<DataSet> found =
        files(folder, "rsp").stream()
            .map(
                path -> {
                  try {
                    return read(path);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    assertThat(found).hasSize(2);
    DataSet match =
        found.stream()
            .filter(one -> one.string(Tag.STUDY_INSTANCE_UID).equals(Optional.of(study(ct))))
            .findFirst()
            .orElseThrow();
    assertThat(match.string(Tag.PATIENT_NAME)).isEqualTo(ct.attributes().string(Tag.PATIENT_NAME));
    assertThat(match.string(Tag.STUDY_DATE)).isEqualTo(ct.attributes().string(Tag.STUDY_DATE));
    assertThat(match.string(Tag.RETRIEVE_AE_TITLE)).contains("FARSIGHT");
  }

  @Test
  void findscuIsToldWhatIsWrongAndCancels() throws Exception {
    Dcmtk.require("findscu");
    add("CT_small.dcm");
    Dcmtk.Run wrong = run("findscu -v -S -k QueryRetrieveLevel=PATIENT -k PatientID");
    assertThat(wrong.output()).contains("DataSetDoesNotMatchSOPClass");
    for (int number = 1; number <= 2000; number++) {
      archive.objects.put("1.2.3." + number, numbered(number));
    }
    Dcmtk.Run cancelled =
        run("findscu -v -S --cancel 2 -k QueryRetrieveLevel=IMAGE -k SOPInstanceUID");
    // all matches may be under way before the cancel arrives: both ends are orderly
    assertThat(cancelled.output())
        .contains("Sending Cancel Request")
        .containsAnyOf("0xfe00", "0x0000", "Cancel", "Success");
    assertThat(cancelled.exitCode()).as(cancelled.output()).isZero();
  }

  private static SmallArchive.Kept numbered(int number) {
    DataSet attributes = new DataSet().put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.3." + number);
    return new SmallArchive.Kept(
        Uid.CT_IMAGE_STORAGE, "1.2.840.10008.1.2", new byte[0], attributes);
  }

  @Test
  void findscuReadsTheWorklist() throws Exception {
    Dcmtk.require("findscu");
    DataSet step =
        new DataSet()
            .put(Tag.SCHEDULED_STATION_AE_TITLE, VR.AE, "CT01")
            .put(Tag.MODALITY, VR.CS, "CT")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, VR.SH, "S7");
    archive.worklist.add(
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.PATIENT_NAME, VR.PN, "Li^Na=李^娜")
            .put(Tag.PATIENT_ID, VR.LO, "P7")
            .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step));
    Dcmtk.Run run =
        run(
            "findscu -v -W -X -od %s -k PatientName -k PatientID -k "
                + "ScheduledProcedureStepSequence[0].Modality=CT",
            folder.toString());
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).contains("(Pending)", "(Success)");
    DataSet found = read(files(folder, "rsp").get(0));
    assertThat(found.string(Tag.PATIENT_NAME)).contains("Li^Na=李^娜");
    assertThat(
            found
                .item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)
                .flatMap(one -> one.string(Tag.SCHEDULED_PROCEDURE_STEP_ID)))
        .contains("S7");
  }

  @Test
  void movescuMovesToStorescpWhatItTakesAsItIs() throws Exception {
    Dcmtk.require("movescu", "storescp");
    List<String> samples =
        List.of(
            "CT_small.dcm",
            "MR_small_implicit.dcm",
            "MR_small_bigendian.dcm",
            "MR_small_RLE.dcm",
            "JPEG-LL.dcm",
            "image_dfl.dcm");
    for (String sample : samples) {
      SmallArchive.Kept kept = add(sample);
      try (Dcmtk.StoreScp target = Dcmtk.StoreScp.start(folder)) {
        archive.destinations.put("TARGET", new AeAddress("TARGET", "127.0.0.1", target.port()));
        Dcmtk.Run run =
            run(
                "movescu -v -S -aet VIEWER -aec FARSIGHT -aem TARGET -k "
                    + "QueryRetrieveLevel=STUDY -k StudyInstanceUID=%s",
                study(kept));
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("Received Final Move Response (Success)");
      }
      Path arrived =
          files(folder, "").stream()
              .filter(path -> path.toString().endsWith(instance(kept)))
              .findFirst()
              .orElseThrow(() -> new AssertionError(sample + " has not arrived"));
      try (Part10File file = Part10File.open(arrived);
          InputStream bytes = file.dataSet()) {
        assertThat(file.transferSyntax().uid()).as(sample).isEqualTo(kept.transferSyntax());
        assertThat(bytes.readAllBytes()).as(sample).startsWith(kept.bytes());
      }
    }
  }

  @Test
  void movescuGetsImplicitWhereStorescpTakesNothingElseAndTheCompressedOneFails() throws Exception {
    Dcmtk.require("movescu", "storescp");
    SmallArchive.Kept ct = add("CT_small.dcm");
    SmallArchive.Kept rle = add("MR_small_RLE.dcm");
    try (Dcmtk.Server target =
        Dcmtk.Server.start(
            folder, port -> List.of("storescp", "+xi", "-od", folder.toString(), port))) {
      archive.destinations.put("TARGET", new AeAddress("TARGET", "127.0.0.1", target.port()));
      Dcmtk.Run good = move(ct);
      assertThat(good.output()).contains(": 0x0000: Success", "Completed Suboperations       : 1");
      Dcmtk.Run bad = move(rle);
      assertThat(bad.output()).contains(": 0xa702", "Failed Suboperations          : 1");
    }
    assertThat(archive.ends.get(1)).contains("1/1 failed: 0122H not accepted in RLE Lossless");
    DataSet arrived =
        read(
            files(folder, "").stream()
                .filter(path -> path.toString().endsWith(instance(ct)))
                .findFirst()
                .orElseThrow());
    assertThat(arrived.bytes(Tag.PIXEL_DATA)).hasSize(128 * 128 * 2);
  }

  private Dcmtk.Run move(SmallArchive.Kept kept) throws Exception {
    return run(
        "movescu -d -S -aet VIEWER -aem TARGET -k QueryRetrieveLevel=STUDY -k "
            + "StudyInstanceUID=%s",
        study(kept));
  }

  @Test
  void movescuIsToldThatItsDestinationIsUnknown() throws Exception {
    Dcmtk.require("movescu");
    Dcmtk.Run run = move(add("CT_small.dcm"));
    assertThat(run.output()).contains("0xa801");
  }

  @Test
  void getscuGetsAWholeStudyWithItsOwnProposals() throws Exception {
    Dcmtk.require("getscu");
    for (String sample : UNCOMPRESSED) {
      SmallArchive.Kept kept = add(sample);
      Path own = Files.createDirectory(folder.resolve(sample));
      Dcmtk.Run run =
          run(
              "getscu -v -S -aec FARSIGHT -od %s -k QueryRetrieveLevel=STUDY -k "
                  + "StudyInstanceUID=%s",
              own.toString(), study(kept));
      assertThat(run.exitCode()).as(run.output()).isZero();
      assertThat(run.output()).contains("Received C-GET Response (Success)");
      DataSet got = read(files(own, "").get(0));
      assertThat(got.string(Tag.SOP_INSTANCE_UID)).contains(instance(kept));
      assertThat(got.bytes(Tag.PIXEL_DATA)).isNotEmpty();
    }
    SmallArchive.Kept jpeg = add("JPEG-LL.dcm");
    Dcmtk.Run run =
        run(
            "getscu -v -S +xs +B -od %s -k QueryRetrieveLevel=IMAGE -k "
                + "StudyInstanceUID=%s -k SOPInstanceUID=%s",
            folder.toString(), study(jpeg), instance(jpeg));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }
}

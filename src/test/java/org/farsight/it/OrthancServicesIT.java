package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.Found;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.service.RetrieveScu;
import org.farsight.dicom.service.Retrieved;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentReporter;
import org.farsight.dicom.service.StorageCommitmentScu;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.peer.Orthanc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries, retrieves and storage commitment with Orthanc, both ways. */
@Timeout(180)
class OrthancServicesIT {
  private static final List<String> SAMPLES =
      List.of("CT_small.dcm", "MR_small_implicit.dcm", "JPEG-LL.dcm", "MR_small_RLE.dcm");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private SmallArchive here;

  @SuppressWarnings("NullAway.Init")
  private Orthanc orthanc;

  private final List<SmallArchive.Kept> sent = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    Orthanc.require();
    here = new SmallArchive();
    orthanc = Orthanc.start(folder, List.of(here.address()));
    here.destinations.put("ORTHANC", orthanc.address());
  }

  @AfterEach
  void stop() throws IOException {
    if (orthanc != null) {
      orthanc.close();
      here.close();
      assertThat(here.failures).isEmpty();
    }
  }

  private void push() throws IOException {
    for (String sample : SAMPLES) {
      sent.add(here.add(Samples.require("dicom-images").resolve(sample)));
    }
    try (StorageScu scu =
        StorageScu.open(
            here.connector,
            "FARSIGHT",
            orthanc.address(),
            sent.stream()
                .map(kept -> new StorageContext(kept.sopClass(), kept.transferSyntax()))
                .toList())) {
      for (SmallArchive.Kept kept : sent) {
        assertThat(
                scu.store(
                    kept.sopClass(),
                    uid(kept, Tag.SOP_INSTANCE_UID),
                    kept.transferSyntax(),
                    new ByteArrayInputStream(kept.bytes()),
                    kept.bytes().length))
            .isEqualTo(Status.SUCCESS);
      }
    }
  }

  private static String uid(SmallArchive.Kept kept, int tag) {
    return kept.attributes().string(tag).orElseThrow();
  }

  private static DataSet study(SmallArchive.Kept kept) {
    return new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, uid(kept, Tag.STUDY_INSTANCE_UID));
  }

  private static SopReference reference(SmallArchive.Kept kept) {
    return new SopReference(kept.sopClass(), uid(kept, Tag.SOP_INSTANCE_UID));
  }

  @Test
  void weQueryOrthancAndHaveItMoveToUs() throws IOException {
    push();
    here.objects.clear();
    try (QueryScu scu =
        QueryScu.open(here.connector, "FARSIGHT", orthanc.address(), InformationModel.STUDY_ROOT)) {
      DataSet keys =
          new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI).put(Tag.MODALITIES_IN_STUDY, VR.CS);
      Found found = scu.find(QueryLevel.STUDY, keys, 10);
      assertThat(found.status()).isEqualTo(Status.SUCCESS);
      assertThat(found.matches())
          .extracting(match -> match.string(Tag.STUDY_INSTANCE_UID).orElseThrow())
          .containsOnlyOnceElementsOf(
              sent.stream().map(kept -> uid(kept, Tag.STUDY_INSTANCE_UID)).distinct().toList());
    }
    try (RetrieveScu scu =
        RetrieveScu.forMove(
            here.connector, "FARSIGHT", orthanc.address(), InformationModel.STUDY_ROOT)) {
      for (SmallArchive.Kept kept : sent) {
        Retrieved moved = scu.move(QueryLevel.STUDY, study(kept), "FARSIGHT", counts -> true);
        assertThat(moved.status()).isEqualTo(Status.SUCCESS);
        assertThat(here.objects).containsKey(uid(kept, Tag.SOP_INSTANCE_UID));
      }
    }
  }

  @Test
  void weGetFromOrthanc() throws IOException {
    push();
    List<String> got = new ArrayList<>();
    try (RetrieveScu scu =
        RetrieveScu.forGet(
            here.connector,
            "FARSIGHT",
            orthanc.address(),
            InformationModel.STUDY_ROOT,
            sent.stream()
                .map(kept -> new StorageContext(kept.sopClass(), kept.transferSyntax()))
                .toList())) {
      for (SmallArchive.Kept kept : sent) {
        Retrieved gotten =
            scu.get(
                QueryLevel.STUDY,
                study(kept),
                (request, dataSet) -> {
                  got.add(request.sopInstance());
                  assertThat(dataSet.readAllBytes()).isNotEmpty();
                  return Status.SUCCESS;
                },
                counts -> true);
        assertThat(gotten.status()).isEqualTo(Status.SUCCESS);
      }
    }
    assertThat(got)
        .containsAll(sent.stream().map(kept -> uid(kept, Tag.SOP_INSTANCE_UID)).toList());
  }

  @Test
  void orthancQueriesAndMovesFromUs() throws IOException {
    for (String sample : SAMPLES) {
      here.add(Samples.require("dicom-images").resolve(sample));
    }
    String query =
        orthanc.post(
            "/modalities/FARSIGHT/query",
            "{\"Level\" : \"Study\", \"Query\" : {\"PatientID\" : \"\"}}");
    String id = field(query, "ID");
    String answers = orthanc.get("/queries/" + id + "/answers?expand");
    for (SmallArchive.Kept kept : here.objects.values()) {
      assertThat(answers).contains(uid(kept, Tag.STUDY_INSTANCE_UID));
    }
    orthanc.post(
        "/queries/" + id + "/retrieve", "{\"TargetAet\" : \"ORTHANC\", \"Synchronous\" : true}");
    assertThat(here.ends).allMatch(end -> end.startsWith("0000H")).isNotEmpty();
    assertThat(orthanc.get("/instances").split(",")).hasSize(here.objects.size());
  }

  @Test
  void orthancCommitsWhatItHasAndReportsByAnAssociationOfItsOwn() throws Exception {
    push();
    List<SopReference> references =
        new ArrayList<>(sent.stream().map(OrthancServicesIT::reference).toList());
    SopReference missing = new SopReference(Uid.CT_IMAGE_STORAGE, "1.2.3.4.5.6");
    String all = Uid.random();
    String some = Uid.random();
    try (StorageCommitmentScu scu =
        StorageCommitmentScu.open(here.connector, "FARSIGHT", orthanc.address())) {
      assertThat(scu.request(all, references)).isEqualTo(Status.SUCCESS);
      CommitmentReport report = here.reports.poll(60, TimeUnit.SECONDS);
      assertThat(report.transactionUid()).isEqualTo(all);
      assertThat(report.failed()).isEmpty();
      assertThat(report.committed()).containsExactlyInAnyOrderElementsOf(references);

      references.add(missing);
      assertThat(scu.request(some, references)).isEqualTo(Status.SUCCESS);
    }
    CommitmentReport report = here.reports.poll(60, TimeUnit.SECONDS);
    assertThat(report.transactionUid()).isEqualTo(some);
    assertThat(report.committed()).hasSize(sent.size());
    assertThat(report.failed())
        .containsExactly(
            new CommitmentReport.Failure(missing, CommitmentReport.NO_SUCH_OBJECT_INSTANCE));
  }

  @Test
  void weReportToOrthancWhatBecameOfItsRequest() throws Exception {
    push();
    SopReference first = reference(sent.get(0));
    SopReference second = reference(sent.get(1));
    String answer =
        orthanc.post(
            "/modalities/FARSIGHT/storage-commitment",
            """
            {"DicomInstances" : [["%s", "%s"], ["%s", "%s"]]}\
            """
                .formatted(
                    first.sopClass(),
                    first.sopInstance(),
                    second.sopClass(),
                    second.sopInstance()));
    CommitmentRequest request = here.requests.poll(60, TimeUnit.SECONDS);
    assertThat(request.references()).containsExactly(first, second);
    assertThat(request.association().callingAeTitle()).isEqualTo("ORTHANC");
    String path = "/storage-commitment/" + request.transactionUid();
    assertThat(answer).contains(request.transactionUid());
    assertThat(field(orthanc.get(path), "Status")).isEqualTo("Pending");

    CommitmentReport report =
        new CommitmentReport(
            request.transactionUid(),
            List.of(first),
            List.of(
                new CommitmentReport.Failure(second, CommitmentReport.NO_SUCH_OBJECT_INSTANCE)));
    assertThat(
            StorageCommitmentReporter.report(
                here.connector, SmallArchive.AE_TITLE, orthanc.address(), report))
        .isEqualTo(Status.SUCCESS);
    await().until(() -> field(orthanc.get(path), "Status").equals("Failure"));
    String told = orthanc.get(path);
    assertThat(told.substring(told.indexOf("\"Failures\"")))
        .contains(second.sopInstance())
        .contains("274"); // 0112H
  }

  /** The text of a field in JSON of Orthanc. */
  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    assertThat(matcher.find()).as(json).isTrue();
    return matcher.group(1);
  }
}

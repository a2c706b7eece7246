package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.Found;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.MppsScu;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.service.RetrieveScu;
import org.farsight.dicom.service.Retrieved;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.service.WorklistScu;
import org.farsight.dicom.ul.AeAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our queries and retrieves of DCMTK's archive and worklist. */
@Timeout(180)
class DcmtkServersIT {
  private static final List<String> SAMPLES =
      List.of("CT_small.dcm", "MR_small_implicit.dcm", "JPEG-LL.dcm");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private SmallArchive here;

  private final List<SmallArchive.Kept> sent = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    here = new SmallArchive();
  }

  @AfterEach
  void stop() throws IOException {
    here.close();
    assertThat(here.failures).isEmpty();
  }

  /** A dcmqrscp that holds the samples and knows this side as FARSIGHT. */
  private Dcmtk.Server archive() throws IOException {
    Dcmtk.require("dcmqrscp");
    Path storage = Files.createDirectory(folder.resolve("QRSCP"));
    Path configuration = folder.resolve("dcmqrscp.cfg");
    Files.writeString(
        configuration,
        """
        MaxPDUSize = 65536
        MaxAssociations = 16
        HostTable BEGIN
        here = (FARSIGHT, 127.0.0.1, %s)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        QRSCP %s RW (200, 1024mb) ANY
        AETable END
        """
            .formatted(here.port(), storage));
    Dcmtk.Server server =
        Dcmtk.Server.start(
            folder, port -> List.of("dcmqrscp", "-v", "+xs", "-c", configuration.toString(), port));
    for (String sample : SAMPLES) {
      push(server, sample);
    }
    here.objects.clear();
    return server;
  }

  private void push(Dcmtk.Server server, String sample) throws IOException {
    SmallArchive.Kept kept = here.add(Samples.require("dicom-images").resolve(sample));
    sent.add(kept);
    try (StorageScu scu =
        StorageScu.open(
            here.connector,
            "FARSIGHT",
            address(server),
            List.of(new StorageContext(kept.sopClass(), kept.transferSyntax())))) {
      Status status =
          scu.store(
              kept.sopClass(),
              uid(kept, Tag.SOP_INSTANCE_UID),
              kept.transferSyntax(),
              new ByteArrayInputStream(kept.bytes()),
              kept.bytes().length);
      assertThat(status).as(sample).isEqualTo(Status.SUCCESS);
    }
  }

  private static AeAddress address(Dcmtk.Server server) {
    return new AeAddress("QRSCP", "127.0.0.1", server.port());
  }

  private static String uid(SmallArchive.Kept kept, int tag) {
    return kept.attributes().string(tag).orElseThrow();
  }

  private static DataSet study(SmallArchive.Kept kept) {
    return new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, uid(kept, Tag.STUDY_INSTANCE_UID));
  }

  @Test
  void weQueryDcmqrscp() throws IOException {
    try (Dcmtk.Server server = archive();
        QueryScu scu =
            QueryScu.open(
                here.connector, "FARSIGHT", address(server), InformationModel.STUDY_ROOT)) {
      DataSet all = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI).put(Tag.PATIENT_NAME, VR.PN);
      Found found = scu.find(QueryLevel.STUDY, all, 10);
      assertThat(found.status()).isEqualTo(Status.SUCCESS);
      assertThat(found.matches())
          .extracting(match -> match.string(Tag.STUDY_INSTANCE_UID).orElseThrow())
          .containsExactlyInAnyOrderElementsOf(
              sent.stream().map(kept -> uid(kept, Tag.STUDY_INSTANCE_UID)).toList());

      Found limited = scu.find(QueryLevel.STUDY, all, 1);
      assertThat(limited.matches()).hasSize(1);
      assertThat(limited.status()).isEqualTo(Status.CANCEL);

      DataSet one = study(sent.get(0)).put(Tag.MODALITY, VR.CS).put(Tag.SERIES_INSTANCE_UID, VR.UI);
      Found series = scu.find(QueryLevel.SERIES, one, 10);
      assertThat(series.matches()).hasSize(1);
      assertThat(series.matches().get(0).string(Tag.MODALITY)).contains("CT");
    }
  }

  @Test
  void weMoveFromDcmqrscpToOurselves() throws IOException {
    try (Dcmtk.Server server = archive();
        RetrieveScu scu =
            RetrieveScu.forMove(
                here.connector, "FARSIGHT", address(server), InformationModel.STUDY_ROOT)) {
      for (SmallArchive.Kept kept : sent.subList(0, 2)) {
        Retrieved retrieved = scu.move(QueryLevel.STUDY, study(kept), "FARSIGHT", counts -> true);
        assertThat(retrieved.status()).isEqualTo(Status.SUCCESS);
        assertThat(retrieved.counts().completed()).hasValue(1);
        assertThat(here.objects).containsKey(uid(kept, Tag.SOP_INSTANCE_UID));
      }
      // it proposes no compressed transfer syntax to its destinations
      Retrieved jpeg = scu.move(QueryLevel.STUDY, study(sent.get(2)), "FARSIGHT", counts -> true);
      assertThat(jpeg.status().code()).isEqualTo(0xA702);
      assertThat(jpeg.counts().failed()).hasValue(1);
      assertThat(jpeg.failed()).containsExactly(uid(sent.get(2), Tag.SOP_INSTANCE_UID));
      assertThat(here.stores)
          .allMatch(store -> store.association().callingAeTitle().equals("QRSCP"));
      Retrieved nowhere = scu.move(QueryLevel.STUDY, study(sent.get(0)), "NOBODY", counts -> true);
      assertThat(nowhere.status().code()).isEqualTo(0xA801);
    }
  }

  @Test
  void weGetFromDcmqrscp() throws IOException {
    try (Dcmtk.Server server = archive();
        RetrieveScu scu =
            RetrieveScu.forGet(
                here.connector,
                "FARSIGHT",
                address(server),
                InformationModel.STUDY_ROOT,
                sent.stream()
                    .map(kept -> new StorageContext(kept.sopClass(), kept.transferSyntax()))
                    .toList())) {
      SmallArchive.Kept ct = sent.get(0);
      List<String> got = new ArrayList<>();
      Retrieved retrieved =
          scu.get(
              QueryLevel.STUDY,
              study(ct),
              (request, dataSet) -> {
                got.add(request.sopInstance());
                assertThat(dataSet.readAllBytes()).isNotEmpty();
                return Status.SUCCESS;
              },
              counts -> true);
      assertThat(retrieved.status()).isEqualTo(Status.SUCCESS);
      assertThat(got).containsExactly(uid(ct, Tag.SOP_INSTANCE_UID));
    }
  }

  @Test
  void weReadTheWorklistOfWlmscpfs() throws IOException {
    Dcmtk.require("wlmscpfs");
    Path lists = Files.createDirectories(folder.resolve("WLM"));
    Files.createFile(lists.resolve("lockfile"));
    for (int number = 1; number <= 3; number++) {
      DataSet entry = entry(number);
      try (OutputStream out = Files.newOutputStream(lists.resolve("step" + number + ".wl"))) {
        Part10File.write(out, entry, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "");
      }
    }
    try (Dcmtk.Server server =
            Dcmtk.Server.start(
                folder, port -> List.of("wlmscpfs", "-v", "-dfp", folder.toString(), port));
        WorklistScu scu =
            WorklistScu.open(
                here.connector, "CT01", new AeAddress("WLM", "127.0.0.1", server.port()))) {
      DataSet step =
          new DataSet().put(Tag.MODALITY, VR.CS, "CT").put(Tag.SCHEDULED_PROCEDURE_STEP_ID, VR.SH);
      DataSet keys =
          new DataSet()
              .put(Tag.PATIENT_NAME, VR.PN)
              .put(Tag.ACCESSION_NUMBER, VR.SH)
              .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step);
      Found found = scu.find(keys, 10);
      assertThat(found.status()).isEqualTo(Status.SUCCESS);
      assertThat(found.matches())
          .extracting(match -> match.string(Tag.ACCESSION_NUMBER).orElseThrow())
          .containsExactlyInAnyOrder("A1", "A2");
      assertThat(found.matches())
          .allMatch(
              match ->
                  match
                      .item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)
                      .flatMap(one -> one.string(Tag.SCHEDULED_PROCEDURE_STEP_ID))
                      .isPresent());
    }
  }

  private static DataSet entry(int number) {
    DataSet step =
        new DataSet()
            .put(Tag.MODALITY, VR.CS, number == 3 ? "MR" : "CT")
            .put(Tag.SCHEDULED_STATION_AE_TITLE, VR.AE, "CT01")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, VR.DA, "20261122")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, VR.TM, "0900")
            .put(Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, VR.PN, "Sun^Yat")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, VR.LO, "Head")
            .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, VR.SH, "S" + number);
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.ACCESSION_NUMBER, VR.SH, "A" + number)
        .put(Tag.PATIENT_NAME, VR.PN, "Li^Na=李^娜")
        .put(Tag.PATIENT_ID, VR.LO, "P" + number)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3." + number)
        .put(Tag.REQUESTED_PROCEDURE_ID, VR.SH, "R" + number)
        .put(Tag.REQUESTED_PROCEDURE_DESCRIPTION, VR.LO, "Head")
        .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step)
        .put(Tag.SOP_CLASS_UID, VR.UI, Uid.MODALITY_WORKLIST_FIND)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.3.9." + number);
  }

  @Test
  void whatDcmqrscpDoesNotOfferIsTold() throws IOException {
    try (Dcmtk.Server server = archive()) {
      assertThatThrownBy(() -> MppsScu.open(here.connector, "FARSIGHT", address(server)))
          .isInstanceOf(ContextNotAcceptedException.class)
          .hasMessageContaining(Uid.MODALITY_PERFORMED_PROCEDURE_STEP)
          .hasMessageContaining("not accepted");
    }
  }
}

package org.farsight.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.MppsScp;
import org.farsight.dicom.service.MppsScu;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentScu;
import org.farsight.dicom.service.StorageScu;

/**
 * A CT: announces a step, stores a study, over a new association whenever one broke, ends the step,
 * asks for storage commitment, and now and then sends an image late.
 */
final class ImageDevice extends Device {
  private final String aet;
  private final Random random;
  private int studies;

  ImageDevice(String aet, Load load, long seed) {
    super(aet, load, Duration.ofMillis(1500));
    this.aet = aet;
    this.random = new Random(seed);
  }

  @Override
  void turn() throws InterruptedException {
    String study = Uid.random();
    String patient = "CR-" + study.substring(5, 20);
    List<Made.Image> images = study(study, patient);
    String step = Uid.random();
    load.insist(() -> begin(step, study));
    push(images);
    load.insist(() -> end(step, study, images));
    commit(images);
    if (random.nextInt(3) == 0) {
      Load.pause(Duration.ofMillis(1500));
      push(List.of(Made.image(study, patient, images.size() + 1, 64)));
    }
  }

  /**
   * Small ones mostly; each second study one that has a file of its own, each fourth a long one.
   */
  private List<Made.Image> study(String study, String patient) {
    studies++;
    int small = studies % 4 == 2 ? 60 : 2 + random.nextInt(4);
    List<Made.Image> images = new ArrayList<>();
    for (int i = 1; i <= small; i++) {
      images.add(Made.image(study, patient, i, 32 + random.nextInt(64)));
    }
    if (studies % 2 == 1) {
      images.add(Made.image(study, patient, small + 1, Made.LARGE));
    }
    return images;
  }

  private void push(List<Made.Image> images) throws InterruptedException {
    Deque<Made.Image> queue = new ArrayDeque<>(images);
    load.insist(() -> pushed(queue));
  }

  /** Stores what is left over one association; true when nothing is left. */
  private boolean pushed(Deque<Made.Image> queue) throws IOException {
    try (StorageScu association =
        StorageScu.open(load.connector(), aet, load.engine(), List.of(Made.CT))) {
      while (!queue.isEmpty() && !load.over().get()) {
        Made.Image image = queue.peek();
        Status status =
            association.store(
                Made.CT.sopClass(),
                image.instance(),
                Made.CT.transferSyntax(),
                new ByteArrayInputStream(image.dataSet()),
                image.dataSet().length);
        if (!status.equals(Status.SUCCESS)) {
          return false;
        }
        load.journal().note(image.sent());
        queue.remove();
      }
    }
    return queue.isEmpty();
  }

  private boolean begin(String step, String study) throws IOException {
    DataSet begun =
        new DataSet()
            .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, VR.CS, "IN PROGRESS")
            .putItems(
                Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
                List.of(new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, study)));
    try (MppsScu scu = MppsScu.open(load.connector(), aet, load.engine())) {
      Status status = scu.create(step, begun);
      // a duplicate is what this device said before it lost its association
      return status.done() || status.code() == Status.DUPLICATE_SOP_INSTANCE.code();
    }
  }

  private boolean end(String step, String study, List<Made.Image> images) throws IOException {
    List<DataSet> references =
        images.stream()
            .map(
                image ->
                    new DataSet()
                        .put(Tag.REFERENCED_SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
                        .put(Tag.REFERENCED_SOP_INSTANCE_UID, VR.UI, image.instance()))
            .toList();
    DataSet ended =
        new DataSet()
            .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, VR.CS, "COMPLETED")
            .putItems(
                Tag.PERFORMED_SERIES_SEQUENCE,
                List.of(
                    new DataSet()
                        .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
                        .putItems(Tag.REFERENCED_IMAGE_SEQUENCE, references)));
    try (MppsScu scu = MppsScu.open(load.connector(), aet, load.engine())) {
      Status status = scu.set(step, ended);
      return status.done() || status.code() == MppsScp.NO_LONGER_UPDATED.code();
    }
  }

  /** Asks until it is told that a report follows; half of the time it stays for the report. */
  private void commit(List<Made.Image> images) throws InterruptedException {
    String transaction = Uid.random();
    List<SopReference> references =
        images.stream()
            .map(image -> new SopReference(Made.CT.sopClass(), image.instance()))
            .toList();
    boolean stays = random.nextBoolean();
    load.insist(
        () -> {
          try (StorageCommitmentScu scu =
              StorageCommitmentScu.open(load.connector(), aet, load.engine())) {
            if (!scu.request(transaction, references).done()) {
              return false;
            }
            load.journal().note(new Sent.Commitment(transaction));
            if (stays) {
              scu.awaitReport(Duration.ofSeconds(4)).ifPresent(this::heard);
            }
            return true;
          }
        });
  }

  private void heard(CommitmentReport report) {
    load.ear().heard(report);
  }
}

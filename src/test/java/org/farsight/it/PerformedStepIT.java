package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.MppsScp;
import org.farsight.dicom.service.MppsScu;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device tells what it makes: the study is complete as soon as that is here, not before. */
@Timeout(300)
class PerformedStepIT {
  private static final String QUIET_FOR_EVER = "study.quiet-seconds=600";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final String study = Uid.random();
  private final String step = Uid.random();
  private final PushedObject.Person person = PushedObject.somebody();
  private List<PushedObject> images = List.of();

  @BeforeEach
  void makeImages() {
    images =
        List.of(
            PushedObject.image(study, person, 1, 16),
            PushedObject.image(study, person, 2, 16),
            PushedObject.image(study, person, 3, 16));
  }

  private static MppsScu open(RunningEngine engine, String caller) throws Exception {
    return MppsScu.open(new Connector(Timeouts.standard()), caller, engine.dicom());
  }

  private DataSet begun() {
    return new DataSet()
        .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, VR.CS, "IN PROGRESS")
        .putItems(
            Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
            List.of(
                new DataSet()
                    .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
                    .put(Tag.ACCESSION_NUMBER, VR.SH, "A-1")));
  }

  private DataSet ended(String status, List<PushedObject> made) {
    return new DataSet()
        .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, VR.CS, status)
        .putItems(
            Tag.PERFORMED_SERIES_SEQUENCE,
            List.of(
                new DataSet()
                    .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
                    .putItems(
                        Tag.REFERENCED_IMAGE_SEQUENCE,
                        made.stream()
                            .map(
                                image ->
                                    new DataSet()
                                        .put(
                                            Tag.REFERENCED_SOP_CLASS_UID,
                                            VR.UI,
                                            Uid.CT_IMAGE_STORAGE)
                                        .put(
                                            Tag.REFERENCED_SOP_INSTANCE_UID,
                                            VR.UI,
                                            image.sopInstance()))
                            .toList())));
  }

  private static JsonNode awaitConverted(RunningEngine engine, String study, int revision) {
    return engine
        .view()
        .awaitExchange(study, e -> e.path("conversion").path("done").asInt() == revision);
  }

  @Test
  void imagesFirstThenTheStep() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, QUIET_FOR_EVER);
        MppsScu device = open(engine, EngineHome.CALLER)) {
      assertThat(device.create(step, begun())).isEqualTo(Status.SUCCESS);
      engine.device().push(images);
      assertThat(device.set(step, ended("COMPLETED", images))).isEqualTo(Status.SUCCESS);

      JsonNode exchange = awaitConverted(engine, study, 3);
      assertThat(EngineView.story(exchange, "en"))
          .contains(
              "taken as complete at revision 3: all that was announced is here, performed procedure"
                  + " step "
                  + step
                  + ", 3 objects");
      assertThat(EngineView.story(exchange, "zh")).anyMatch(l -> l.contains("已收齐预告的全部对象"));
    }
  }

  @Test
  void theStepFirstThenTheImagesAndALateOneAmends() throws Exception {
    EngineHome home = EngineHome.in(folder);
    try (RunningEngine engine = RunningEngine.start(home, QUIET_FOR_EVER);
        MppsScu device = open(engine, EngineHome.CALLER)) {
      device.create(step, begun());
      device.set(step, ended("DISCONTINUED", images.subList(0, 2)));
    }
    // what was announced survives a restart
    try (RunningEngine engine = RunningEngine.start(home, "study.quiet-seconds=8")) {
      engine.device().push(images.subList(0, 2));
      JsonNode first = awaitConverted(engine, study, 2);
      assertThat(EngineView.story(first, "en"))
          .anyMatch(l -> l.contains("all that was announced is here"));

      engine.device().push(images.subList(2, 3));
      JsonNode second = awaitConverted(engine, study, 3);
      assertThat(EngineView.story(second, "en"))
          .contains("taken as complete at revision 3: nothing came for 8 s");
    }
  }

  @Test
  void aStepThatNamesWhatNeverComesLeavesTheStudyToItsQuietTime() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, "study.quiet-seconds=2");
        MppsScu device = open(engine, EngineHome.CALLER)) {
      device.create(step, begun());
      device.set(step, ended("COMPLETED", images));
      engine.device().push(images.subList(0, 2));

      assertThat(EngineView.story(awaitConverted(engine, study, 2), "en"))
          .contains("taken as complete at revision 2: nothing came for 2 s");
    }
  }

  @Test
  void stepsAreRefusedAsTheStandardSays() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        MppsScu device = open(engine, EngineHome.CALLER);
        MppsScu elsewhere = open(engine, "HILL_CT")) {
      assertThat(device.create(step, begun())).isEqualTo(Status.SUCCESS);
      assertThat(device.create(step, begun()).code())
          .isEqualTo(Status.DUPLICATE_SOP_INSTANCE.code());
      assertThat(device.set(Uid.random(), ended("COMPLETED", images)).code())
          .isEqualTo(Status.NO_SUCH_SOP_INSTANCE.code());
      assertThat(elsewhere.set(step, ended("COMPLETED", images)).code())
          .isEqualTo(Status.NO_SUCH_SOP_INSTANCE.code());
      assertThat(device.set(step, ended("COMPLETED", images))).isEqualTo(Status.SUCCESS);
      assertThat(device.set(step, ended("COMPLETED", images)).code())
          .isEqualTo(MppsScp.NO_LONGER_UPDATED.code());
    }
  }
}

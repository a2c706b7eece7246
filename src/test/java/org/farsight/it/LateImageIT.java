package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An image comes after a reader has claimed the study at the core hospital. */
@Timeout(300)
class LateImageIT {
  @TempDir Path folder;

  @Test
  void theStudyIsAmendedAndTheClaimStands() throws Exception {
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    String study = Uid.random();
    PushedObject.Person person = PushedObject.somebody();
    List<PushedObject> objects = new ArrayList<>();
    objects.add(PushedObject.image(study, person, 1, 64));
    objects.add(PushedObject.image(study, person, 2, 64));
    PushedObject late = PushedObject.image(study, person, 3, 64);
    try (Archive archive =
            Archive.start(
                new Archive.Configuration(
                    folder.resolve("archive"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "ARCHIVE"));
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"),
                EngineHome.fhir(HospitalServer.require().url()),
                EngineHome.archive(archive.address().toString()))) {
      engine.device().push(objects);
      engine.view().awaitDelivered(study, 2);
      Task claimed = claim(fhir, study);

      assertThat(engine.device().push(List.of(late))).containsExactly(Status.SUCCESS);
      engine.view().awaitDelivered(study, 3);
      objects.add(late);
      isAmendedOnce(fhir, study, claimed, objects);
      assertThat(archive.folder().size()).isEqualTo(3);

      // all of it again, as devices do that lost the answer
      assertThat(engine.device().push(objects)).containsOnly(Status.SUCCESS);
      engine.view().awaitExchange(study, e -> e.path("arrivals").path("repeats").asInt() == 3);
      engine.view().awaitDelivered(study, 3);
      isAmendedOnce(fhir, study, claimed, objects);
      List<String> story = EngineView.story(engine.view().find(study).getFirst(), "en");
      assertThat(story).anyMatch(line -> line.startsWith("fhir accepted revision 2"));
      assertThat(story).anyMatch(line -> line.startsWith("fhir accepted revision 3"));
      assertThat(story).anyMatch(line -> line.startsWith("the same bytes came again"));
    }
  }

  /** What a reading room does: it takes the task, provided nobody was faster. */
  private static Task claim(FhirServer fhir, String study) {
    Task task = fhir.task(study);
    assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
    task.setStatus(TaskStatus.ACCEPTED);
    task.setOwner(new Reference().setDisplay("Dr. Reader"));
    task.getBusinessStatus().setText("claimed");
    // the id carries the version that was read: sent as If-Match
    fhir.client().update().resource(task).execute();
    return fhir.task(study);
  }

  private static void isAmendedOnce(
      FhirServer fhir, String study, Task claimed, List<PushedObject> objects) {
    ImagingStudy imaging = fhir.imaging(study);
    assertThat(imaging.getNumberOfInstances()).isEqualTo(objects.size());
    assertThat(fhir.instances(study))
        .containsExactlyInAnyOrderElementsOf(
            objects.stream().map(PushedObject::sopInstance).toList());
    Task task = fhir.task(study);
    assertThat(task.getStatus()).isEqualTo(TaskStatus.ACCEPTED);
    assertThat(task.getOwner().getDisplay()).isEqualTo("Dr. Reader");
    assertThat(task.getBusinessStatus().getText()).isEqualTo("claimed");
    assertThat(task.getInput()).hasSize(claimed.getInput().size() + 1);
    assertThat(task.getNote()).hasSize(claimed.getNote().size() + 1);
    assertThat(task.getNote().getLast().getText()).startsWith("1 object came later");
  }
}

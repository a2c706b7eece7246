package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight devices send one study, and each another one of the same patient, all at once; the engine
 * is killed while they send and again while it delivers, and all is sent again.
 */
@Timeout(600)
class ManySendersIT {
  private static final int SENDERS = 8;
  private static final int SHARED = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final CtStudy shared = CtStudy.of(PushedObject.somebody().id(), "A1", "S1");
  private final List<PushedObject> sharedImages = shared.images(SHARED);
  private final List<CtStudy> own = new ArrayList<>();
  private final List<List<PushedObject>> pushes = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();

  @Test
  void oneStudyOnePatientOneOrderOneOpenTask() throws Exception {
    for (int i = 0; i < SENDERS; i++) {
      CtStudy study = CtStudy.of(shared.patient(), "B" + i, "S1");
      own.add(study);
      List<PushedObject> push = new ArrayList<>(sharedImages);
      push.addAll(study.images(2));
      pushes.add(push);
    }
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    List<String> settings =
        List.of("dicom.port=" + freePort(), EngineHome.fhir(HospitalServer.require().url()));
    EngineHome home = EngineHome.in(folder.resolve("engine"));
    EngineProcess engine = EngineProcess.start(home, List.of(), settings);
    Device device =
        new Device(EngineHome.CALLER, new AeAddress("FARSIGHT", "127.0.0.1", engine.dicomPort()));
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> first = sendAll(senders, device);
      await().atMost(PATIENCE).until(() -> acknowledged.get() > SENDERS * SHARED / 2);
      engine.kill();
      engine = EngineProcess.start(home, List.of(), settings);
      for (Future<Void> one : first) {
        one.get();
      }
      // in the middle of the deliveries: one has come, and others are on the wire or due
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> tasks(fhir) > 0);
      engine.kill();
      int tasksAtKill = tasks(fhir);
      try (EngineProcess last = EngineProcess.start(home, List.of(), settings)) {
        for (Future<Void> one : sendAll(senders, device)) {
          one.get();
        }
        last.view().awaitDelivered(shared.study(), SHARED);
        for (CtStudy study : own) {
          last.view().awaitDelivered(study.study(), 2);
        }
        assertThat(last.view().all()).hasSize(1 + SENDERS);
        assertThat(last.view().quarantine()).isEmpty();
      }
      System.out.printf("killed with %d of %d tasks there%n", tasksAtKill, 1 + SENDERS);
      isThereOnce(fhir);
    }
  }

  private void isThereOnce(FhirServer fhir) {
    ImagingStudy study = fhir.imaging(shared.study());
    assertThat(study.getNumberOfInstances()).isEqualTo(SHARED);
    assertThat(fhir.instances(shared.study()))
        .containsExactlyInAnyOrderElementsOf(
            sharedImages.stream().map(PushedObject::sopInstance).toList());
    Patient patient = patient(fhir, study.getSubject());
    assertThat(
            fhir.one(
                    Patient.class,
                    patient.getIdentifierFirstRep().getSystem(),
                    patient.getIdentifierFirstRep().getValue())
                .getIdElement()
                .getIdPart())
        .isEqualTo(patient.getIdElement().getIdPart());
    List<CtStudy> all = new ArrayList<>(own);
    all.add(shared);
    for (CtStudy one : all) {
      Task task = fhir.task(one.study());
      assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
      assertThat(task.getFor().getReference()).isEqualTo(study.getSubject().getReference());
      ImagingStudy imaging = fhir.imaging(one.study());
      assertThat(imaging.getSubject().getReference()).isEqualTo(study.getSubject().getReference());
      assertThat(imaging.getBasedOnFirstRep().getReference())
          .isEqualTo(task.getFocus().getReference());
    }
    assertThat(orders(fhir, patient)).as("orders of the patient").isEqualTo(1 + SENDERS);
    assertThat(tasksOf(fhir, patient)).as("tasks of the patient").isEqualTo(1 + SENDERS);
  }

  private static Patient patient(FhirServer fhir, Reference subject) {
    return fhir.client()
        .read()
        .resource(Patient.class)
        .withId(subject.getReferenceElement().getIdPart())
        .execute();
  }

  private static int orders(FhirServer fhir, Patient patient) {
    return fhir.count(ServiceRequest.class, "subject", patient.getIdElement().getIdPart());
  }

  private static int tasksOf(FhirServer fhir, Patient patient) {
    return fhir.count(Task.class, "subject", patient.getIdElement().getIdPart());
  }

  /** How many of the reading tasks have come. */
  private int tasks(FhirServer fhir) {
    List<CtStudy> all = new ArrayList<>(own);
    all.add(shared);
    return fhir.countByIdentifier(
        Task.class, Identifiers.READING_TASK, all.stream().map(CtStudy::study).toList());
  }

  private List<Future<Void>> sendAll(ExecutorService senders, Device device) {
    List<Future<Void>> all = new ArrayList<>();
    pushes.forEach(push -> all.add(senders.submit(sender(device, push))));
    return all;
  }

  /** Pushes until each object was acknowledged, as modalities do that keep a queue of their own. */
  private Callable<Void> sender(Device device, List<PushedObject> objects) {
    Deque<PushedObject> queue = new ArrayDeque<>(objects);
    return () -> {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> pushed(device, queue));
      return null;
    };
  }

  private boolean pushed(Device device, Deque<PushedObject> queue) {
    try (StorageScu association = device.open(queue)) {
      while (!queue.isEmpty()) {
        assertThat(Device.push(association, queue.peek())).isEqualTo(Status.SUCCESS);
        acknowledged.incrementAndGet();
        queue.remove();
      }
    } catch (IOException e) {
      return queue.isEmpty(); // the engine is dead: again
    }
    return true;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

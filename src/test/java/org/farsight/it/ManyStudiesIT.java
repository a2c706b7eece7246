package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.farsight.archive.Archive;
import org.farsight.dicom.dimse.Status;
import org.farsight.exchange.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many studies of many patients from many sites at once, on a FHIR server of its own: exactly so
 * many resources of each type, and each fits its profile. {@code -Dfarsight.many=1000,200,20} makes
 * it 1,000 studies of 200 patients from 20 sites.
 */
@Timeout(7200)
class ManyStudiesIT {
  private static final int IMAGES = 2;
  private static final int SENDERS = 8;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /**
   * How much.
   *
   * @param studies in all
   * @param patients in all: the same numbers at each site, which are other people there
   * @param sites that send
   */
  private record Size(int studies, int patients, int sites) {
    static Size ofRun() {
      String[] parts = System.getProperty("farsight.many", "24,6,3").split(",");
      return new Size(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    int patientsOfSite() {
      return patients / sites;
    }

    int studiesOfPatient() {
      return studies / patients;
    }
  }

  /** The pushes of one device. */
  private record Push(String caller, List<PushedObject> objects) {}

  @Test
  void thereAreExactlySoManyResourcesAndEachFitsItsProfile() throws Exception {
    Size size = Size.ofRun();
    Set<String> orders = new HashSet<>();
    List<Push> pushes = pushes(size, orders);
    long begin = System.nanoTime();
    try (HospitalServer hospital = HospitalServer.fresh();
        Archive archive = archive();
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"),
                "dicom.unknown-callers=accept",
                EngineHome.fhir(hospital.url()),
                EngineHome.archive(archive.address().toString()))) {
      push(engine, pushes);
      double pushed = seconds(begin);
      awaitDelivered(engine.engine().ledger(), size);
      double delivered = seconds(begin);
      FhirServer fhir = FhirServer.at(hospital.url());
      Map<String, Integer> counts = new TreeMap<>(fhir.counts());
      System.out.printf(
          "%d studies of %d patients from %d sites: pushed after %.1f s, delivered after %.1f s:"
              + " %s%n",
          size.studies(), size.patients(), size.sites(), pushed, delivered, counts);
      assertThat(counts)
          .containsEntry("ImagingStudy", size.studies())
          .containsEntry("Task", size.studies())
          .containsEntry("Patient", size.patients())
          .containsEntry("ServiceRequest", orders.size())
          .containsEntry("Device", size.sites())
          .containsEntry("Organization", size.sites() + 1)
          .containsEntry("Endpoint", 1);
      assertThat(engine.view().quarantine()).isEmpty();
      Command.Run check = Command.farsight("check", "--fhir", hospital.url());
      assertThat(check.status()).as(check.out() + check.err()).isZero();
      assertThat(check.out()).contains(size.studies() + " ImagingStudy");
    }
  }

  /** Each study of a patient has an order of its own but the last two, which share one. */
  private static List<Push> pushes(Size size, Set<String> orders) {
    List<Push> pushes = new ArrayList<>();
    // neighbours are of different patients, and studies of one patient of different moments
    for (int study = 0; study < size.studiesOfPatient(); study++) {
      for (int patient = 0; patient < size.patientsOfSite(); patient++) {
        for (int site = 0; site < size.sites(); site++) {
          int order = Math.min(study, Math.max(0, size.studiesOfPatient() - 2));
          String accession = "A%d-%d".formatted(patient, order);
          orders.add(site + accession);
          pushes.add(
              new Push(
                  "MANY_" + site, CtStudy.of("P" + patient, accession, "S" + site).images(IMAGES)));
        }
      }
    }
    return pushes;
  }

  private static void push(RunningEngine engine, List<Push> pushes) throws Exception {
    List<Future<List<Status>>> under = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      for (Push push : pushes) {
        Device device = new Device(push.caller(), engine.dicom());
        under.add(senders.submit(() -> device.push(push.objects())));
      }
    }
    for (Future<List<Status>> one : under) {
      assertThat(one.get()).containsOnly(Status.SUCCESS);
    }
  }

  private static void awaitDelivered(Ledger ledger, Size size) {
    await()
        .atMost(Duration.ofSeconds(120 + 5L * size.studies()))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> ledger.openSteps().values().stream().mapToLong(Long::longValue).sum() == 0);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private Archive archive() throws Exception {
    return Archive.start(
        new Archive.Configuration(
            folder.resolve("archive"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "ARCHIVE"));
  }
}

package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.farsight.delivery.FhirDelivery;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Target;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.Conversions;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.KeptFiles;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What no engine does by itself, and what happens where an engine sends again while the server is
 * still at the transaction of the one that was killed: several writers of one patient at once. The
 * server may answer that it was too much at once; what is tried again leaves nothing twice.
 */
@Timeout(600)
class TwoWritersIT {
  private static final int STUDIES = 8;
  private static final int MOST_TRIES = 20;
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions =
      new Conversions(
          kept, new ConversionOptions("http://localhost/dicom-web", "0.1.0", "two", "影像中心"));

  @Test
  void eightStudiesOfANewPatientAtOnceMakeOnePatientOneOrderAndOneDevice() throws Exception {
    String url = HospitalServer.require().url();
    String patient = PushedObject.somebody().id();
    String accession = "ACC-" + patient.substring(patient.length() - 8);
    List<CtStudy> studies = new ArrayList<>();
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < STUDIES; i++) {
      CtStudy study = CtStudy.of(patient, accession, "W" + patient);
      studies.add(study);
      works.add(work(study));
    }
    // each of them twice, by two that know nothing of each other
    CyclicBarrier together = new CyclicBarrier(2 * STUDIES);
    List<Future<Integer>> tries = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * STUDIES)) {
      for (FhirDelivery writer : List.of(writer(url), writer(url))) {
        for (Work work : works) {
          tries.add(
              threads.submit(
                  () -> {
                    together.await();
                    return deliver(writer, work);
                  }));
        }
      }
    }
    int most = 0;
    for (Future<Integer> one : tries) {
      most = Math.max(most, one.get());
    }
    System.out.printf("%d writers at once, %d tries at most%n", tries.size(), most);

    FhirServer fhir = FhirServer.at(url);
    fhir.one(Patient.class, KeptFiles.SITE.patientSystem(), patient);
    fhir.one(ServiceRequest.class, KeptFiles.SITE.accessionSystem(), accession);
    fhir.one(Device.class, KeptFiles.SITE.deviceSystem(), "Synthetic/CT%201/W" + patient);
    fhir.one(Organization.class, Identifiers.DEPARTMENT, "two");
    Set<String> subjects = new HashSet<>();
    for (CtStudy study : studies) {
      ImagingStudy imaging = fhir.imaging(study.study());
      assertThat(imaging.getNumberOfInstances()).isEqualTo(2);
      subjects.add(imaging.getSubject().getReference());
      assertThat(fhir.task(study.study()).getInput()).hasSize(1);
    }
    assertThat(subjects).hasSize(1);
  }

  private FhirDelivery writer(String url) {
    return new FhirDelivery(new Target.FhirServer("fhir", url), kept);
  }

  /** Until it is accepted; gives the number of tries. */
  private static int deliver(FhirDelivery writer, Work work) {
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      DeliveryOutcome outcome = writer.deliver(work);
      if (outcome instanceof DeliveryOutcome.Accepted) {
        return tries;
      }
      assertThat(outcome).isInstanceOf(DeliveryOutcome.Retry.class);
    }
    throw new AssertionError("not accepted after " + MOST_TRIES + " tries");
  }

  private Work work(CtStudy study) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    for (PushedObject image : study.images(2)) {
      arrivals.add(
          kept.dicom("two-" + study.study(), arrivals.size() + 1, image.dataSet(), SYNTAX));
    }
    Exchange exchange = KeptFiles.exchange(arrivals);
    Outcome outcome = conversions.convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    return new Work(
        exchange,
        KeptFiles.SITE,
        0,
        exchange.revision(),
        arrivals,
        kept.keep(((Outcome.Converted) outcome).bundle()),
        revision -> {},
        false);
  }
}

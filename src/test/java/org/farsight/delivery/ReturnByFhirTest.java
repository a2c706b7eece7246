package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.peer.ScriptedHttpPeer.Act;
import org.farsight.report.ReportFile;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction at a branch's own FHIR server. */
@SuppressWarnings("NullAway.Init")
class ReturnByFhirTest {
  private static final String DONE =
      """
      {"resourceType":"Bundle","type":"transaction-response","entry":[
        {"response":{"status":"201","location":"Patient/1/_history/1"}},
        {"response":{"status":"201","location":"DiagnosticReport/2/_history/1"}}]}\
      """;

  @TempDir Path folder;
  private ScriptedHttpPeer peer;

  @BeforeEach
  void listen() throws IOException {
    peer = new ScriptedHttpPeer();
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
  }

  private ReturnByFhir way(Optional<Path> token) {
    return new ReturnByFhir(
        new BranchWay.Fhir("zhaojiawan", true, peer.url(), token),
        new FhirOptions(Duration.ofSeconds(2), Duration.ofSeconds(1), 1 << 20));
  }

  private DeliveryOutcome send(int version) throws IOException {
    Document.Read read = Returned.read(Returned.versions().get(version - 1));
    return way(Optional.empty()).report(Returned.work(read), read);
  }

  private Bundle asked() {
    String body = peer.requests().getLast().body();
    return FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, body);
  }

  @Test
  void theReportAndItsPatientStandUnderTheSitesOwnIdentifiers() throws IOException {
    peer.then(200, DONE);
    ReportFile sent = Returned.versions().getFirst();
    Document.Read read = Returned.read(sent);
    assertThat(way(Optional.empty()).report(Returned.work(read), read))
        .isEqualTo(new Accepted("DiagnosticReport/2/_history/1"));
    Bundle bundle = asked();
    assertThat(bundle.getEntry()).hasSize(2);
    Bundle.BundleEntryComponent first = bundle.getEntryFirstRep();
    assertThat(first.getResource()).isInstanceOf(Patient.class);
    assertThat(first.getRequest().getIfNoneExist())
        .contains("identifier=")
        .contains("branch.example")
        .endsWith("P-1001");
    Bundle.BundleEntryComponent second = bundle.getEntry().get(1);
    assertThat(second.getRequest().getMethod()).isEqualTo(Bundle.HTTPVerb.PUT);
    assertThat(second.getRequest().getUrl()).startsWith("DiagnosticReport?identifier=");
    DiagnosticReport report = (DiagnosticReport) second.getResource();
    assertThat(report.getStatus().toCode()).isEqualTo("final");
    assertThat(report.getSubject().getReference()).isEqualTo(first.getFullUrl());
    assertThat(report.getPresentedForm())
        .extracting(form -> form.getContentType())
        .containsExactly("text/html", "application/pdf");
    assertThat(report.getPresentedForm().get(1).getData()).isEqualTo(sent.bytes());
  }

  @Test
  void aWithdrawnVersionIsWrittenOverTheOneBefore() throws IOException {
    peer.then(200, DONE).then(200, DONE);
    send(1);
    String url = asked().getEntry().get(1).getRequest().getUrl();
    send(3);
    assertThat(asked().getEntry().get(1).getRequest().getUrl()).isEqualTo(url);
    assertThat(((DiagnosticReport) asked().getEntry().get(1).getResource()).getStatus().toCode())
        .isEqualTo("entered-in-error");
  }

  @Test
  void theTokenIsReadAnewEachTime() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "one\n");
    Document.Read read = Returned.read(Returned.versions().getFirst());
    ReturnByFhir way = way(Optional.of(token));
    peer.then(200, DONE).then(200, DONE);
    way.report(Returned.work(read), read);
    Files.writeString(token, "two");
    way.report(Returned.work(read), read);
    assertThat(peer.requests())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly("Bearer one", "Bearer two");
    Files.delete(token);
    assertThat(way.report(Returned.work(read), read))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.TARGET));
  }

  @Test
  void refusalsAndSilenceAreToldApart() throws Exception {
    String outcome =
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\",\"diagnostics\":\"王建国?\"}]}";
    peer.then(422, outcome)
        .then(503, outcome)
        .then(new Act.Half(DONE))
        .then(new Act.Answer(200, Map.of("Content-Type", "text/html"), "<html/>"))
        .then(new Act.Stall());
    assertThat(send(1))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).doesNotContain("王建国"));
    assertThat(send(1))
        .isInstanceOfSatisfying(Retry.class, r -> assertThat(r.cause()).isEqualTo(Cause.TARGET));
    for (int i = 0; i < 3; i++) {
      assertThat(send(1))
          .isInstanceOfSatisfying(Retry.class, r -> assertThat(r.cause()).isEqualTo(Cause.EITHER));
    }
    peer.close();
    assertThat(send(1))
        .isInstanceOfSatisfying(Retry.class, r -> assertThat(r.cause()).isEqualTo(Cause.TARGET));
  }

  @Test
  void aCriticalValueIsACommunication() throws IOException {
    peer.then(200, DONE);
    Document.Told told = Returned.told();
    assertThat(way(Optional.empty()).critical(Returned.work(told), told))
        .isInstanceOf(Accepted.class);
    Communication message = (Communication) asked().getEntry().get(1).getResource();
    assertThat(message.getPriority()).isEqualTo(Communication.CommunicationPriority.STAT);
    assertThat(message.getPayloadFirstRep().getContentStringType().getValue()).contains("心率 32");
  }
}

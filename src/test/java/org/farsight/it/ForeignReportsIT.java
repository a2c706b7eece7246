package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.farsight.dicom.data.Uid;
import org.farsight.fhir.Identifiers;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hospital that reads in its own systems: by message, and at the FHIR server. */
@Timeout(240)
class ForeignReportsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final FhirServer fhir = FhirServer.at(HospitalServer.require().url());

  @Test
  void aReportByMessageAndOneAtTheServerEndTheirCasesAndAreKeptToGoBack() throws Exception {
    String byMessage = Uid.random();
    String atServer = Uid.random();
    PushedObject.Person person = PushedObject.somebody();
    try (RunningEngine engine =
        RunningEngine.in(
            folder,
            EngineHome.fhir(HospitalServer.require().url()),
            "reading.poll-seconds=1",
            "reading.ris-facilities=CORE_RIS")) {
      for (String study : List.of(byMessage, atServer)) {
        engine.device().push(List.of(PushedObject.image(study, person, 1, 16)));
      }
      for (String study : List.of(byMessage, atServer)) {
        engine.view().awaitDelivered(study, 1);
        await().atMost(PATIENCE).until(() -> isCase(engine, study));
      }
      reportedByMessage(engine, byMessage, person);
      reportedAtServer(engine, atServer);
      unknown(engine, person);
    }
  }

  private static boolean isCase(RunningEngine engine, String study) throws Exception {
    String exchange = engine.view().find(study).getFirst().path("id").asText();
    return engine.view().get("/case/" + exchange).status() == 200;
  }

  private void reportedByMessage(RunningEngine engine, String study, PushedObject.Person person)
      throws Exception {
    byte[] message = message("R1", study, person, "右肺结节");
    assertThat(send(engine, message)).contains("MSA|AA|R1");
    assertThat(send(engine, message)).as("the same again").contains("MSA|AA|R1");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(fhir.task(study).getStatus()).isEqualTo(TaskStatus.COMPLETED));
    String id = engine.view().find(study).getFirst().path("id").asText();
    DiagnosticReport report = report(id);
    assertThat(report.getConclusion()).isEqualTo("右肺结节");
    assertThat(report.getResultsInterpreterFirstRep().getDisplay()).isEqualTo("李医生");
    assertThat(report.getImagingStudyFirstRep().getReference()).startsWith("ImagingStudy/");
    assertThat(kept(engine, id).path("arrivals").path("count").asInt()).isEqualTo(1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode one = engine.view().get("/case/" + id).body();
              assertThat(one.path("status").asText()).isEqualTo("completed");
              assertThat(one.path("report").path("by").asText()).isEqualTo("李医生");
              assertThat(one.has("conflict")).isFalse();
              assertThat(lines(one, "DiagnosticReport/")).isEqualTo(1);
            });
  }

  /** The exchange that carries the report of a case. */
  private static JsonNode kept(RunningEngine engine, String caseId) throws Exception {
    JsonNode kept =
        engine.view().all().stream()
            .filter(one -> one.path("key").asText().endsWith("|" + caseId))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no report is kept yet"));
    assertThat(kept.path("kind").asText()).isEqualTo("REPORT");
    return kept;
  }

  private static long lines(JsonNode one, String words) {
    long found = 0;
    for (JsonNode line : one.path("story")) {
      found += line.path("en").asText().contains(words) ? 1 : 0;
    }
    return found;
  }

  private DiagnosticReport report(String caseId) {
    Bundle found =
        fhir.client()
            .search()
            .byUrl("DiagnosticReport?identifier=" + Identifiers.REPORT + "%7C" + caseId)
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry()).hasSize(1);
    return (DiagnosticReport) found.getEntryFirstRep().getResource();
  }

  private void reportedAtServer(RunningEngine engine, String study) throws Exception {
    Task task = fhir.task(study);
    Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Binary file = new Binary();
    file.setContentType("application/pdf").setData(bytes("%PDF-1.4 theirs"));
    bundle
        .addEntry()
        .setFullUrl("urn:uuid:6a1cb8e6-9d6a-4d3c-9f93-3d6a0c2f5a01")
        .setResource(file)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.POST)
        .setUrl("Binary");
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL).setIssued(new Date());
    report.getCode().setText("CT");
    report.addBasedOn(task.getBasedOnFirstRep().copy()).setConclusion("未见异常");
    report.addResultsInterpreter().setDisplay("周医生");
    report
        .addPresentedForm()
        .setContentType("application/pdf")
        .setUrl("urn:uuid:6a1cb8e6-9d6a-4d3c-9f93-3d6a0c2f5a01");
    bundle
        .addEntry()
        .setResource(report)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.POST)
        .setUrl("DiagnosticReport");
    fhir.client().transaction().withBundle(bundle).execute();
    String id = engine.view().find(study).getFirst().path("id").asText();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(fhir.task(study).getStatus()).isEqualTo(TaskStatus.COMPLETED);
              JsonNode kept = kept(engine, id);
              assertThat(kept.path("arrivals").path("bytes").asLong())
                  .as("with its contents")
                  .isGreaterThan(800);
            });
  }

  /** A report that answers nothing waits for a person, and its sender need not send it again. */
  private static void unknown(RunningEngine engine, PushedObject.Person person) throws Exception {
    assertThat(send(engine, message("R2", "1.2.3.4.5.6", person, "未见异常"))).contains("MSA|AA|R2");
    assertThat(engine.view().quarantine())
        .anyMatch(one -> one.path("reason").asText().equals("REPORT_WITHOUT_CASE"));
    byte[] unfinished = message("R3", "1.2.3.4.5.6", person, "未见异常");
    String preliminary =
        new String(unfinished, StandardCharsets.UTF_8).replace("|F|||||||d", "|P|||||||d");
    assertThat(send(engine, bytes(preliminary))).contains("MSA|AE|R3").contains("OBR");
  }

  private static byte[] message(
      String controlId, String study, PushedObject.Person person, String impression) {
    String[] obr = new String[33];
    Arrays.fill(obr, "");
    obr[0] = "OBR";
    obr[1] = "1";
    obr[3] = "F" + controlId;
    obr[22] = "20261123142000+0800";
    obr[25] = "F";
    obr[32] = "d12&李&医生";
    return bytes(
        String.join(
            "\r",
            "MSH|^~\\&|RIS|CORE_RIS|FARSIGHT|CORE|20261123142100+0800||ORU^R01|"
                + controlId
                + "|P|2.5||||||UNICODE UTF-8",
            "PID|1||" + person.id() + "^^^LAKE^MR||赵^明远",
            String.join("|", obr),
            "OBX|1|ST|113014^Study Instance UID^DCM||" + study + "||||||F",
            "OBX|2|TX|19005-8^Impression^LN||" + impression + "||||||F",
            ""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String send(RunningEngine engine, byte[] message) throws IOException {
    int port = engine.engine().mllpPort().orElseThrow();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(Mllp.frame(message));
      socket.getOutputStream().flush();
      Message answer = Message.of(Mllp.read(in, 1 << 20).orElseThrow()).orElseThrow();
      return String.join("\n", answer.segments());
    }
  }
}

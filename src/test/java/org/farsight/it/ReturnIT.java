package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.dicom.data.Uid;
import org.farsight.peer.MllpPeer;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A read of a hospital that reads in its own system goes back to a branch of four ways. */
@Timeout(300)
class ReturnIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final FhirServer fhir = FhirServer.at(HospitalServer.require().url());

  @Test
  void aReportIsReturnedOnceTheWayThatWasDownIsBackAndIsNotedAsOpened() throws Exception {
    Dcmtk.require("storescp", "dcmdump");
    int port = freePort();
    Path reports = Files.createDirectory(folder.resolve("reports"));
    Path objects = Files.createDirectory(folder.resolve("objects"));
    String study = Uid.random();
    try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(objects);
        RunningEngine engine =
            RunningEngine.in(
                Files.createDirectory(folder.resolve("engine")),
                EngineHome.fhir(HospitalServer.require().url()),
                "reading.poll-seconds=1",
                "circuit.longest-wait-seconds=2",
                "retry.longest-seconds=1",
                "sites.lakeside.returns.hl7.address=127.0.0.1:" + port,
                "sites.lakeside.returns.hl7.charset=GB18030",
                "sites.lakeside.returns.folder=" + reports,
                "sites.lakeside.returns.dicom=ANY@127.0.0.1:" + archive.port())) {
      engine.device().push(List.of(PushedObject.image(study, PushedObject.somebody(), 1, 16)));
      engine.view().awaitDelivered(study, 1);
      IdType report = read(study);
      JsonNode waiting =
          engine
              .view()
              .awaitExchange(
                  study,
                  one ->
                      "DONE".equals(way(one, "dicom").path("outcome").asText())
                          && "DONE".equals(way(one, "folder").path("outcome").asText())
                          && way(one, "hl7").has("why"));
      assertThat(waiting.path("state").asText()).isEqualTo("READ");
      assertThat(waiting.at("/reports/0/returned").asBoolean()).isFalse();
      assertThat(names(reports)).hasSize(2).allMatch(name -> name.startsWith("lakeside_"));
      dumped(objects, study);
      try (MllpPeer branch = new MllpPeer(port)) {
        engine.view().awaitExchange(study, one -> one.path("state").asText().equals("RETURNED"));
        assertThat(branch.messages()).hasSize(1);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(status(study)).isEqualTo("delivered"));
        amended(engine, branch, study, report);
      }
      opened(engine, study);
    }
  }

  private IdType read(String study) {
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL).setIssued(new Date());
    report.getCode().setText("CT");
    Task task = fhir.task(study);
    report.addBasedOn(task.getBasedOnFirstRep().copy());
    report.setSubject(task.getFor().copy());
    report.addResultsInterpreter().setDisplay("李医生");
    report.setConclusion("未见明显异常");
    report
        .addPresentedForm()
        .setContentType("application/pdf")
        .setData("%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
    return (IdType) fhir.client().create().resource(report).execute().getId();
  }

  private static JsonNode way(JsonNode exchange, String name) {
    for (JsonNode way : exchange.at("/reports/0/ways")) {
      if (way.path("way").asText().equals(name)) {
        return way;
      }
    }
    return MissingNode.getInstance();
  }

  private String status(String study) {
    return fhir.task(study).getBusinessStatus().getCodingFirstRep().getCode();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void dumped(Path objects, String study) throws Exception {
    Path object;
    try (Stream<Path> files = Files.list(objects)) {
      object = files.filter(file -> !file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
    Dcmtk.Run dump = Dcmtk.run("dcmdump", "+L", object.toString());
    assertThat(dump.exitCode()).isZero();
    assertThat(dump.output())
        .contains("=EncapsulatedPDFStorage", "[" + study + "]", "[application/pdf]");
  }

  /** What is corrected in the other system follows by itself, to every way. */
  private void amended(RunningEngine engine, MllpPeer branch, String study, IdType id) {
    DiagnosticReport report =
        fhir.client().read().resource(DiagnosticReport.class).withId(id.getIdPart()).execute();
    report.setStatus(DiagnosticReportStatus.AMENDED).setConclusion("右肺小结节");
    fhir.client().update().resource(report).execute();
    await().atMost(PATIENCE).until(() -> branch.messages().size() == 2);
    String message = new String(branch.messages().getLast(), Charset.forName("GB18030"));
    assertThat(message).contains("右肺小结节").contains("|C|");
    engine
        .view()
        .awaitExchange(
            study,
            one ->
                one.path("state").asText().equals("RETURNED")
                    && one.at("/reports/0/version").asInt() == 2);
  }

  private void opened(RunningEngine engine, String study) throws Exception {
    JsonNode listed = engine.view().get("/branch/reports?site=lakeside").body().at("/reports/0");
    assertThat(listed.path("by").asText()).isEqualTo("李医生");
    assertThat(listed.path("version").asInt()).isEqualTo(2);
    assertThat(listed.has("openedAt")).isFalse();
    assertThat(engine.view().get("/branch/reports?site=hillside").body().path("reports")).isEmpty();
    String page = listed.at("/links/html").asText();
    HttpResponse<String> shown =
        engine
            .view()
            .client()
            .send(
                HttpRequest.newBuilder(URI.create(engine.view().base() + page)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.body()).contains("右肺小结节");
    assertThat(shown.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("sandbox", "default-src 'none'"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(status(study)).isEqualTo("opened-at-branch"));
    assertThat(engine.view().get("/branch/reports").body().at("/reports/0").has("openedAt"))
        .isTrue();
    assertThat(engine.view().get(page.replace("/2.html", "/3.html")).status()).isEqualTo(404);
    assertThat(engine.view().find(study).getFirst().path("story").toString())
        .contains("opened at the branch", "站点已打开报告", "the report is back at the branch");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}

package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.farsight.ecg.Recording;
import org.farsight.ecg.aecg.AecgReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /ecg/{id}.svg|.pdf|.json} of a running engine. */
@Timeout(300)
class EcgDrawingIT {
  private static final Path NORMAL = Path.of("test-data/ecg/aecg/qingshan-normal.xml");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void anEcgIsDrawnFromItsOriginalInEachForm() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder)) {
      byte[] file = Files.readAllBytes(NORMAL);
      String ecg = engine.view().base() + "/ecg/" + post(engine, file);

      HttpResponse<byte[]> svg = get(ecg + ".svg?layout=12x1&speed=50&page=2&lang=en");
      assertThat(svg.statusCode()).isEqualTo(200);
      assertThat(svg.headers().firstValue("Content-Type")).hasValue("image/svg+xml; charset=utf-8");
      assertThat(svg.headers().firstValue("Farsight-Sheets")).hasValue("2");
      assertThat(new String(svg.body(), StandardCharsets.UTF_8))
          .contains("data-speed=\"50\"", "data-lead=\"V6\"", "data-start=\"5\"", "sheet 2/2");

      try (PDDocument pdf = Loader.loadPDF(get(ecg + ".pdf").body())) {
        Recording recording = new AecgReader().read(file);
        String name = recording.subject().name().orElseThrow().ideographic().orElseThrow().family();
        assertThat(new PDFTextStripper().getText(pdf)).contains(name, "25 mm/s", "aVR");
      }
      JsonNode json = new ObjectMapper().readTree(get(ecg + ".json").body());
      Recording recording = new AecgReader().read(file);
      assertThat(json.path("sampleDigest").asText()).isEqualTo(recording.sampleDigest());
      for (int i = 0; i < recording.leads().size(); i++) {
        JsonNode samples = json.path("leads").path(i).path("samples");
        int[] read = new int[samples.size()];
        for (int k = 0; k < read.length; k++) {
          read[k] = samples.get(k).intValue();
        }
        assertThat(read).isEqualTo(recording.leads().get(i).samples().toArray());
      }
    }
  }

  @Test
  void whatHasNotChangedIsNotSentAgainAndAHiddenPersonIsNotDrawn() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder)) {
      String ecg = engine.view().base() + "/ecg/" + post(engine, Files.readAllBytes(NORMAL));
      HttpResponse<byte[]> first = get(ecg + ".svg?patient=hide");
      assertThat(new String(first.body(), StandardCharsets.UTF_8))
          .contains("患者信息未显示")
          .doesNotContain("1963-06-17");
      String tag = first.headers().firstValue("ETag").orElseThrow();
      assertThat(get(ecg + ".svg?patient=hide", "If-None-Match", tag).statusCode()).isEqualTo(304);
      assertThat(get(ecg + ".svg", "If-None-Match", tag).statusCode()).isEqualTo(200);
      assertThat(get(ecg + ".svg?filter=notch50,baseline").headers().firstValue("ETag"))
          .isEqualTo(get(ecg + ".svg?filter=baseline,notch50").headers().firstValue("ETag"));
    }
  }

  @Test
  void aQuestionThatMakesNoSenseIsAnsweredWithAProblem() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder)) {
      String ecg = engine.view().base() + "/ecg/" + post(engine, Files.readAllBytes(NORMAL));
      for (String wrong :
          List.of("?gain=7", "?colour=red", "?page=0", "?patient=no", "?lang=fr", "?speed=")) {
        problem(get(ecg + ".svg" + wrong), 400);
      }
      problem(get(ecg + ".svg?page=2"), 404);
      problem(get(ecg + ".png"), 404);
      problem(get(ecg + ".svg?instance=1.2.3"), 404);
      problem(get(engine.view().base() + "/ecg/nobody.svg"), 404);
    }
  }

  private static void problem(HttpResponse<byte[]> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(new ObjectMapper().readTree(answer.body()).path("detail").asText()).isNotBlank();
  }

  private static String post(RunningEngine engine, byte[] file) throws Exception {
    EngineView.Answer answer = engine.view().post("/ecg?site=" + EngineHome.SITE, file);
    assertThat(answer.status()).isEqualTo(202);
    return answer.body().path("id").asText();
  }

  private HttpResponse<byte[]> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}

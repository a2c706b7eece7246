package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.farsight.dicom.data.Uid;
import org.farsight.report.ReportKeys;
import org.farsight.report.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A report over HTTP: drafted, signed, verified, amended, withdrawn. */
@Timeout(240)
class ReportIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ZHANG = "\"reader\":\"zhang\",\"name\":\"张敏\"";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  private record Answer(int status, byte[] bytes) {
    JsonNode body() throws IOException {
      return JSON.readTree(bytes);
    }
  }

  private Answer send(RunningEngine engine, String method, String path, String body)
      throws Exception {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(engine.engine().httpAddress() + path))
                .method(
                    method,
                    body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.body());
  }

  private Answer get(RunningEngine engine, String path) throws Exception {
    return send(engine, "GET", path, "");
  }

  private static String draft(int base, String impression, String instance, String reason) {
    return "{\"base\":"
        + base
        + ",\"template\":\"general\",\"fields\":{},\"findings\":\"双肺纹理清晰。\",\"impression\":\""
        + impression
        + "\",\"keyImages\":[{\"instance\":\""
        + instance
        + "\",\"frame\":1}],\"reason\":\""
        + reason
        + "\","
        + ZHANG
        + "}";
  }

  @Test
  void aReportIsWrittenSignedAndProved() throws Exception {
    String study = Uid.random();
    PushedObject image = PushedObject.image(study, PushedObject.somebody(), 1, 16);
    try (RunningEngine engine =
        RunningEngine.in(
            folder, EngineHome.fhir(HospitalServer.require().url()), "reading.poll-seconds=1")) {
      engine.device().push(List.of(image));
      engine.view().awaitDelivered(study, 1);
      String id = engine.view().find(study).getFirst().path("id").asText();
      String report = "/case/" + id + "/report";
      await().atMost(Duration.ofSeconds(60)).until(() -> get(engine, report).status() == 200);
      assertThat(get(engine, "/report-templates?case=" + id).body().path("templates").get(0))
          .isNotNull();
      String text = draft(0, "未见异常", image.sopInstance(), "");
      assertThat(send(engine, "PUT", report + "/draft", text).status()).isEqualTo(409);

      assertThat(send(engine, "POST", "/case/" + id + "/claim", "{" + ZHANG + "}").status())
          .isEqualTo(200);
      Answer drafted = send(engine, "PUT", report + "/draft", text);
      assertThat(drafted.status()).isEqualTo(200);
      assertThat(send(engine, "PUT", report + "/draft", text).body().path("draft").path("version"))
          .isEqualTo(drafted.body().path("version"));
      signed(engine, id, drafted.body().path("version").asInt());
      amended(engine, id, image);
    }
  }

  private void signed(RunningEngine engine, String id, int draft) throws Exception {
    String report = "/case/" + id + "/report";
    String sign = "{\"draft\":" + draft + "," + ZHANG + "}";
    Answer answer = send(engine, "POST", report + "/sign", sign);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("fhir").asText()).isEqualTo("DONE");
    assertThat(send(engine, "POST", report + "/sign", sign).body()).isEqualTo(answer.body());

    JsonNode folder = get(engine, report).body();
    assertThat(folder.has("draft")).isFalse();
    JsonNode version = folder.path("signed").get(0);
    assertThat(version.path("status").asText()).isEqualTo("final");
    byte[] pdf = get(engine, version.path("links").path("pdf").asText()).bytes();
    Verification proved =
        Verification.of(
            pdf, ReportKeys.known(engine.home().data().resolve("keys/" + ReportKeys.PUBLIC)));
    assertThat(proved.finding()).isEqualTo(Verification.Finding.GENUINE);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("未见异常", "张敏", "关键图像")
          .doesNotContain("图像无法显示");
    }
    looked(engine, id, answer.body().path("sha256").asText());
  }

  private void looked(RunningEngine engine, String id, String sha256) throws Exception {
    String verify = "/verify/" + id + "/1";
    JsonNode right = get(engine, verify + "?d=" + sha256.substring(0, 16)).body();
    assertThat(right.path("matches").asBoolean()).isTrue();
    assertThat(right.path("by").asText()).isEqualTo("张敏");
    JsonNode wrong = get(engine, verify + "?d=0123456789abcdef").body();
    assertThat(wrong.path("matches").asBoolean(true)).isFalse();
    assertThat(wrong.has("by")).isFalse();
    assertThat(get(engine, "/verify/" + id + "/9").status()).isEqualTo(404);
  }

  private void amended(RunningEngine engine, String id, PushedObject image) throws Exception {
    String report = "/case/" + id + "/report";
    // no draft is left, so another one begins with none
    Answer drafted =
        send(engine, "PUT", report + "/draft", draft(0, "右肺结节", image.sopInstance(), "漏报"));
    Answer second =
        send(
            engine,
            "POST",
            report + "/sign",
            "{\"draft\":" + drafted.body().path("version").asInt() + "," + ZHANG + "}");
    assertThat(second.body().path("status").asText()).isEqualTo("amended");
    assertThat(second.body().path("fhir").asText()).isEqualTo("DONE");
    Answer third = send(engine, "POST", report + "/recall", "{\"reason\":\"患者错误\"," + ZHANG + "}");
    assertThat(third.body().path("status").asText()).isEqualTo("entered-in-error");
    assertThat(third.body().path("fhir").asText()).isEqualTo("DONE");
    JsonNode folder = get(engine, report).body();
    List<Integer> versions =
        StreamSupport.stream(folder.path("signed").spliterator(), false)
            .map(one -> one.path("version").asInt())
            .toList();
    assertThat(versions).containsExactly(3, 2, 1);
    assertThat(folder.path("progress").path("fhir").path("state").asText()).isEqualTo("DONE");
    assertThat(folder.path("moves")).as("it is read again as a case of its own").isEmpty();
    JsonNode again = get(engine, "/case/" + id + "-repeat-1").body();
    assertThat(again.path("status").asText()).isEqualTo("requested");
    assertThat(get(engine, "/case/" + id).body().path("status").asText())
        .isEqualTo("entered-in-error");
  }
}

package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STOW-RS into a running engine: what is stored, what is answered. */
final class StowIT {

  private static final String STUDIES = "/studies?site=" + EngineHome.SITE;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void aStudyIsStoredByOneRequestAndEachInstanceNamesWhereItCanBeRetrieved() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 20, 256);
      DicomWebClient.Answer answer = client.store(STUDIES, files(study));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.type().essence()).isEqualTo("application/dicom+json");
      JsonNode stored = answer.json().path("00081199").path("Value");
      assertThat(stored).hasSize(20);
      String study1 = answer.json().path("00081190").path("Value").path(0).asText();
      assertThat(study1).startsWith(client.root() + "/studies/2.25.");
      for (int i = 0; i < 20; i++) {
        assertThat(stored.path(i).path("00081155").path("Value").path(0).asText())
            .isEqualTo(study.get(i).sopInstance());
        assertThat(stored.path(i).path("00081190").path("Value").path(0).asText())
            .isEqualTo(
                study1
                    + "/series/"
                    + study1.substring(study1.lastIndexOf('/') + 1)
                    + ".1/instances/"
                    + study.get(i).sopInstance());
      }
      JsonNode exchange = engine.view().find(study.getFirst().sopInstance()).getFirst();
      assertThat(exchange.path("site").asText()).isEqualTo(EngineHome.SITE);
      assertThat(exchange.path("arrivals").path("count").asInt()).isEqualTo(20);
      assertThat(client.store(STUDIES, files(study)).status()).as("the same again").isEqualTo(200);
      assertThat(
              engine
                  .view()
                  .find(study.getFirst().sopInstance())
                  .getFirst()
                  .path("arrivals")
                  .path("repeats")
                  .asInt())
          .isEqualTo(20);
    }
  }

  @Test
  void oneFileMayComeWithoutMultipart() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      PushedObject object = PushedObject.study(PushedObject.somebody(), 1, 64).getFirst();
      var body = BodyPublishers.ofByteArray(DicomWebClient.file(object));
      assertThat(client.post(STUDIES, "application/dicom", body).status()).isEqualTo(200);
      assertThat(engine.view().find(object.sopInstance())).hasSize(1);
    }
  }

  @Test
  void partOfARequestMaySucceed() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 4, 64);
      List<byte[]> files = new ArrayList<>();
      files.add(DicomWebClient.file(study.get(0)));
      files.add("no DICOM at all, but long enough to look at".getBytes(StandardCharsets.US_ASCII));
      files.add(DicomWebClient.file(study.get(1).announcedAs("1.2.3.4")));
      files.add(DicomWebClient.file(study.get(2).cutTo(study.get(2).dataSet().length - 100)));
      DicomWebClient.Answer answer = client.store(STUDIES, files);
      assertThat(answer.status()).isEqualTo(202);
      JsonNode stored = answer.json().path("00081199").path("Value");
      assertThat(stored).hasSize(2);
      assertThat(stored.path(1).path("00081196").path("Value").path(0).asInt())
          .as("a truncated object is kept, with a warning")
          .isEqualTo(0xB007);
      JsonNode failed = answer.json().path("00081198").path("Value");
      assertThat(failed).hasSize(1);
      assertThat(failed.path(0).path("00081197").path("Value").path(0).asInt()).isEqualTo(0xA900);
      assertThat(
              answer
                  .json()
                  .path("0008119A")
                  .path("Value")
                  .path(0)
                  .path("00081197")
                  .path("Value")
                  .path(0)
                  .asInt())
          .isEqualTo(0xC000);
      assertThat(answer.header("Warning").orElseThrow()).startsWith("299 farsight \"");
      assertThat(engine.view().quarantine()).hasSize(1);
    }
  }

  @Test
  void anInstanceOfAnotherStudyThanTheAddressNamesIsNotStored() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 1, 64);
      String elsewhere = "/studies/1.2.3?site=" + EngineHome.SITE;
      DicomWebClient.Answer answer = client.store(elsewhere, files(study));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(
              answer
                  .json()
                  .path("00081198")
                  .path("Value")
                  .path(0)
                  .path("00081197")
                  .path("Value")
                  .path(0)
                  .asInt())
          .isEqualTo(0xA900);
      assertThat(engine.view().all()).isEmpty();
    }
  }

  @Test
  void otherBytesUnderAKnownUidAreKeptWithAWarning() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      PushedObject object = PushedObject.study(PushedObject.somebody(), 1, 64).getFirst();
      byte[] changed = object.dataSet().clone();
      changed[changed.length - 1]++;
      PushedObject other = new PushedObject(object.context(), object.sopInstance(), changed);
      assertThat(client.store(STUDIES, files(List.of(object))).status()).isEqualTo(200);
      DicomWebClient.Answer answer = client.store(STUDIES, files(List.of(other)));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("Warning").orElseThrow()).contains("quarantine");
      assertThat(
              answer
                  .json()
                  .path("00081199")
                  .path("Value")
                  .path(0)
                  .path("00081196")
                  .path("Value")
                  .path(0)
                  .asInt())
          .isEqualTo(0xB001);
    }
  }

  @Test
  void whatIsNoStoreRequestGetsAProblemThatSaysWhy() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, "http.max-dicom-megabytes=1");
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<byte[]> one = files(PushedObject.study(PushedObject.somebody(), 1, 64));
      byte[] file = one.getFirst();
      problem(client.store("/studies", one), 403, "site=ID");
      problem(client.store("/studies?site=nobody", one), 403, "site=ID");
      problem(client.store("/studies/no-uid?site=lakeside", one), 400, "UID");
      problem(client.post(STUDIES, "text/plain", BodyPublishers.ofByteArray(file)), 415, "related");
      String related = "multipart/related; type=\"application/dicom\"";
      problem(client.post(STUDIES, related, BodyPublishers.ofByteArray(file)), 400, "boundary");
      problem(
          client.post(STUDIES, related + "; boundary=b", BodyPublishers.ofByteArray(file)),
          400,
          "boundary");
      problem(
          client.post(STUDIES, related + "; boundary=b", BodyPublishers.ofString("--b--")),
          400,
          "no instance");
      problem(
          client.store(STUDIES, files(PushedObject.study(PushedObject.somebody(), 1, 1024))),
          413,
          "max-dicom-megabytes");
      assertThat(engine.view().all()).isEmpty();
    }
  }

  @Test
  void aBodyThatEndsEarlyKeepsWhatCameWhole() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 2, 64);
      StringBuilder head = new StringBuilder("--b\r\nContent-Type: application/dicom\r\n\r\n");
      byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
      byte[] next = ("\r\n" + head).getBytes(StandardCharsets.US_ASCII);
      byte[] first = DicomWebClient.file(study.get(0));
      byte[] half = Arrays.copyOf(DicomWebClient.file(study.get(1)), 3000);
      String type = "multipart/related; type=\"application/dicom\"; boundary=b";
      DicomWebClient.Answer answer =
          client.post(
              STUDIES, type, BodyPublishers.ofByteArrays(List.of(start, first, next, half)));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().path("00081199").path("Value")).hasSize(1);
      assertThat(engine.view().find(study.get(0).sopInstance())).hasSize(1);
      assertThat(engine.view().find(study.get(1).sopInstance())).isEmpty();
      assertThat(engine.view().all().getFirst().path("arrivals").path("count").asInt()).isOne();
    }
  }

  @Test
  void aClientThatIsGoneInTheMiddleLeavesNothingAndTheNextIsServed() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 1, 512);
      byte[] file = DicomWebClient.file(study.getFirst());
      URI address = URI.create(client.root());
      for (int i = 0; i < 40; i++) { // more than there are working threads
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
          OutputStream out = socket.getOutputStream();
          String head =
              "POST /dicom-web"
                  + STUDIES
                  + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/dicom"
                  + "\r\nContent-Length: "
                  + file.length
                  + "\r\n\r\n";
          out.write(head.getBytes(StandardCharsets.US_ASCII));
          out.write(file, 0, file.length / 2);
          out.flush();
        }
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(client.store(STUDIES, files(study)).status()).isEqualTo(200));
      assertThat(engine.view().all()).hasSize(1);
      assertThat(engine.view().quarantine()).isEmpty();
    }
  }

  @Test
  void aLongBodyInSmallPiecesAndBehindContinueIsStoredWhole() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 1, 2048);
      byte[] file = DicomWebClient.file(study.getFirst());
      URI address = URI.create(client.root());
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        String head =
            "POST /dicom-web"
                + STUDIES
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/dicom"
                + "\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(line(in)).isEqualTo("HTTP/1.1 100 Continue");
        for (int from = 0; from < file.length; from += 777) {
          int count = Math.min(777, file.length - from);
          out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(file, from, count);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(line(in)).isEmpty();
        assertThat(line(in)).isEqualTo("HTTP/1.1 200 OK");
      }
      assertThat(engine.view().find(study.getFirst().sopInstance())).hasSize(1);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void problem(DicomWebClient.Answer answer, int status, String words) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type().essence()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("detail").asText()).contains(words);
  }

  private static List<byte[]> files(List<PushedObject> objects) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (PushedObject object : objects) {
      files.add(DicomWebClient.file(object));
    }
    return files;
  }
}

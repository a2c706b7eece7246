package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.Part10File;
import org.farsight.peer.ScriptedHttpPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
  private static final Path IMAGES = Path.of("test-data/dicom");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path folder;
  private Archive archive;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    archive =
        Archive.start(
            new Archive.Configuration(temporary.resolve("archive"), anyPort(), "ARCHIVE"));
  }

  @AfterEach
  void stop() throws IOException {
    archive.close();
  }

  @Test
  void eachDataSetArrivesAsItIs() throws IOException {
    assertThat(send(IMAGES.toString(), "--to", node("ARCHIVE"))).isEqualTo(Main.DONE);

    List<Path> files = files(IMAGES);
    assertThat(files).hasSizeGreaterThan(30);
    assertThat(out.toString())
        .startsWith("sent %1$d of %1$d objects".formatted(files.size()))
        .contains("0 failed, 0 skipped");
    for (Path path : files) {
      try (Part10File sent = Part10File.open(path);
          Part10File kept =
              Part10File.open(
                  archive.folder().file(sent.sopInstance().orElseThrow()).orElseThrow())) {
        assertThat(kept.transferSyntax()).isEqualTo(sent.transferSyntax());
        assertThat(kept.sopClass()).isEqualTo(sent.sopClass());
        assertThat(Arrays.equals(kept.dataSet().readAllBytes(), sent.dataSet().readAllBytes()))
            .as("data set of %s", path)
            .isTrue();
      }
    }
  }

  @Test
  void moreKindsOfObjectsThanOneAssociationCarries() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 150; i++) {
      write(many.resolve("%03d.dcm".formatted(i)), "1.2.3.99999." + i, "1.2.3." + i);
    }

    assertThat(send(many.toString(), "--to", node("ARCHIVE"))).isEqualTo(Main.DONE);

    assertThat(archive.counts().stored()).isEqualTo(150);
  }

  @Test
  void whatIsNoObjectIsNamedAndSkipped() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    Files.writeString(mixed.resolve("note.txt"), "hello");
    write(mixed.resolve("DICOMDIR"), Uid.MEDIA_STORAGE_DIRECTORY, "1.2.3.1");
    write(mixed.resolve("image"), Uid.CT_IMAGE_STORAGE, "1.2.3.2");

    assertThat(send(mixed.toString(), "--to", node("ARCHIVE"))).isEqualTo(Main.DONE);

    assertThat(out.toString()).startsWith("sent 1 of 1 objects").contains("2 skipped");
    assertThat(err.toString()).contains("note.txt: no DICOM file").contains("a DICOMDIR");
  }

  @Test
  void nothingSentIsAFailure() throws IOException {
    Path note = Files.writeString(folder.resolve("note.txt"), "hello");
    assertThat(send(note.toString(), "--to", node("ARCHIVE"))).isEqualTo(Main.FAILED);
  }

  @Test
  void aRefusalIsNamedWithItsStatus() throws IOException {
    Path file = folder.resolve("image");
    write(file, Uid.CT_IMAGE_STORAGE, "1.2.3.2");
    assertThat(send(file.toString(), "--to", node("ARCHIVE"))).isEqualTo(Main.DONE);
    write(file, Uid.MR_IMAGE_STORAGE, "1.2.3.2");

    assertThat(send(file.toString(), "--to", node("ARCHIVE"))).isEqualTo(Main.FAILED);

    assertThat(err.toString()).contains(file + ": C111H").contains("another object is kept");
    assertThat(out.toString()).contains("1 failed");
  }

  @Test
  void aPeerThatDoesNotWantUsIsSaidForEachFile() throws IOException {
    String us = IMAGES.resolve("us").toString();
    assertThat(send(us, "--to", node("OTHER"))).isEqualTo(Main.FAILED);
    assertThat(err.toString().lines().filter(l -> l.contains("called AE title not recognized")))
        .hasSize(3);

    String dead = "127.0.0.1:" + unusedPort() + "/X";
    assertThat(send(us, "--to", dead)).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("no connection to");
  }

  @Test
  void targetsThatMakeNoSenseAreRefusedBeforeAnythingIsSent() {
    for (String target :
        List.of("host", "host:104", "host:99999/AET", "host:104/" + "A".repeat(17), "http://h")) {
      assertThat(send(IMAGES.toString(), "--to", target)).as(target).isEqualTo(Main.WRONG_USE);
    }
    assertThat(send("nowhere", "--to", node("ARCHIVE"))).isEqualTo(Main.WRONG_USE);
    assertThat(send(IMAGES.toString(), "--to", "mllp://host")).isEqualTo(Main.WRONG_USE);
    assertThat(err.toString()).contains("is not mllp://HOST:PORT");
  }

  @Test
  void ecgsArePostedWithTheirSiteAndRefusalsAreSaidInWords() throws IOException {
    Path ecg = Files.writeString(folder.resolve("a.xml"), "<AnnotatedECG xmlns='urn:hl7-org:v3'/>");
    Path text = Files.writeString(folder.resolve("b.txt"), "no ECG");
    List<String> requests = new ArrayList<>();
    HttpServer engine = HttpServer.create(anyPort(), 0);
    engine.createContext(
        "/ecg",
        exchange -> {
          byte[] body;
          try (InputStream in = exchange.getRequestBody()) {
            body = in.readAllBytes();
          }
          requests.add(exchange.getRequestURI() + " " + body.length);
          boolean known = body[0] == '<';
          byte[] answer =
              (known
                      ? "{\"id\": \"x1\"}"
                      : "{\"title\": \"Unknown format\", \"detail\": \"no reader\","
                          + " \"quarantine\": 7}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .add("Content-Type", known ? "application/json" : "application/problem+json");
          exchange.sendResponseHeaders(known ? 202 : 415, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    engine.start();
    try {
      String to = "http://127.0.0.1:" + engine.getAddress().getPort();
      assertThat(send(ecg.toString(), text.toString(), "--to", to, "--site", "青山"))
          .isEqualTo(Main.FAILED);
    } finally {
      engine.stop(0);
    }
    String query = "/ecg?site=%E9%9D%92%E5%B1%B1 ";
    assertThat(requests).containsExactly(query + Files.size(ecg), query + Files.size(text));
    assertThat(err.toString())
        .contains("b.txt: HTTP 415 Unknown format: no reader (kept in quarantine as 7)");
    assertThat(out.toString()).startsWith("sent 1 of 2 ECGs");
  }

  @Test
  void aTokenIsSentAndWhoIsNotLetInIsToldWhatToDo() throws IOException {
    String first = Files.writeString(folder.resolve("a.xml"), "<AnnotatedECG/>").toString();
    String second = Files.writeString(folder.resolve("b.xml"), "<AnnotatedECG/>").toString();
    String token = Files.writeString(folder.resolve("token"), " s3cret-of_lake\n").toString();
    try (ScriptedHttpPeer engine = new ScriptedHttpPeer()) {
      String to = engine.url().replace("/fhir", "/");
      String known = "{\"title\": \"sign in\", \"detail\": \"who are you\"}";
      engine.then(202, "{}").then(202, "{}").then(401, known).then(401, known).then(403, known);
      assertThat(send(first, "--to", to, "--token-file", token)).isEqualTo(Main.DONE);
      assertThat(send(first, "--to", to, "--token", "s3cret", "--site", "lake"))
          .isEqualTo(Main.DONE);
      assertThat(engine.requests())
          .extracting(r -> r.path() + " " + r.headers().get("authorization"))
          .containsExactly("/ecg Bearer s3cret-of_lake", "/ecg?site=lake Bearer s3cret");

      assertThat(send(first, second, "--to", to, "--site", "lake")).isEqualTo(Main.FAILED);
      assertThat(said())
          .contains("a.xml: HTTP 401 sign in: who are you; this engine wants to know who sends")
          .contains("--token-file FILE", "b.xml: not tried");
      assertThat(send(first, "--to", to, "--token-file", token)).isEqualTo(Main.FAILED);
      assertThat(said()).contains("the token is not known there").doesNotContain("s3cret");
      assertThat(send(first, "--to", to, "--token-file", token)).isEqualTo(Main.FAILED);
      assertThat(said()).contains("it has to be a site's").doesNotContain("s3cret");
      assertThat(engine.requests()).hasSize(5);
    }
  }

  @Test
  void tokensThatMakeNoSenseAreRefusedBeforeAnythingIsSent() throws IOException {
    String ecg = Files.writeString(folder.resolve("a.xml"), "<AnnotatedECG/>").toString();
    String two = Files.writeString(folder.resolve("two"), "one\ntwo\n").toString();
    String to = "http://127.0.0.1:1";
    assertThat(send(ecg, "--to", to, "--token-file", two)).isEqualTo(Main.WRONG_USE);
    assertThat(said()).contains("holds no token").doesNotContain("one\n");
    assertThat(send(ecg, "--to", to, "--token-file", "nowhere")).isEqualTo(Main.WRONG_USE);
    assertThat(said()).contains("cannot be read from nowhere");
    assertThat(send(ecg, "--to", to, "--token", "a", "--token-file", two))
        .isEqualTo(Main.WRONG_USE);
    assertThat(send(ecg, "--to", node("ARCHIVE"), "--token", "a")).isEqualTo(Main.WRONG_USE);
    assertThat(said()).contains("a token is for http:// only");
  }

  /** What was said since this was last asked. */
  private String said() {
    String text = err.toString();
    err.getBuffer().setLength(0);
    return text;
  }

  private int send(String... arguments) {
    List<String> all = new ArrayList<>(List.of("send"));
    all.addAll(List.of(arguments));
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
    return Main.commandLine(console).execute(all.toArray(String[]::new));
  }

  private String node(String aeTitle) {
    return "127.0.0.1:" + archive.address().port() + "/" + aeTitle;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static int unusedPort() throws IOException {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static void write(Path file, String sopClass, String sopInstance) throws IOException {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, VR.UI, sopClass)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, sopInstance)
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3");
    try (var stream = Files.newOutputStream(file)) {
      Part10File.write(stream, dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "");
    }
  }
}

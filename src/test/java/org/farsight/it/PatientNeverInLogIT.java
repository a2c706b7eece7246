package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.it.PushedObject.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person who can be told from all others goes every way, and no log ever names them. */
@Timeout(300)
class PatientNeverInLogIT {
  private static final Person MARKED =
      new Person("ZZMARK4711", "Zzmarkfamily^Zzmarkgiven=曌印^記號=Zzmärk");

  /** In lower case, as they are looked for. */
  private static final List<String> MARKS = List.of("zzmark", "曌印", "記號", "zzmärk");

  @TempDir Path folder;

  @Test
  void withinThisProcessAtTheFinestLevel() throws Exception {
    try (LogRecord ours = LogRecord.from("org.farsight", Level.TRACE);
        LogRecord others = LogRecord.from("org.apache.camel", Level.INFO);
        LogRecord broker = LogRecord.from("org.apache.activemq", Level.INFO);
        LogRecord fhir = LogRecord.from("ca.uhn", Level.INFO)) {
      String url = HospitalServer.require().url();
      try (Gate gate = Gate.to(url);
          RunningEngine engine =
              RunningEngine.in(
                  folder,
                  EngineHome.fhir(gate.url()),
                  "study.quiet-seconds=0",
                  EngineHome.archive("NOBODY@127.0.0.1:9"))) {
        goEveryWay(engine.device(), engine.view(), engine.home());
        gate.open();
        isAtTheFhirServer(engine.view());
      }
      List<String> lines = new ArrayList<>();
      for (LogRecord record : List.of(ours, others, broker, fhir)) {
        record.events().forEach(event -> lines.add(text(event)));
      }
      assertThat(ours.events()).as("something was recorded").hasSizeGreaterThan(10);
      namesNobody(lines);
    }
  }

  @Test
  void onTheStandardErrorOfAnEngineOfItsOwn() throws Exception {
    EngineHome home = EngineHome.in(folder);
    List<String> settings =
        List.of(EngineHome.fhir("http://127.0.0.1:9/fhir"), "study.quiet-seconds=0");
    Path log;
    try (EngineProcess engine =
        EngineProcess.start(home, List.of("-Dfarsight.log=DEBUG"), settings)) {
      log = engine.log();
      AeAddress dicom = new AeAddress("FARSIGHT", "127.0.0.1", engine.dicomPort());
      goEveryWay(new Device(EngineHome.CALLER, dicom), engine.view(), home);
    }
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    assertThat(lines).as("something was logged").hasSizeGreaterThan(10);
    namesNobody(lines);
  }

  /** Good, repeated, contradicting, cut, not announced, as an ECG, cut in half, by the inbox. */
  private static void goEveryWay(Device device, EngineView view, EngineHome home) throws Exception {
    String study = Uid.random();
    PushedObject image = PushedObject.image(study, MARKED, 1, 32);
    PushedObject cut = PushedObject.image(study, MARKED, 2, 32).cutTo(700);
    PushedObject other =
        PushedObject.image(study, new Person("ZZMARK-OTHER", "Zzmark^Other"), 3, 32);
    PushedObject early = PushedObject.image(study, MARKED, 4, 32).cutTo(90);
    assertThat(device.push(List.of(image, image, cut, other, image.announcedAs("1.2.3"), early)))
        .extracting(Status::code)
        .containsExactly(0, 0, 0, 0, 0xA900, 0xC000);
    byte[] ecg = ecg();
    assertThat(view.post("/ecg?site=" + EngineHome.SITE, ecg).status()).isEqualTo(202);
    byte[] half = Arrays.copyOf(ecg, ecg.length / 2);
    assertThat(view.post("/ecg?site=" + EngineHome.SITE, half).status()).isEqualTo(422);
    byte[] head = Arrays.copyOf(ecg, new String(ecg, utf8()).indexOf("Zzmarkfamily") + 4);
    assertThat(view.post("/ecg?site=" + EngineHome.SITE, head).status()).isEqualTo(422);
    Path inbox = home.data().resolve("inbox").resolve(EngineHome.SITE);
    Files.write(inbox.resolve("half.xml"), half);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(inbox.resolve("quarantine/half.xml")));
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> {
              List<JsonNode> all = view.all();
              return all.size() == 2
                  && all.stream().allMatch(e -> e.path("targets").findPath("why").isTextual());
            });
  }

  private static void isAtTheFhirServer(EngineView view) {
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                view.all().stream()
                    .allMatch(e -> e.path("targets").toString().contains("\"DONE\"")));
  }

  /** An ECG of this project under the marked person's name. */
  private static byte[] ecg() throws IOException {
    String text =
        Files.readString(Path.of("test-data/ecg/aecg/qingshan-normal.xml"), StandardCharsets.UTF_8);
    String marked =
        text.replaceAll("<family([^>]*)>[^<]*<", "<family$1>Zzmarkfamily<")
            .replaceAll("<given([^>]*)>[^<]*<", "<given$1>Zzmarkgiven<")
            .replaceAll(
                "(?s)(<trialSubject[^>]*>\\s*<id [^>]*extension=\")[^\"]*", "$1" + MARKED.id());
    assertThat(marked).contains("Zzmarkfamily").contains(MARKED.id());
    return marked.getBytes(utf8());
  }

  private static Charset utf8() {
    return StandardCharsets.UTF_8;
  }

  private static String text(ILoggingEvent event) {
    String trace =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getLoggerName() + " " + event.getFormattedMessage() + " " + trace;
  }

  private static void namesNobody(List<String> lines) {
    for (String line : lines) {
      String lower = line.toLowerCase(Locale.ROOT);
      assertThat(MARKS).as(line).noneMatch(lower::contains);
    }
  }
}

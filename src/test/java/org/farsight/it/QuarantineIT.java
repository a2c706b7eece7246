package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.farsight.cli.Main;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.it.PushedObject.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people decide about what waits, by the command as an engineer types it. */
@Timeout(300)
class QuarantineIT {
  private static final List<String> WHY = List.of("--by", "Li", "--why", "asked the clinic");

  @TempDir Path folder;
  private SmallArchive archive;
  private RunningEngine engine;

  @BeforeEach
  void start() throws Exception {
    archive = new SmallArchive();
    engine =
        RunningEngine.in(
            folder.resolve("engine"),
            "study.quiet-seconds=0",
            EngineHome.archive("FARSIGHT@127.0.0.1:" + archive.port()));
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    archive.close();
  }

  private Command.Run run(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("quarantine"));
    all.addAll(arguments);
    all.addAll(List.of("--data", engine.home().data().toString()));
    return Command.farsight(all.toArray(String[]::new));
  }

  private Command.Run decide(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(WHY);
    return run(all);
  }

  @Test
  void aCorrectedImageReplacesTheOneThatIsKnownAndGoesToTheArchive() throws Exception {
    Person person = PushedObject.somebody();
    PushedObject image = PushedObject.study(person, 1, 16).getFirst();
    engine.device().push(List.of(image));
    JsonNode study = engine.view().awaitDelivered(image.sopInstance(), 1);
    PushedObject other = corrected(image);
    assertThat(engine.device().push(List.of(other))).containsExactly(Status.SUCCESS);
    String id = engine.view().quarantine().getFirst().path("id").asText();

    Command.Run shown = run(List.of("show", id));
    assertThat(shown.out())
        .contains("OTHER_BYTES_UNDER_KNOWN_UID")
        .contains(other.digest())
        .doesNotContain(person.id());
    Command.Run released = decide("release", id);

    assertThat(released.status()).as(released.err()).isEqualTo(Main.DONE);
    engine
        .view()
        .awaitExchange(
            study.path("id").asText(),
            e -> e.path("state").asText().equals("DELIVERED") && e.path("revision").asInt() == 2);
    assertThat(archive.objects.get(image.sopInstance()).bytes()).isEqualTo(other.dataSet());
    assertThat(archive.stores).hasSize(2);
    assertThat(Command.trace(engine.home(), study.path("id").asText(), "en"))
        .contains("replaced by one from quarantine: quarantine " + id + ", Li: asked the clinic");
    assertThat(run(List.of("list")).out()).contains("0 objects and 0 steps wait");
    assertThat(run(List.of("list", "--all")).out()).contains("REPLACED");
    assertThat(decide("release", "999").err()).contains("404");
  }

  private static PushedObject corrected(PushedObject image) {
    byte[] bytes = image.dataSet().clone();
    bytes[bytes.length - 1] ^= 1;
    return new PushedObject(image.context(), image.sopInstance(), bytes);
  }

  @Test
  void aTruncatedImageShowsItsFaultWithoutThePatientAndCanBeTakenOut() throws Exception {
    Person person = PushedObject.somebody();
    PushedObject whole = PushedObject.study(person, 1, 16).getFirst();
    PushedObject cut = whole.cutTo(whole.dataSet().length - 500);
    engine.device().push(List.of(cut));
    String id = engine.view().quarantine().getFirst().path("id").asText();

    String masked = run(List.of("show", id)).out();
    assertThat(masked).contains("(7FE0,0010)").contains("OW").contains("··");
    assertThat(masked).doesNotContain(person.id()).doesNotContain("Mingyuan");
    assertThat(run(List.of("show", id, "--patient")).status()).isEqualTo(Main.WRONG_USE);
    Path saved = folder.resolve("saved");
    Command.Run open = decide("show", id, "--patient", "--save", saved.toString());
    assertThat(open.status()).as(open.err()).isEqualTo(Main.DONE);
    assertThat(Files.readAllBytes(saved)).isEqualTo(cut.dataSet());
    assertThat(run(List.of("show", id)).out())
        .as("who has looked is noted")
        .contains("OPENED")
        .contains("Li: asked the clinic");

    Command.Run dismissed = decide("dismiss", id);
    assertThat(dismissed.status()).as(dismissed.err()).isEqualTo(Main.DONE);
    assertThat(engine.view().quarantine()).isEmpty();
    assertThat(decide("release", id).err()).contains("409").contains("DISMISSED");
    assertThat(run(List.of("dismiss", id)).status()).as("without --why").isEqualTo(Main.WRONG_USE);
  }

  @Test
  void anObjectSentAsTheWrongSiteGoesOnOnceItIsAssigned() throws Exception {
    String study = Uid.random();
    Person person = PushedObject.somebody();
    engine.device().push(List.of(PushedObject.image(study, person, 1, 16)));
    Device strange = new Device("HILL_CT", engine.dicom());
    strange.push(List.of(PushedObject.image(study, person, 2, 16)));
    String id = engine.view().quarantine().getFirst().path("id").asText();

    Command.Run assigned = decide("assign", id, EngineHome.SITE);

    assertThat(assigned.status()).as(assigned.err()).isEqualTo(Main.DONE);
    engine.view().awaitDelivered(study, 2);
    assertThat(engine.view().quarantine()).isEmpty();
    byte[] wrong = "{\"by\": \"Li\", \"because\": \"x\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(engine.view().post("/quarantine/" + id + "/release", wrong).status()).isEqualTo(400);
  }

  @Test
  void aWindowOfTimeIsReplayedAndNothingIsDoubled() throws Exception {
    Instant from = Instant.now().minusSeconds(1);
    List<String> studies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<PushedObject> objects = PushedObject.study(PushedObject.somebody(), 2, 16);
      engine.device().push(objects);
      studies.add(objects.getFirst().sopInstance());
    }
    for (String study : studies) {
      engine.view().awaitDelivered(study, 2);
    }
    int stored = archive.stores.size();

    Command.Run run = decide("replay", "--from", from.toString(), "--site", EngineHome.SITE);

    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.out()).contains("done: 3 replayed, 0 skipped");
    await().atMost(Duration.ofSeconds(60)).until(() -> archive.stores.size() == stored + 6);
    for (String study : studies) {
      JsonNode exchange = engine.view().awaitDelivered(study, 2);
      assertThat(exchange.path("revision").asInt()).isEqualTo(2);
      assertThat(EngineView.story(exchange, "zh"))
          .anyMatch(line -> line.startsWith("已重放：Li: asked the clinic"));
    }
    assertThat(engine.view().all()).hasSize(3);
    assertThat(archive.objects).as("each instance once").hasSize(6);
    assertThat(decide("replay", "--from", "2020-01-01", "--to", "2020-01-02").out())
        .contains("done: 0 replayed");
    assertThat(decide("replay", "no-such-exchange").err()).contains("404");
  }

  @Test
  void aDamagedObjectIsFoundByVerifyNeverDeliveredAndHealedByTheDevice() throws Exception {
    PushedObject image = PushedObject.study(PushedObject.somebody(), 1, 32).getFirst();
    engine.device().push(List.of(image));
    String id = engine.view().awaitDelivered(image.sopInstance(), 1).path("id").asText();
    damage(image);

    Command.Run found = verify();
    assertThat(found.status()).isEqualTo(Main.FAILED);
    assertThat(found.err()).contains("exchange " + id).contains("its SHA-256 is");
    assertThat(found.out()).contains("1 damaged");
    assertThat(run(List.of("list")).out()).contains("damaged  segments/");
    int stored = archive.stores.size();
    decide("replay", id);
    engine
        .view()
        .awaitExchange(
            id, e -> e.path("conversion").path("outcome").asText().equals("QUARANTINED"));

    assertThat(engine.device().push(List.of(image))).containsExactly(Status.SUCCESS);

    engine.view().awaitDelivered(id, 1);
    assertThat(archive.stores).hasSize(stored + 1);
    assertThat(archive.objects.get(image.sopInstance()).bytes()).isEqualTo(image.dataSet());
    Command.Run whole = verify();
    assertThat(whole.status()).as(whole.err()).isEqualTo(Main.DONE);
    assertThat(Command.trace(engine.home(), id, "zh")).contains("存储中损坏的数据已由重发修复");
  }

  private Command.Run verify() {
    return Command.farsight(
        "verify",
        "--config",
        engine.home().configuration().toString(),
        "--data",
        engine.home().data().toString());
  }

  /** One byte of the object on the disk is another. */
  private void damage(PushedObject image) throws Exception {
    try (var files = Files.walk(engine.home().data())) {
      Path segment =
          files
              .filter(path -> path.toString().endsWith("segments/00000001"))
              .findFirst()
              .orElseThrow();
      String all = Files.readString(segment, StandardCharsets.ISO_8859_1);
      String bytes = new String(image.dataSet(), StandardCharsets.ISO_8859_1);
      try (RandomAccessFile raw = new RandomAccessFile(segment.toFile(), "rw")) {
        raw.seek(all.indexOf(bytes) + bytes.length() - 3L);
        raw.write(bytes.charAt(bytes.length() - 3) ^ 1);
      }
    }
  }
}

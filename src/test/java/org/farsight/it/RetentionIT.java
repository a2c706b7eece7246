package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.crash.LightFhir;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.exchange.KillSwitch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What has arrived everywhere is backed up, swept by rule, and comes again. */
@Timeout(300)
class RetentionIT {
  private static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-normal.xml");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatWasSweptIsGoneHereKnownWhenItComesAgainAndThereInTheBackup() throws Exception {
    String study = Uid.random();
    PushedObject.Person person = PushedObject.somebody();
    List<PushedObject> objects = new ArrayList<>();
    objects.add(PushedObject.image(study, person, 1, 64));
    objects.add(PushedObject.image(study, person, 2, 1600)); // in a file of its own
    EngineHome home = EngineHome.in(folder.resolve("engine"));
    Path backup = folder.resolve("backup");
    try (Archive archive = archive();
        LightFhir fhir = LightFhir.start(folder.resolve("fhir"), 0);
        EngineProcess engine =
            EngineProcess.start(
                home,
                List.of("-D" + KillSwitch.SWEEP_SECONDS + "=4"),
                List.of(
                    EngineHome.fhir(fhir.url()),
                    EngineHome.archive(archive.address().toString())))) {
      EngineView view = engine.view();
      Device device =
          new Device(EngineHome.CALLER, new AeAddress("FARSIGHT", "127.0.0.1", engine.dicomPort()));
      device.push(objects);
      byte[] file = Files.readAllBytes(ECG);
      String ecg = view.post("/ecg?site=" + EngineHome.SITE, file).body().path("id").asText();
      Command.Run run =
          Command.farsight("backup", backup.toString(), "--data", home.data().toString());
      assertThat(run.status()).as(run.err()).isZero();

      awaitSwept(view, study);
      awaitSwept(view, ecg);
      assertThat(view.get("/dicom-web/studies/" + study).status()).isEqualTo(410);
      EngineView.Answer gone = view.get("/ecg/" + ecg + ".json");
      assertThat(gone.status()).isEqualTo(410);
      assertThat(gone.body().path("detail").asText()).contains("archive", "保留规则");
      assertThat(Command.farsight("status", "--data", home.data().toString()).out())
          .contains("swept since the start");

      assertThat(device.push(objects)).containsOnly(Status.SUCCESS);
      view.post("/ecg?site=" + EngineHome.SITE, file);
      view.awaitExchange(study, e -> e.path("arrivals").path("repeats").asInt() == 2);
      view.awaitExchange(ecg, e -> e.path("arrivals").path("repeats").asInt() == 1);
      assertThat(archive.folder().size()).as("objects and the ECG").isEqualTo(3);

      // a late image needs those before it: they are asked for, and taken when they come
      objects.add(PushedObject.image(study, person, 3, 64));
      device.push(objects.subList(2, 3));
      view.awaitExchange(
          study, e -> e.path("conversion").path("why").asText().contains("send them again"));
      device.push(objects.subList(0, 2));
      view.awaitDelivered(study, 3);
      assertThat(archive.folder().size()).isEqualTo(4);
      assertThat(view.all()).hasSize(2);
    }
    isInBackup(backup, study, objects.subList(0, 2));
  }

  private static void awaitSwept(EngineView view, String id) {
    JsonNode swept =
        view.awaitExchange(
            id,
            e ->
                EngineView.story(e, "en").stream()
                    .anyMatch(line -> line.contains("removed by the retention rule")));
    assertThat(swept.path("state").asText()).isEqualTo("DELIVERED");
  }

  private void isInBackup(Path backup, String study, List<PushedObject> objects) throws Exception {
    EngineHome home = EngineHome.in(folder.resolve("restored"));
    Command.Run run =
        Command.farsight(
            "restore",
            backup.toString(),
            "--config",
            home.configuration().toString(),
            "--data",
            home.data().toString());
    assertThat(run.status()).as(run.err()).isZero();
    try (RunningEngine engine = RunningEngine.start(home)) {
      JsonNode exchange = engine.view().find(study).getFirst();
      assertThat(exchange.path("arrivals").path("count").asInt()).isEqualTo(objects.size());
      try (DicomWebClient web = DicomWebClient.of(engine)) {
        List<String> digests = new ArrayList<>();
        for (DicomWebClient.Part part : web.get("/studies/" + study, "").parts()) {
          digests.add(part.dataSetDigest());
        }
        assertThat(digests)
            .containsExactlyElementsOf(objects.stream().map(PushedObject::digest).toList());
      }
    }
  }

  private Archive archive() throws Exception {
    return Archive.start(
        new Archive.Configuration(
            folder.resolve("archive"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "ARCHIVE"));
  }
}

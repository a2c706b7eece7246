package org.farsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A critical ECG is urgent from the branch to the reading task, by a table that can be changed. */
@Timeout(300)
class CriticalEcgIT {

  private static final Path INFARCT = Path.of("test-data/ecg/aecg/qingshan-inferior-infarct.xml");
  private static final Path SLOW = Path.of("test-data/ecg/aecg/hewan-bradycardia-gb18030.xml");
  private static final Path NORMAL = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
  private static final Path TABLE = Path.of("routes/critical-values.yaml");

  @TempDir Path folder;

  /** Sends a file and waits until it is at the FHIR server. */
  private static JsonNode sent(RunningEngine engine, Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(engine.view().post("/ecg?site=" + EngineHome.SITE, bytes).status())
        .isBetween(200, 202);
    return engine.view().awaitDelivered(Digest.of(bytes), 1);
  }

  private static List<String> story(JsonNode exchange, String language) {
    return exchange.path("story").findValuesAsText(language);
  }

  @Test
  void aCriticalEcgIsUrgentAndAReloadedTableCounts() throws Exception {
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    EngineHome home = EngineHome.in(folder);
    try (RunningEngine engine =
        RunningEngine.start(home, EngineHome.fhir(HospitalServer.require().url()))) {
      JsonNode infarct = sent(engine, INFARCT);
      String digest = infarct.path("key").asText();
      assertThat(infarct.path("priority").asText()).isEqualTo("STAT");
      assertThat(story(infarct, "en"))
          .contains("critical: pattern of an acute myocardial infarction (first found)");
      assertThat(story(infarct, "zh")).contains("危急值：符合急性心肌梗死的心电图改变（首次发现）");
      Flag flag = fhir.one(Flag.class, Identifiers.CRITICAL_VALUE, digest + "/acute-infarct");
      Task task = fhir.one(Task.class, Identifiers.READING_TASK, digest);
      assertThat(task.getPriority()).isEqualTo(Task.TaskPriority.STAT);
      assertThat(task.getInput())
          .anyMatch(
              input ->
                  input.getValue() instanceof Reference reference
                      && reference.getReference().equals("Flag/" + flag.getIdPart()));
      fhir.one(Observation.class, Identifiers.ECG_PART, digest + "/critical-values");

      isToldAndAnswered(engine, home, fhir, infarct.path("id").asText());

      Path table = home.configuration().resolveSibling("critical-values.yaml");
      Files.writeString(table, Files.readString(TABLE).replace("35 /min", "45 mV"));
      EngineView.Answer refused = engine.view().post("/reload", new byte[0]);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().toString())
          .contains("critical-values.yaml:41", "45 mV is none of heart-rate");

      Files.writeString(table, Files.readString(TABLE).replace("35 /min", "45 /min"));
      EngineView.Answer reloaded = engine.view().post("/reload", "".getBytes(UTF_8));
      assertThat(reloaded.status()).isEqualTo(200);
      assertThat(reloaded.body().toString()).contains("rules for ECGs changed", "not signed");
      assertThat(story(sent(engine, SLOW), "en"))
          .contains("critical: severe bradycardia (mean ventricular rate)");
    }
  }

  /** The branch is told, a person there answers, and both are at the core hospital. */
  private static void isToldAndAnswered(
      RunningEngine engine, EngineHome home, FhirServer fhir, String exchange) throws Exception {
    String asked = "/critical?site=" + EngineHome.SITE + "&exchange=" + exchange;
    JsonNode told =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> engine.view().get(asked).body().path("critical").path(0),
                one -> one.path("state").asText().equals("told") || one.has("toldAt"));
    assertThat(told.path("values").path(0).asText())
        .isEqualTo(
            "符合急性心肌梗死的心电图改变（首次发现） / pattern of an acute myocardial infarction (first found)");
    assertThat(told.path("patient").path("name").asText()).isNotBlank();
    assertThat(told.path("cause").asText()).isEqualTo("RULE");
    assertThat(told.path("overdue").asBoolean()).isFalse();
    String id = told.path("id").asText();
    String data = home.data().toString();
    assertThat(Command.farsight("critical", "--data", data, "--lang", "en").out())
        .contains(id, "told over page");
    Command.Run nobody = Command.farsight("critical", "acknowledge", id, "--data", data);
    assertThat(nobody.status()).isNotZero();
    EngineView.Answer silent =
        engine.view().post("/critical/" + id + "/acknowledge", "{\"by\":\"李护士\"}".getBytes(UTF_8));
    assertThat(silent.status()).isEqualTo(400);
    EngineView.Answer answered =
        engine
            .view()
            .post(
                "/critical/" + id + "/acknowledge",
                "{\"by\":\"李护士\",\"action\":\"已通知王医生\",\"revision\":1}".getBytes(UTF_8));
    assertThat(answered.status()).as(answered.body().toString()).isEqualTo(200);
    assertThat(answered.body().path("acknowledged").path("by").asText()).isEqualTo("李护士");
    Command.Run again =
        Command.farsight(
            "critical",
            "acknowledge",
            id,
            "--by",
            "赵医生",
            "--action",
            "复诊",
            "--data",
            data,
            "--lang",
            "en");
    assertThat(again.out()).contains("it had been answered", "李护士: 已通知王医生");
    assertThat(engine.view().get("/critical").body().path("critical").findValuesAsText("id"))
        .doesNotContain(id);
    List<String> both = List.of(id + "/1", id + "/2");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> fhir.countByIdentifier(Communication.class, Identifiers.COMMUNICATION, both),
            count -> count == 2);
    Communication answer = fhir.one(Communication.class, Identifiers.COMMUNICATION, both.getLast());
    Communication notice =
        fhir.one(Communication.class, Identifiers.COMMUNICATION, both.getFirst());
    assertThat(answer.getInResponseToFirstRep().getReference())
        .isEqualTo("Communication/" + notice.getIdPart());
    assertThat(notice.getSubject().getReference()).startsWith("Patient/");
    assertThat(notice.getPartOfFirstRep().getReference()).startsWith("Task/");
    assertThat(answer.getPayloadFirstRep().getContentStringType().getValue()).isEqualTo("已通知王医生");
    JsonNode after = engine.view().get("/exchange/" + exchange).body();
    assertThat(story(after, "zh")).contains("危急值已确认：李护士:已通知王医生");
    assertThat(story(after, "en")).anyMatch(line -> line.startsWith("critical value told to"));
  }

  @Test
  void whatASiteCannotHaveReadGoesBackButNothingThatIsCritical() throws Exception {
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    try (RunningEngine engine =
        RunningEngine.in(
            folder,
            EngineHome.fhir(HospitalServer.require().url()),
            "ecg.quality.seconds=30",
            "ecg.quality.rate-hertz=1000",
            "ecg.reject=short,low-rate",
            "sites." + EngineHome.SITE + ".ecg-reject=short")) {
      // other tests have written the same files' Tasks, which nobody writes over: these are new
      Path fresh = folder.resolve("fresh.xml");
      Files.writeString(fresh, Files.readString(NORMAL) + "<!-- " + folder + " -->");
      JsonNode normal = sent(engine, fresh);
      assertThat(story(normal, "en"))
          .contains(
              "signal quality: recording too short: 10 s (limit 30 s)",
              "rejected by rule: recording too short");
      Task task = fhir.one(Task.class, Identifiers.READING_TASK, normal.path("key").asText());
      assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.REJECTED);
      assertThat(task.getStatusReason().getText()).isEqualTo("记录时间过短");

      Files.writeString(fresh, Files.readString(INFARCT) + "<!-- " + folder + " -->");
      JsonNode infarct = sent(engine, fresh);
      Task urgent = fhir.one(Task.class, Identifiers.READING_TASK, infarct.path("key").asText());
      assertThat(urgent.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
      assertThat(urgent.getPriority()).isEqualTo(Task.TaskPriority.STAT);
    }
  }
}

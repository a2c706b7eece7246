package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.app.EngineFile;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who signs in sees what is theirs, in a real browser (src/test/browser/pages.mjs); and the figures
 * of a worklist of 2,000 open cases.
 */
@Timeout(300)
class PagesIT {
  private static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-inferior-infarct.xml");
  private static final String ITS_PATIENT = "QS101644";
  private static final int OPEN = 2000;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void eachSeesWhatIsTheirsAndALongWorklistIsQuick() throws Exception {
    BrowserScript browser = BrowserScript.require();
    EngineHome home = EngineHome.in(folder);
    fill(home);
    // one of its own: the cases of other scenarios would stand in this worklist
    try (LightFhir fhir = LightFhir.start(folder.resolve("fhir"), 0);
        RunningEngine engine =
            RunningEngine.start(home, "http.auth=on", EngineHome.fhir(fhir.url()))) {
      String base = engine.engine().httpAddress();
      String token = EngineFile.of(home.data()).orElseThrow().tokenIfAny().orElseThrow();
      WebPerson commands = WebPerson.withToken(base, token);
      ObjectNode people = WebPerson.JSON.createObjectNode();
      people.put("reader", password(commands, "reader", "reader", ""));
      WebPerson.signedIn(
          base, "lake", password(commands, "lake", "branch-staff", ",\"site\":\"lakeside\""));
      people.put("lake", WebPerson.own("lake"));
      WebPerson.signedIn(
          base, "engineer", password(commands, "engineer", "integration-engineer", ""));
      people.put("engineer", WebPerson.own("engineer"));
      String forDevice = "{\"for\":\"a cart\",\"site\":\"lakeside\"}";
      WebPerson device =
          WebPerson.withToken(
              base, commands.json("POST", "/token", forDevice).path("token").asText());
      // what a server does for the first time takes it longer
      device.json("POST", "/ecg", ecg());
      List<String> said =
          browser.run(
              "pages.mjs",
              base,
              line -> {
                if (line.equals("watching")) {
                  device.json("POST", "/ecg", ecg());
                }
              },
              people.toString());
      assertThat(said)
          .anyMatch(line -> line.startsWith("2,000 open cases: filter "))
          .anyMatch(line -> line.startsWith("new case among 2,000 shown "));
    }
  }

  private static String password(WebPerson commands, String user, String role, String more)
      throws Exception {
    String body = "{\"user\":\"" + user + "\",\"role\":\"" + role + "\"" + more + "}";
    return commands.json("POST", "/account", body).path("password").asText();
  }

  /** Critical, and of a new patient. */
  private static String ecg() throws Exception {
    String file = Files.readString(ECG);
    assertThat(file).contains(ITS_PATIENT);
    return file.replace(ITS_PATIENT, PushedObject.somebody().id());
  }

  /** Rows as the FHIR server's Tasks leave them. */
  private static void fill(EngineHome home) throws Exception {
    try (SqlLedger ledger = SqlLedger.open(SqlLedger.Options.in(home.data()))) {
      ledger.<Void>write(
          tx -> {
            for (int i = 0; i < OPEN; i++) {
              tx.cases().put(one("FIG-" + i, i % 2 == 0 ? "hillside" : "lakeside", i, true));
            }
            tx.cases().put(one("FIG-closed", "lakeside", 1, false));
            return null;
          });
    }
  }

  private static ReadingCase one(String id, String site, int minute, boolean open) {
    Instant received = Instant.now().minus(Duration.ofMinutes(minute));
    return new ReadingCase(
        id,
        id,
        false,
        site,
        new ReadingCase.Person("Patient/" + id, id, "李" + minute, "female", Optional.empty()),
        new ReadingCase.Examination("A-" + id, List.of("DX", "US", "MR").get(minute % 3), "胸部正位"),
        new ReadingCase.TaskView(
            "Task/" + id,
            "1",
            received,
            "",
            open ? Status.REQUESTED : Status.COMPLETED,
            open ? Progress.COMPLETE : Progress.SIGNED,
            Priority.ROUTINE,
            false,
            new Owner(OwnerKind.DEPARTMENT, "remote-reading", "远程诊断中心"),
            Optional.of(Instant.now().plus(Duration.ofDays(2)))),
        new ReadingCase.Times(received, Optional.of(received), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        0);
  }
}

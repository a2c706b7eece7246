package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight account}: who may sign in, and the tokens of programs. */
@Command(
    name = "account",
    description = "Looks after accounts and tokens of the engine that runs (http.auth: on).",
    mixinStandardHelpOptions = true)
final class AccountCommand implements Callable<Integer> {

  /** What can be done. */
  enum Action {
    /** Lists accounts and tokens. */
    LIST,
    /** Adds an account. */
    ADD,
    /** Changes role, site, name or grant. */
    CHANGE,
    /** Lets nobody sign in by it. */
    DISABLE,
    /** Lets the person sign in again. */
    ENABLE,
    /** Gives another first password. */
    PASSWORD,
    /** Makes a token. */
    TOKEN,
    /** Revokes a token. */
    REVOKE
  }

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "LIST",
      paramLabel = "ACTION",
      description =
          "list, add, change, disable, enable or password NAME; token LABEL, revoke ID (default:"
              + " list).")
  private Action action = Action.LIST;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME|LABEL|ID",
      description = "Login name; what a token is for; id of a token.")
  private @Nullable String subject;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "reader, chief-reader, branch-staff, integration-engineer or administrator.")
  private @Nullable String role;

  @Option(names = "--site", paramLabel = "SITE", description = "Site of branch staff or a token.")
  private @Nullable String site;

  @Option(names = "--name", paramLabel = "NAME", description = "What people call the person.")
  private @Nullable String name;

  @Option(
      names = "--patient-data",
      negatable = true,
      description = "Grants patient data to an engineer or administrator.")
  private @Nullable Boolean patientData;

  @Mixin private DataFolder data = new DataFolder();

  AccountCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Engines engine = data.engine();
    switch (action) {
      case LIST -> list(engine);
      case ADD -> told(engine.post("/account", given().put("user", named("a login name"))));
      case CHANGE -> told(engine.post(account(), given()));
      case DISABLE -> told(engine.post(account(), empty().put("disabled", true)));
      case ENABLE -> told(engine.post(account(), empty().put("disabled", false)));
      case PASSWORD -> told(engine.post(account(), empty().put("password", "new")));
      case TOKEN -> token(engine);
      case REVOKE -> {
        engine.post("/token/" + named("the id of a token") + "/revoke");
        console.out().println("revoked 已撤销");
      }
    }
    return Main.DONE;
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private String named(String what) throws CommandFailure {
    String given = subject;
    if (given == null || given.isBlank()) {
      throw new CommandFailure("name " + what, Main.WRONG_USE);
    }
    return given;
  }

  private String account() throws CommandFailure {
    return "/account/" + Engines.encode(named("a login name"));
  }

  private ObjectNode given() {
    ObjectNode body = empty();
    if (role != null) {
      body.put("role", role);
    }
    if (site != null) {
      body.put("site", site);
    }
    if (name != null) {
      body.put("name", name);
    }
    if (patientData != null) {
      body.put("patientData", patientData);
    }
    return body;
  }

  private void list(Engines engine) throws Exception {
    for (JsonNode account : engine.get("/account").path("accounts")) {
      console.out().println(line(account));
    }
    for (JsonNode token : engine.get("/token").path("tokens")) {
      console
          .out()
          .println(
              "token "
                  + token.path("id").asText()
                  + "  "
                  + token.path("role").asText()
                  + " "
                  + token.path("site").asText()
                  + "  "
                  + token.path("for").asText()
                  + (token.has("revokedAt") ? "  [revoked 已撤销]" : ""));
    }
  }

  private static String line(JsonNode account) {
    return account.path("user").asText()
        + "  "
        + account.path("name").asText()
        + "  "
        + account.path("role").asText()
        + (account.has("site") ? " " + account.path("site").asText() : "")
        + (account.path("patientData").asBoolean() ? "" : "  [no patient data 无患者数据权限]")
        + (account.path("disabled").asBoolean() ? "  [disabled 已停用]" : "");
  }

  private void told(JsonNode account) {
    console.out().println(line(account));
    if (account.has("password")) {
      console.out().println("password 密码: " + account.path("password").asText());
      console.out().println("to be changed at first sign-in; shown this once 首次登录须修改，仅显示一次");
    }
  }

  private void token(Engines engine) throws Exception {
    ObjectNode body = empty().put("for", named("what the token is for"));
    if (site != null) {
      body.put("site", site);
    }
    JsonNode made = engine.post("/token", body);
    console.out().println("token " + made.path("id").asText() + ": " + made.path("token").asText());
    console.out().println("shown this once 仅显示一次");
  }
}

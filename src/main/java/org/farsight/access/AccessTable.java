package org.farsight.access;

import static org.farsight.access.Role.ADMINISTRATOR;
import static org.farsight.access.Role.BRANCH_STAFF;
import static org.farsight.access.Role.CHIEF_READER;
import static org.farsight.access.Role.COMMAND;
import static org.farsight.access.Role.DEVICE;
import static org.farsight.access.Role.ENGINEER;
import static org.farsight.access.Role.MONITOR;
import static org.farsight.access.Role.READER;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.access.Rule.Data;
import org.farsight.access.Rule.Scope;

/** Who may ask for what, as one table. An address without a row is refused to everybody. */
public final class AccessTable {
  private static final Set<Role> ALL = EnumSet.allOf(Role.class);
  private static final Set<Role> PEOPLE =
      Set.of(READER, CHIEF_READER, BRANCH_STAFF, ENGINEER, ADMINISTRATOR);
  private static final Set<Role> READERS = Set.of(READER, CHIEF_READER);
  private static final Set<Role> KEEPERS = Set.of(ENGINEER, ADMINISTRATOR, COMMAND);
  private static final Set<Role> OFFICE = Set.of(CHIEF_READER, ENGINEER, ADMINISTRATOR, COMMAND);
  private static final Set<Role> ACCOUNTS = Set.of(ADMINISTRATOR, COMMAND);
  private static final Set<Role> CENTRE =
      Set.of(READER, CHIEF_READER, ENGINEER, ADMINISTRATOR, COMMAND);
  private static final Set<Role> CASES =
      Set.of(READER, CHIEF_READER, BRANCH_STAFF, DEVICE, ENGINEER, ADMINISTRATOR, COMMAND);
  private static final Set<Role> BRANCHES =
      Set.of(READER, CHIEF_READER, BRANCH_STAFF, ENGINEER, ADMINISTRATOR, COMMAND);
  private static final Set<Role> ANSWERING = Set.of(BRANCH_STAFF, COMMAND);
  private static final Set<Role> SENDERS = Set.of(DEVICE, COMMAND);
  private static final Set<Role> WATCHERS = Set.of(ENGINEER, ADMINISTRATOR, COMMAND, MONITOR);

  private static final String STUDIES = "/dicom-web/studies";

  /** The rows; the first that fits counts. */
  public static final List<Rule> ROWS =
      List.of(
          // the page, and the way in
          get("/", ALL, Data.NONE, Scope.OPEN),
          get("/reading/:case", ALL, Data.NONE, Scope.OPEN),
          get("/unanswered", ALL, Data.NONE, Scope.OPEN),
          get("/branch", ALL, Data.NONE, Scope.OPEN),
          get("/examination/:exchange", ALL, Data.NONE, Scope.OPEN),
          get("/verify/:case/:version", ALL, Data.NONE, Scope.OPEN),
          get("/assets/*", ALL, Data.NONE, Scope.OPEN),
          get("/session", ALL, Data.NONE, Scope.OPEN),
          post("/session", ALL, Data.NONE, Scope.OPEN),
          get("/session/oidc", ALL, Data.NONE, Scope.OPEN),
          get("/session/oidc/callback", ALL, Data.NONE, Scope.OPEN),
          new Rule("DELETE", "/session", ALL, Data.NONE, Scope.OPEN),
          post("/session/password", PEOPLE, Data.NONE, Scope.OWN),
          get("/fhir/metadata", ALL, Data.NONE, Scope.OPEN),
          // accounts and tokens
          get("/account", ACCOUNTS, Data.NONE, Scope.ALL),
          post("/account", ACCOUNTS, Data.NONE, Scope.ALL),
          post("/account/:name", ACCOUNTS, Data.NONE, Scope.ALL),
          get("/token", ACCOUNTS, Data.NONE, Scope.ALL),
          post("/token", ACCOUNTS, Data.NONE, Scope.ALL),
          post("/token/:id/revoke", ACCOUNTS, Data.NONE, Scope.ALL),
          // ways in
          post("/ecg", SENDERS, Data.NONE, Scope.SITE),
          post(STUDIES, SENDERS, Data.NONE, Scope.SITE),
          post(STUDIES + "/:study", SENDERS, Data.NONE, Scope.SITE),
          post("/fhir", SENDERS, Data.NONE, Scope.SITE),
          post("/fhir/*", SENDERS, Data.NONE, Scope.SITE),
          // what is kept
          get("/exchange", CASES, Data.BLOTTED, Scope.SITE),
          get("/exchange/:id", CASES, Data.BLOTTED, Scope.EXCHANGE),
          get("/exchange/:id/arrivals", CASES, Data.BLOTTED, Scope.EXCHANGE),
          get("/ecg/:file", CASES, Data.PATIENT, Scope.EXCHANGE),
          get(STUDIES, CASES, Data.PATIENT, Scope.HANDLER),
          get("/dicom-web/series", CASES, Data.PATIENT, Scope.HANDLER),
          get("/dicom-web/instances", CASES, Data.PATIENT, Scope.HANDLER),
          get(STUDIES + "/:study", CASES, Data.PATIENT, Scope.STUDY),
          get(STUDIES + "/:study/*", CASES, Data.PATIENT, Scope.STUDY),
          // reading
          get("/worklist", union(READERS, BRANCH_STAFF), Data.PATIENT, Scope.SITE),
          get("/worklist/events", union(READERS, BRANCH_STAFF), Data.PATIENT, Scope.SITE),
          get("/branch/examinations", PEOPLE, Data.PATIENT, Scope.SITE),
          get("/branch/examination/:id", PEOPLE, Data.PATIENT, Scope.EXCHANGE),
          post("/worklist/rebuild", KEEPERS, Data.NONE, Scope.ALL),
          post("/worklist/changed", Set.of(MONITOR, COMMAND), Data.NONE, Scope.ALL),
          get("/case/:id", union(READERS, COMMAND), Data.PATIENT, Scope.CASE),
          get("/case/:id/*", union(READERS, COMMAND), Data.PATIENT, Scope.CASE),
          post("/case/:id/*", READERS, Data.PATIENT, Scope.CASE),
          new Rule("PUT", "/case/:id/report/draft", READERS, Data.PATIENT, Scope.CASE),
          new Rule("DELETE", "/case/:id/report/draft", READERS, Data.PATIENT, Scope.CASE),
          get("/report-templates", union(READERS, COMMAND), Data.NONE, Scope.ALL),
          // the branches' reports
          get("/branch/reports", BRANCHES, Data.PATIENT, Scope.SITE),
          get("/branch/report/:case/:file", BRANCHES, Data.PATIENT, Scope.CASE),
          post("/returned/:case/:version/opened", SENDERS, Data.NONE, Scope.HANDLER),
          // critical values, told to their branches and answered there
          get("/critical", union(CENTRE, BRANCH_STAFF), Data.PATIENT, Scope.SITE),
          post("/critical/:id/acknowledge", ANSWERING, Data.PATIENT, Scope.EXCHANGE),
          // orders and people
          get("/orders", CENTRE, Data.PATIENT, Scope.ALL),
          get("/orders/*", CENTRE, Data.PATIENT, Scope.ALL),
          post("/orders/*", CENTRE, Data.PATIENT, Scope.ALL),
          get("/patients", CENTRE, Data.PATIENT, Scope.ALL),
          get("/patients/*", CENTRE, Data.PATIENT, Scope.ALL),
          post("/patients/*", CENTRE, Data.PATIENT, Scope.ALL),
          // decisions about what the engine cannot decide
          get("/quarantine", KEEPERS, Data.NONE, Scope.ALL),
          get("/quarantine/*", KEEPERS, Data.PATIENT, Scope.ALL),
          post("/quarantine/*", KEEPERS, Data.NONE, Scope.ALL),
          post("/exchange/:id/release", KEEPERS, Data.NONE, Scope.ALL),
          post("/exchange/:id/replay", KEEPERS, Data.NONE, Scope.ALL),
          post("/replay", KEEPERS, Data.NONE, Scope.ALL),
          // a decision about a person that every office may have to take at once
          post("/exchange/:id/recall", CENTRE, Data.NONE, Scope.ALL),
          post("/exchange/:id/recall/undo", CENTRE, Data.NONE, Scope.ALL),
          // the engine
          get("/alarms", OFFICE, Data.NONE, Scope.ALL),
          post("/alarms/:id/acknowledge", OFFICE, Data.NONE, Scope.ALL),
          get("/balance", OFFICE, Data.NONE, Scope.ALL),
          get("/export/*", OFFICE, Data.NONE, Scope.ALL),
          get("/status", KEEPERS, Data.NONE, Scope.ALL),
          get("/backup", KEEPERS, Data.NONE, Scope.ALL),
          post("/backup", KEEPERS, Data.NONE, Scope.ALL),
          post("/retention/sweep", KEEPERS, Data.NONE, Scope.ALL),
          post("/reload", KEEPERS, Data.NONE, Scope.ALL),
          get("/observe/health", WATCHERS, Data.NONE, Scope.ALL),
          get("/observe/metrics", WATCHERS, Data.NONE, Scope.ALL));

  private AccessTable() {}

  private static Rule get(String path, Set<Role> roles, Data data, Scope scope) {
    return new Rule("GET", path, roles, data, scope);
  }

  private static Rule post(String path, Set<Role> roles, Data data, Scope scope) {
    return new Rule("POST", path, roles, data, scope);
  }

  private static Set<Role> union(Set<Role> roles, Role more) {
    EnumSet<Role> all = EnumSet.copyOf(roles);
    all.add(more);
    return all;
  }

  /**
   * The row of a request.
   *
   * @param path without a query, as the router sees it; a slash at the end counts for nothing
   */
  public static Optional<Rule> rule(String method, String path) {
    String address =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return ROWS.stream().filter(row -> row.fits(method, address)).findFirst();
  }
}

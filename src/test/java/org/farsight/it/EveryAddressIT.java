package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.farsight.access.AccessTable;
import org.farsight.dicom.data.Uid;
import org.farsight.it.AddressExpectation.Data;
import org.farsight.it.AddressExpectation.OfSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is of one site sees nothing of another: each address, each role, each site. */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class EveryAddressIT {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir static Path folder;

  private static final List<LogRecord> LOGS = new ArrayList<>();
  private static TwoSites two;

  @BeforeAll
  static void anEngineWithCasesOfTwoSites() throws Exception {
    String fhir = HospitalServer.require().url();
    LOGS.add(LogRecord.from("org.farsight", Level.TRACE));
    LOGS.add(LogRecord.from("org.apache.camel", Level.INFO));
    LOGS.add(LogRecord.from("io.vertx", Level.DEBUG));
    two = new TwoSites(folder, fhir);
  }

  /** After all of it no log has named a patient or told a secret. */
  @AfterAll
  static void endsWithoutAWordInTheLogs() {
    if (two == null) {
      return; // it did not begin
    }
    two.close();
    List<String> never = new ArrayList<>(two.secrets());
    for (String site : TwoSites.SITES) {
      Map<String, String> of = two.names(site);
      never.addAll(List.of(of.get("patient"), of.get("family"), of.get("accession")));
    }
    int events = 0;
    for (LogRecord record : LOGS) {
      record.close();
      events += record.events().size();
      for (ILoggingEvent event : record.events()) {
        String text = text(event);
        assertThat(never).as(text).noneMatch(text::contains);
      }
    }
    assertThat(events).as("something was logged").isGreaterThan(20);
  }

  private static String text(ILoggingEvent event) {
    String trace =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getLoggerName() + " " + event.getFormattedMessage() + " " + trace;
  }

  /**
   * An answer.
   *
   * @param body as text, whatever it is; empty for what goes on
   */
  private record Answer(int status, String body) {}

  private static Answer ask(WebPerson who, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(two.base() + path))
            .timeout(Duration.ofSeconds(60))
            .header(who.header(), who.secret())
            .header("Sec-Fetch-Site", "same-origin")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<InputStream> response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
    boolean endless =
        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    try (InputStream in = response.body()) {
      String text = endless ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return new Answer(response.statusCode(), text);
    }
  }

  private static Answer get(WebPerson who, String path) throws Exception {
    return ask(who, "GET", path, "");
  }

  @Test
  void everyRowOfTheTableHasItsExpectation() {
    Set<String> rows = new TreeSet<>();
    AccessTable.ROWS.forEach(row -> rows.add(row.method() + " " + row.path()));
    Set<String> expected = new TreeSet<>();
    AddressExpectation.all().forEach(one -> expected.add(one.row()));
    assertThat(expected)
        .as("each row of AccessTable has a line in AddressExpectation, and no other")
        .isEqualTo(rows);
  }

  @Test
  void everyAddressAnswersEachRoleOfEachSiteAsItShould() throws Exception {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    long began = System.nanoTime();
    for (AddressExpectation row : AddressExpectation.all()) {
      for (String form : row.asked()) {
        for (String site : form.contains("{") ? TwoSites.SITES : List.of("lakeside")) {
          String path = AddressExpectation.filled(form, two.names(site));
          asked += tried(row, path, site, wrong);
        }
      }
    }
    System.out.printf(
        "every address: %d requests in %d ms%n", asked, (System.nanoTime() - began) / 1_000_000);
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(900);
  }

  /** Everybody asks; gives how many. */
  private static int tried(AddressExpectation row, String path, String site, List<String> wrong)
      throws Exception {
    boolean says = List.of("POST", "PUT", "DELETE").contains(row.method());
    String body = says ? "{\"nonsense\":true}" : "";
    Answer nobody = ask(WebPerson.nobody(two.base()), row.method(), path, body);
    boolean open = row.site() == OfSite.OPEN;
    if ((nobody.status() == 401) == open && !path.equals("/session")) {
      wrong.add("nobody " + row.method() + " " + path + " gets " + nobody.status());
    }
    for (Map.Entry<String, TwoSites.Person> one : two.people().entrySet()) {
      if (open && row.method().equals("POST")) {
        continue; // signs in
      }
      Answer answer = ask(one.getValue().web(), row.method(), path, body);
      String fault = fault(row, one.getValue(), site, path, answer);
      if (!fault.isEmpty()) {
        wrong.add(one.getKey() + " " + row.method() + " " + path + " gets " + fault);
      }
    }
    return two.people().size() + 1;
  }

  private static String fault(
      AddressExpectation row, TwoSites.Person person, String site, String path, Answer answer) {
    int status = answer.status();
    if (person.site().isPresent()) {
      String other = TwoSites.other(person.site().get());
      for (String mark : two.marks(other)) {
        if (answer.body().contains(mark) && !path.contains(mark)) {
          return status + " with " + mark + " of another site";
        }
      }
    }
    if (row.site() == OfSite.OPEN) {
      return status == 403 || status == 500 ? String.valueOf(status) : "";
    }
    if (!row.lets(person.role(), person.patientData())) {
      return status == 403 ? "" : status + " instead of 403";
    }
    boolean foreign = person.site().filter(own -> !own.equals(site)).isPresent();
    if (row.site() == OfSite.NAMED && foreign) {
      return status == 404 ? "" : status + " instead of 404";
    }
    if (row.site() == OfSite.OWN && foreign && path.contains("site=" + site)) {
      return status == 403 ? "" : status + " instead of 403";
    }
    boolean well =
        row.method().equals("GET") && row.site() != OfSite.NO
            ? status / 100 == 2
            : status < 500 && status != 401 && status != 403;
    if (row.data() == Data.BLOTTED && !person.patientData()) {
      Map<String, String> of = two.names(site);
      well &= !answer.body().contains(of.get("accession")) && !answer.body().contains("family");
    }
    return well ? "" : status + " " + answer.body();
  }

  @Test
  void whoIsOfASiteMayNotNameAnother() throws Exception {
    for (AddressExpectation row : AddressExpectation.all()) {
      boolean lists = row.site() == OfSite.OWN && !row.path().startsWith("/dicom-web/");
      for (TwoSites.Person person : lists ? two.of("hillside") : List.<TwoSites.Person>of()) {
        if (row.lets(person.role(), true)) {
          for (String site : List.of("site=lakeside", "site=hillside&site=lakeside", "site=*")) {
            String path = row.path().replace("*", "ServiceRequest") + "?" + site;
            assertThat(ask(person.web(), row.method(), path, "").status())
                .as("%s %s by %s", row.method(), path, person.role())
                .isEqualTo(403);
          }
        }
      }
    }
  }

  @Test
  void noFormOfDicomWebAndNoSearchGivesAnythingOfAnotherSite() throws Exception {
    Map<String, String> lake = two.names("lakeside");
    List<String> forms = new ArrayList<>(SiteQuestions.dicomWeb(lake));
    forms.addAll(SiteQuestions.searches(lake));
    int found = 0;
    for (String path : forms) {
      Answer all = get(two.person("reader").web(), path);
      assertThat(all.status()).as(path).isEqualTo(200);
      found += two.marks("lakeside").stream().anyMatch(all.body()::contains) ? 1 : 0;
      for (TwoSites.Person person : two.of("hillside")) {
        isSilent(person, path, get(person.web(), path));
      }
      for (TwoSites.Person person : two.of("lakeside")) {
        assertThat(get(person.web(), path).status()).as("own " + path).isEqualTo(200);
      }
    }
    assertThat(found).as("forms that do tell a reader").isGreaterThan(forms.size() - 8);
    for (String path : SiteQuestions.worklists(lake)) {
      // readers name the branch whose examinations they want
      String named = path.startsWith("/branch/examinations") ? "site=lakeside" : "";
      for (String who : List.of("reader", "lakeside")) {
        String with = named.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + named;
        Answer all = get(two.person(who).web(), with);
        assertThat(two.marks("lakeside")).as(path).anyMatch(all.body()::contains);
      }
      isSilent(two.person("hillside"), path, get(two.person("hillside").web(), path));
    }
  }

  private static void isSilent(TwoSites.Person person, String path, Answer answer) {
    assertThat(answer.status()).as("%s %s", person.role(), path).isIn(200, 204, 403, 404);
    for (String mark : two.marks("lakeside")) {
      if (!path.contains(mark) || answer.status() == 200) {
        assertThat(answer.body()).as("%s %s", person.role(), path).doesNotContain(mark);
      }
    }
    if (path.startsWith("/exchange?")) {
      assertThat(answer.body()).as("how much others have sent").doesNotContain("\"total\"");
    }
  }

  @Test
  void noEventTellsOfAnotherSitesCaseNorAnybodyWhoHasSignedOut() throws Exception {
    WebPerson gone = WebPerson.signedIn(two.base(), "reader", WebPerson.own("reader"));
    try (CaseEvents all = new CaseEvents(two.base(), two.person("reader").web());
        CaseEvents own = new CaseEvents(two.base(), two.person("hillside").web());
        CaseEvents left = new CaseEvents(two.base(), gone)) {
      assertThat(gone.send("DELETE", "/session", "").statusCode()).isEqualTo(204);
      for (String site : TwoSites.SITES) {
        String path = "/case/" + two.names(site).get("ecgcase") + "/claim";
        HttpResponse<String> claimed =
            two.person("reader").web().send("POST", path, "{\"reader\":\"reader\"}");
        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
      }
      String theirs = "\"id\":\"" + two.names("hillside").get("ecgcase");
      String foreign = "\"id\":\"" + two.names("lakeside").get("ecgcase");
      Duration patience = Duration.ofSeconds(60);
      await().atMost(patience).until(() -> all.text().contains(foreign));
      await().atMost(patience).until(() -> own.text().contains(theirs));
      assertThat(two.marks("lakeside")).noneMatch(own.text()::contains);
      await().atMost(patience).until(left::isOver);
      assertThat(left.text()).doesNotContain("\"status\":\"accepted\"");
    }
  }

  @Test
  void crookedAddressesLeadNowhereElse() throws Exception {
    Map<String, String> lake = two.names("lakeside");
    Map<String, String> hill = two.names("hillside");
    String own = "/dicom-web/studies/" + hill.get("study");
    List<String> crooked =
        List.of(
            own + "/../" + lake.get("study"),
            own + "/%2e%2e/" + lake.get("study"),
            own + "%2F..%2F" + lake.get("study"),
            own + "/series/" + lake.get("series"),
            own + "/series/" + lake.get("series") + "/instances/" + lake.get("instance"),
            own + "/series/" + hill.get("series") + "/instances/" + lake.get("instance"),
            own + "/series?StudyInstanceUID=" + lake.get("study"),
            own + "/instances?SOPInstanceUID=" + lake.get("instance"),
            own + "?study=" + lake.get("study"),
            "//dicom-web/studies/" + lake.get("study"),
            "/dicom-web//studies/" + lake.get("study"),
            "/dicom-web/studies/" + lake.get("study") + ";site=hillside",
            "/dicom-web/studies/" + lake.get("study") + "?site=hillside",
            "/exchange/" + hill.get("exchange") + "/../" + lake.get("exchange"),
            "/exchange/" + hill.get("exchange") + "?id=" + lake.get("exchange"),
            "/exchange/" + lake.get("exchange") + "/",
            "/exchange/" + lake.get("exchange") + "%20",
            "/exchange//" + lake.get("exchange"),
            "/EXCHANGE/" + lake.get("exchange"),
            "/ecg/" + hill.get("ecg") + ".json?instance=" + lake.get("instance"),
            "/ecg/" + hill.get("ecg") + "/../" + lake.get("ecg") + ".json",
            "/ecg/" + lake.get("ecg") + ".json.svg",
            "/ecg/" + lake.get("ecg") + "%2Ejson",
            "/ecg/" + lake.get("ecg") + ".json%00",
            "/case/" + lake.get("case") + "/../" + hill.get("case"),
            "/worklist/../case/" + lake.get("case"));
    Map<String, Integer> gotten = new LinkedHashMap<>();
    for (TwoSites.Person person : two.of("hillside")) {
      for (String path : crooked) {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")) {
          Answer answer = ask(person.web(), method, path, "");
          gotten.merge(method + " " + answer.status(), 1, Integer::sum);
          assertThat(answer.status()).as("%s %s", method, path).isIn(200, 204, 400, 403, 404);
          List<String> told =
              two.marks("lakeside").stream()
                  .filter(mark -> answer.body().contains(mark))
                  .filter(mark -> answer.status() == 200 || !path.contains(mark))
                  .toList();
          assertThat(told).as("%s %s by %s", method, path, person.role()).isEmpty();
        }
      }
    }
    assertThat(gotten.keySet())
        .as("none but GET is answered")
        .noneMatch(k -> !k.startsWith("GET") && k.endsWith("200"));
  }

  @Test
  void whatIsNotThereAndWhatIsAnotherSitesAreAnsweredAlike() throws Exception {
    Map<String, String> lake = two.names("lakeside");
    Map<String, String> none = new LinkedHashMap<>(lake);
    none.put("exchange", "0197c1f2-a3b4-7c11-8000-0123456789ab");
    none.put("ecg", none.get("exchange"));
    none.put("order", none.get("exchange"));
    none.put("study", Uid.random());
    for (AddressExpectation row : AddressExpectation.all()) {
      for (String form : row.site() == OfSite.NAMED ? row.asked() : List.<String>of()) {
        for (TwoSites.Person person : two.of("hillside")) {
          if (row.lets(person.role(), true)) {
            Answer foreign = get(person.web(), AddressExpectation.filled(form, lake));
            Answer nothing = get(person.web(), AddressExpectation.filled(form, none));
            assertThat(foreign).as(form).isEqualTo(nothing);
          }
        }
      }
    }
  }

  @Test
  void whoSendsUnderAnothersStudyUidIsLetIntoNothingOfIt() throws Exception {
    Map<String, String> lake = two.names("lakeside");
    Map<String, String> hill = new LinkedHashMap<>(two.names("hillside"));
    hill.put("study", lake.get("study"));
    hill.put("series", lake.get("series"));
    hill.put("instance", Uid.random());
    Device device = new Device("HILL_CT", two.engine().dicom());
    assertThat(device.push(List.of(TwoSites.pushed(TwoSites.image(hill)))))
        .as("kept, for a person to decide")
        .allMatch(status -> status.code() == 0);
    List<String> paths = new ArrayList<>(SiteQuestions.dicomWeb(hill));
    paths.addAll(SiteQuestions.dicomWeb(lake));
    for (String path : paths) {
      for (TwoSites.Person person : two.of("hillside")) {
        assertThat(get(person.web(), path).status()).as(path).isEqualTo(404);
      }
    }
    String found = get(two.person("lakeside").web(), SiteQuestions.dicomWeb(lake).get(2)).body();
    assertThat(found).contains(lake.get("instance")).doesNotContain(hill.get("instance"));
  }
}

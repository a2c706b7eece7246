package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at a real Keycloak, set up as docs/access.md says, where one is given. */
@Timeout(600)
@SuppressWarnings("NullAway.Init")
class KeycloakIT {
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

  @TempDir static Path folder;
  private static Keycloak keycloak;
  private static RunningEngine engine;
  private static String base;

  @BeforeAll
  static void start() throws Exception {
    keycloak = Keycloak.start(folder);
    int port = Keycloak.freePort();
    base = "http://127.0.0.1:" + port;
    keycloak.realm(base + "/session/oidc/callback");
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of the test only\n");
    engine =
        RunningEngine.in(
            folder.resolve("home"),
            "http.port=" + port,
            "http.auth=on",
            "http.public-url=" + base,
            "http.oidc.issuer=" + keycloak.issuer(),
            "http.oidc.client-id=farsight",
            "http.oidc.secret-file=" + secret,
            "http.oidc.roles.reader=radiologist",
            "http.oidc.roles.branch-staff=clinic");
  }

  @AfterAll
  static void end() {
    if (engine != null) {
      engine.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  /** A browser as far as signing in needs one: it keeps cookies, by host and port. */
  private static final class Browser {
    private final HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, Map<String, String>> cookies = new LinkedHashMap<>();

    HttpResponse<String> get(String address) throws Exception {
      return send(HttpRequest.newBuilder(URI.create(address)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      String place = request.build().uri().getAuthority();
      Map<String, String> kept = cookies.computeIfAbsent(place, p -> new LinkedHashMap<>());
      if (!kept.isEmpty()) {
        StringBuilder all = new StringBuilder();
        kept.forEach((name, value) -> all.append(name).append('=').append(value).append("; "));
        request.header("Cookie", all.substring(0, all.length() - 2));
      }
      request.header("Sec-Fetch-Site", "same-origin");
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      for (String cookie : answer.headers().allValues("Set-Cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (cookie.contains("Max-Age=0")) {
          kept.remove(pair[0]);
        } else {
          kept.put(pair[0], pair[1]);
        }
      }
      return answer;
    }

    /** Fills in the provider's form; gives where the browser is sent then. */
    String fill(String page, String user, String password) throws Exception {
      Matcher form = FORM.matcher(page);
      assertThat(form.find()).as(page).isTrue();
      String body =
          "username="
              + URLEncoder.encode(user, StandardCharsets.UTF_8)
              + "&password="
              + URLEncoder.encode(password, StandardCharsets.UTF_8);
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(body)));
      return location(answer);
    }

    /** The whole way; gives the engine's answer to whoever comes back. */
    HttpResponse<String> signIn(String user, String password) throws Exception {
      String provider = location(get(base + "/session/oidc?return=%2Fbranch"));
      return get(fill(get(provider).body(), user, password));
    }

    JsonNode who() throws Exception {
      return WebPerson.JSON.readTree(get(base + "/session").body());
    }

    int status(String path) throws Exception {
      return get(base + path).statusCode();
    }
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void aReaderSignsInByTheProvidersFormAndHasTheRoleOfTheClaim() throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> back = browser.signIn("zhang", "reads all day");
    assertThat(location(back)).isEqualTo("/branch");
    JsonNode who = browser.who();
    assertThat(who.path("user").asText()).isEqualTo("oidc:zhang");
    assertThat(who.path("name").asText()).isEqualTo("敏 张");
    assertThat(who.path("role").asText()).isEqualTo("reader");
    assertThat(who.path("patientData").asBoolean()).isTrue();
    assertThat(browser.status("/worklist")).isEqualTo(200);
    assertThat(browser.status("/status")).isEqualTo(403);
  }

  @Test
  void branchStaffAreOfTheSiteOfTheirClaimAndOfNoOther() throws Exception {
    Browser browser = new Browser();
    location(browser.signIn("li", "works at the lake"));
    JsonNode who = browser.who();
    assertThat(who.path("role").asText()).isEqualTo("branch-staff");
    assertThat(who.path("site").asText()).isEqualTo("lakeside");
    assertThat(browser.status("/exchange?site=lakeside")).isEqualTo(200);
    assertThat(browser.status("/exchange?site=hillside")).isEqualTo(403);
  }

  @Test
  void whoseClaimGivesNoRoleIsNotLetIn() throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> back = browser.signIn("wu", "has no role here");
    assertThat(back.statusCode()).isEqualTo(401);
    assertThat(back.body()).contains("no role").doesNotContain("wu");
    assertThat(browser.who().path("signedIn").asBoolean(true)).isFalse();
  }

  @Test
  void whoComesToTheScreenAfterSomebodyHasLeftSignsInAnew() throws Exception {
    Browser browser = new Browser();
    location(browser.signIn("zhang", "reads all day"));
    HttpResponse<String> left =
        browser.send(HttpRequest.newBuilder(URI.create(base + "/session")).DELETE());
    assertThat(left.statusCode()).isEqualTo(204);
    assertThat(browser.status("/worklist")).isEqualTo(401);
    HttpResponse<String> asked = browser.get(location(browser.get(base + "/session/oidc")));
    assertThat(asked.statusCode()).as("the provider's form, though it knows zhang").isEqualTo(200);
    assertThat(asked.body()).contains("type=\"password\"");
    assertThat(browser.status("/worklist")).isEqualTo(401);
    String provider = location(browser.get(base + "/session/oidc"));
    HttpResponse<String> silent = browser.get(provider.replace("&prompt=login", ""));
    assertThat(silent.statusCode()).as("the provider alone would let in").isEqualTo(302);
  }

  @Test
  void aCodeForAnotherProgramIsWorthNothingHere() throws Exception {
    Browser browser = new Browser();
    String provider = location(browser.get(base + "/session/oidc"));
    assertThat(provider).contains("client_id=farsight");
    String another = provider.replace("client_id=farsight", "client_id=another");
    HttpResponse<String> back =
        browser.get(browser.fill(browser.get(another).body(), "zhang", "reads all day"));
    assertThat(back.statusCode()).isEqualTo(401);
    assertThat(browser.who().path("signedIn").asBoolean(true)).isFalse();
  }
}

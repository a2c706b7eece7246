package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.farsight.access.AuditTrail;
import org.farsight.access.Opening;
import org.farsight.app.EngineFile;
import org.farsight.cli.Main;
import org.farsight.crash.LightFhir;
import org.farsight.it.Command.Run;
import org.farsight.ledger.SqlLedger;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.peer.ScriptedHttpPeer.Act;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in from outside: behind a proxy, by an OpenID provider, by the engine's own commands. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class SignInIT {
  private static final String PUBLIC = "https://reading.example";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  @TempDir Path folder;

  private static HttpResponse<String> get(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(one -> one.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  private static String bare(String cookie) {
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private static Map<String, String> query(String address) {
    Map<String, String> all = new HashMap<>();
    for (String pair : URI.create(address).getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      all.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  void anOpenIdProviderSignsInBehindAProxyThatSpeaksTls() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("1").generate();
    try (ScriptedHttpPeer provider = new ScriptedHttpPeer();
        RunningEngine engine =
            RunningEngine.in(
                folder,
                "http.auth=on",
                "http.public-url=" + PUBLIC,
                "http.proxies=127.0.0.1",
                "http.oidc.issuer=" + provider.url(),
                "http.oidc.client-id=farsight",
                "http.oidc.roles.reader=radiologist")) {
      String base = engine.engine().httpAddress();
      json(provider, discovery(provider.url()));

      HttpResponse<String> left =
          get(base + "/session/oidc?return=%2Freading%2F1", "X-Forwarded-For", "192.0.2.7");
      Map<String, String> asked = query(location(left));
      assertThat(asked).containsEntry("redirect_uri", PUBLIC + "/session/oidc/callback");
      String state = cookie(left, "farsight-oidc");
      assertThat(state).contains("Secure", "HTTPOnly", "SameSite=Lax", "Path=/session/oidc");
      String back =
          base + "/session/oidc/callback?code=abc&state=" + asked.getOrDefault("state", "");

      assertThat(get(back).statusCode()).as("another browser").isEqualTo(401);
      json(provider, tokens(key, provider.url(), asked.getOrDefault("nonce", "")));
      json(provider, new JWKSet(key.toPublicJWK()).toString());
      HttpResponse<String> arrived = get(back, "Cookie", bare(state));
      assertThat(location(arrived)).isEqualTo("/reading/1");
      String session = cookie(arrived, "__Host-farsight");
      assertThat(session).contains("Secure", "HTTPOnly", "SameSite=Strict", "Path=/");
      assertThat(cookie(arrived, "farsight-oidc")).contains("Max-Age=0");
      String been = bare(cookie(arrived, "farsight-oidc-been"));
      HttpResponse<String> next = get(base + "/session/oidc", "Cookie", been);
      assertThat(query(location(next))).as("whoever comes next").containsEntry("prompt", "login");
      assertThat(asked).doesNotContainKey("prompt");
      HttpResponse<String> who = get(base + "/session", "Cookie", bare(session));
      assertThat(who.body()).contains("\"oidc:zhang\"", "\"reader\"");
      assertThat(get(back, "Cookie", bare(state)).statusCode()).as("once").isEqualTo(401);

      assertThat(
              get(
                      base + "/exchange",
                      "Cookie",
                      bare(session),
                      "X-Forwarded-For",
                      "203.0.113.9, 192.0.2.7")
                  .statusCode())
          .isEqualTo(200);
      assertThat(trail(engine).newest(1).getFirst().from()).isEqualTo("192.0.2.7");
      // the proxy's address is the page's: what a browser says of the page counts, not the host
      HttpRequest.Builder out =
          HttpRequest.newBuilder(URI.create(base + "/session"))
              .DELETE()
              .header("Cookie", bare(session));
      assertThat(status(out.copy().header("Origin", base))).isEqualTo(403);
      assertThat(status(out.copy().header("Origin", PUBLIC))).isEqualTo(204);
      assertThat(get(base + "/exchange", "Cookie", bare(session)).statusCode()).isEqualTo(401);
    }
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static void json(ScriptedHttpPeer provider, String body) {
    provider.then(new Act.Answer(200, Map.of("Content-Type", "application/json"), body));
  }

  private static String discovery(String url) {
    return """
    {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token",
     "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"],
     "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}\
    """
        .formatted(url);
  }

  private static String tokens(RSAKey key, String issuer, String nonce) throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience("farsight")
            .subject("4711")
            .claim("nonce", nonce)
            .claim("preferred_username", "zhang")
            .claim("name", "张敏")
            .claim("farsight_role", "radiologist")
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), claims);
    token.sign(new RSASSASigner(key));
    return "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\""
        + token.serialize()
        + "\"}";
  }

  @Test
  void whoIsNoProxyOfOursIsNotBelievedWhomItAsksFor() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, "http.auth=on")) {
      String base = engine.engine().httpAddress();
      String password = engine.engine().firstPassword().orElseThrow();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/session"))
              .header("X-Forwarded-For", "192.0.2.7")
              .header("X-Forwarded-Proto", "https")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"user\":\"admin\",\"password\":\"" + password + "\"}"))
              .build();
      HttpResponse<String> signed = CLIENT.send(request, BodyHandlers.ofString());
      String cookie = cookie(signed, "farsight");
      assertThat(cookie).as("a browser would not send it back").doesNotContain("Secure");

      WebPerson commands =
          WebPerson.withToken(
              base, EngineFile.of(engine.home().data()).orElseThrow().tokenIfAny().orElseThrow());
      assertThat(commands.send("GET", "/exchange", "", "X-Forwarded-For", "192.0.2.7").statusCode())
          .isEqualTo(200);
      assertThat(trail(engine).newest(1).getFirst().from()).isEqualTo("127.0.0.1");
    }
  }

  private static AuditTrail trail(RunningEngine engine) {
    return ((SqlLedger) engine.engine().ledger()).auditTrail();
  }

  private Run account(RunningEngine engine, String... arguments) {
    List<String> all = new ArrayList<>(List.of("account"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", engine.home().data().toString()));
    return Command.farsight(all.toArray(String[]::new));
  }

  @Test
  void accountsAreMadeChangedAndEndedByCommands() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder, "http.auth=on")) {
      String base = engine.engine().httpAddress();
      Run made =
          account(
              engine, "add", "li", "--role", "branch-staff", "--site", "lakeside", "--name", "李");
      assertThat(made.status()).as(made.err()).isEqualTo(Main.DONE);
      assertThat(made.out()).contains("branch-staff lakeside", "shown this once 首次登录须修改");
      String password = made.out().replaceAll("(?s).*密码: (\\S+).*", "$1");
      WebPerson li = WebPerson.signedIn(base, "li", password);
      assertThat(li.status("/exchange?site=lakeside")).isEqualTo(200);

      assertThat(account(engine, "change", "li", "--site", "hillside").out())
          .contains("branch-staff hillside");
      assertThat(li.status("/exchange?site=lakeside")).as("the old site ended").isIn(401, 403);
      Run other = account(engine, "password", "li");
      assertThat(other.out()).contains("密码: ").doesNotContain(password);
      assertThat(WebPerson.signIn(base, "li", WebPerson.own("li")).statusCode()).isEqualTo(401);
      assertThat(account(engine, "disable", "li").out()).contains("[disabled 已停用]");
      Run none = account(engine, "disable", "admin");
      assertThat(none.status()).as("the last administrator").isEqualTo(Main.FAILED);

      Run token = account(engine, "token", "ECG cart", "--site", "lakeside");
      String secret = token.out().replaceAll("(?s)token \\S+: (\\S+).*", "$1");
      String id = token.out().replaceAll("(?s)token (\\S+): .*", "$1");
      assertThat(WebPerson.withToken(base, secret).status("/exchange")).isEqualTo(200);
      Run list = account(engine);
      assertThat(list.out())
          .contains("li  李  branch-staff hillside", "device lakeside  ECG cart")
          .doesNotContain(secret, password);
      assertThat(account(engine, "revoke", id).out()).contains("revoked");
      assertThat(WebPerson.withToken(base, secret).status("/exchange")).isEqualTo(401);

      assertThat(account(engine, "add", "wu", "--role", "king").err()).contains("role is one of");
      assertThat(account(engine, "add", "wu", "--role", "branch-staff").status())
          .isEqualTo(Main.FAILED);
      assertThat(account(engine, "add").status()).isEqualTo(Main.WRONG_USE);
    }
  }

  @Test
  void anOpeningThatWasNotedBeforeARestartIsToldOnceAfterIt() throws Exception {
    try (LightFhir fhir = LightFhir.start(folder.resolve("fhir"), 0);
        Gate gate = Gate.to(fhir.url())) {
      String url = EngineHome.fhir(gate.url());
      EngineHome home;
      String id;
      try (RunningEngine engine = RunningEngine.in(folder, "http.auth=on", url)) {
        home = engine.home();
        WebPerson commands =
            WebPerson.withToken(
                engine.engine().httpAddress(),
                EngineFile.of(home.data()).orElseThrow().tokenIfAny().orElseThrow());
        assertThat(commands.status("/exchange")).isEqualTo(200);
        List<Opening> waiting = trail(engine).waiting(10);
        assertThat(waiting).hasSize(1);
        id = waiting.getFirst().id();
      }
      gate.open();
      try (RunningEngine engine = RunningEngine.start(home, "http.auth=on", url)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> trail(engine).waiting(10).isEmpty());
      }
      HttpResponse<String> told = get(fhir.url() + "/AuditEvent/" + id);
      assertThat(told.statusCode()).isEqualTo(200);
      assertThat(WebPerson.JSON.readTree(told.body()).path("meta").path("versionId").asText())
          .as("written once")
          .isEqualTo("1");
    }
  }
}

package org.farsight.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.peer.ScriptedHttpPeer.Act;
import org.farsight.peer.ScriptedHttpPeer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a scripted OpenID provider on a socket. */
@SuppressWarnings("NullAway.Init")
class OpenIdTest {
  private static final String CLIENT = "farsight";
  private static final URI BACK = URI.create("https://reading.example/session/oidc/callback");

  private ScriptedHttpPeer provider;
  private RSAKey key;
  private Instant now = Instant.now();
  private OpenId openId;
  private boolean keysTold;

  @BeforeEach
  void aProvider() throws Exception {
    provider = new ScriptedHttpPeer();
    key = new RSAKeyGenerator(2048).keyID("1").generate();
    InstantSource clock = () -> now;
    openId =
        new OpenId(
            new OpenIdSettings(
                provider.url(),
                CLIENT,
                Optional.of("top secret"),
                BACK,
                List.of("openid"),
                "RS256",
                "realm_access.roles",
                Map.of(Role.READER, Set.of("radiologist"), Role.BRANCH_STAFF, Set.of("clinic")),
                "farsight_site",
                Set.of()),
            clock);
    String url = provider.url();
    answer(
        """
        {"issuer": "%s", "authorization_endpoint": "%s/auth", "token_endpoint": "%s/token",
         "jwks_uri": "%s/keys", "subject_types_supported": ["public"],
         "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
        """
            .formatted(url, url, url, url));
  }

  @AfterEach
  void end() throws Exception {
    provider.close();
  }

  private void answer(String json) {
    provider.then(new Act.Answer(200, Map.of("Content-Type", "application/json"), json));
  }

  private static Map<String, String> query(String text) {
    Map<String, String> all = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      all.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  private void tokens(JWTClaimsSet claims, RSAKey signer) throws Exception {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), claims);
    jwt.sign(new RSASSASigner(signer));
    answer(
        "{\"access_token\": \"x\", \"token_type\": \"Bearer\", \"id_token\": \""
            + jwt.serialize()
            + "\"}");
    if (!keysTold) { // they are asked for once
      answer(new JWKSet(key.toPublicJWK()).toString());
      keysTold = true;
    }
  }

  private JWTClaimsSet.Builder claims(OpenId.Begun begun, List<String> roles) {
    return new JWTClaimsSet.Builder()
        .issuer(provider.url())
        .audience(CLIENT)
        .subject("4711")
        .claim("nonce", query(begun.address().getRawQuery()).get("nonce"))
        .claim("preferred_username", "zhang")
        .claim("name", "张敏")
        .claim("realm_access", Map.of("roles", roles))
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(60)));
  }

  @Test
  void whoComesBackWithTheProvidersWordIsKnownWithTheRoleThatItsClaimGives() throws Exception {
    OpenId.Begun begun = openId.begin("/reading/1", false);
    Map<String, String> asked = query(begun.address().getRawQuery());
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("redirect_uri", BACK.toString())
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("state", begun.state())
        .doesNotContainKey("prompt");
    assertThat(query(openId.begin("/", true).address().getRawQuery()))
        .containsEntry("prompt", "login");
    tokens(claims(begun, List.of("offline", "radiologist")).build(), key);
    OpenId.Arrived arrived = openId.arrive(begun.state(), begun.state(), "a-code");
    assertThat(arrived.returnTo()).isEqualTo("/reading/1");
    assertThat(arrived.visitor())
        .isEqualTo(new Visitor("oidc:zhang", "张敏", Role.READER, Optional.empty(), false, false));
    Request token = provider.requests().get(1);
    Map<String, String> form = query(token.body());
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
        .isEqualTo(asked.get("code_challenge"));
    assertThat(token.body()).doesNotContain("top secret");
  }

  @Test
  void anAnswerThatWasNotAskedForByThisBrowserOrTwiceIsRefused() throws Exception {
    OpenId.Begun begun = openId.begin("/", false);
    assertThatThrownBy(() -> openId.arrive(begun.state(), "another", "code"))
        .isInstanceOf(OpenId.RefusedException.class);
    assertThatThrownBy(() -> openId.arrive("made-up", "made-up", "code"))
        .isInstanceOf(OpenId.RefusedException.class);
    now = now.plus(Duration.ofMinutes(11));
    assertThatThrownBy(() -> openId.arrive(begun.state(), begun.state(), "code"))
        .hasMessageContaining("too long");
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void aTokenOfAnotherKeyAudienceOrNonceIsRefused() throws Exception {
    RSAKey other = new RSAKeyGenerator(2048).keyID("1").generate();
    OpenId.Begun begun = openId.begin("/", false);
    tokens(claims(begun, List.of("radiologist")).build(), other);
    assertThatThrownBy(() -> openId.arrive(begun.state(), begun.state(), "code"))
        .hasMessageContaining("not good");
    OpenId.Begun second = openId.begin("/", false);
    tokens(claims(second, List.of("radiologist")).audience("another").build(), key);
    assertThatThrownBy(() -> openId.arrive(second.state(), second.state(), "code"))
        .hasMessageContaining("not good");
    OpenId.Begun third = openId.begin("/", false);
    tokens(claims(second, List.of("radiologist")).build(), key);
    assertThatThrownBy(() -> openId.arrive(third.state(), third.state(), "code"))
        .hasMessageContaining("not good");
  }

  @Test
  void aCodeThatTheProviderDoesNotKnowIsRefused() throws Exception {
    OpenId.Begun begun = openId.begin("/", false);
    String error = "{\"error\": \"invalid_grant\", \"error_description\": \"of zhang\"}";
    provider.then(new Act.Answer(400, Map.of("Content-Type", "application/json"), error));
    assertThatThrownBy(() -> openId.arrive(begun.state(), begun.state(), "code"))
        .isInstanceOf(OpenId.RefusedException.class)
        .hasMessageContaining("invalid_grant")
        .hasMessageNotContaining("zhang");
  }

  @Test
  void whoHasNoRoleOrSeveralOrNoSiteIsNotLetIn() throws Exception {
    for (List<String> roles :
        List.of(List.<String>of(), List.of("clinic"), List.of("clinic", "radiologist"))) {
      OpenId.Begun begun = openId.begin("/", false);
      tokens(claims(begun, roles).build(), key);
      assertThatThrownBy(() -> openId.arrive(begun.state(), begun.state(), "code"))
          .hasMessageContaining("claim")
          .hasMessageNotContaining("zhang");
    }
  }

  @Test
  void aProviderThatDoesNotAnswerIsNotAskedByEverybodyWhoComes() throws Exception {
    try (ScriptedHttpPeer silent = new ScriptedHttpPeer()) {
      OpenIdSettings settings =
          new OpenIdSettings(
              silent.url(),
              CLIENT,
              Optional.empty(),
              BACK,
              List.of("openid"),
              "RS256",
              "role",
              Map.of(),
              "site",
              Set.of());
      OpenId asked = new OpenId(settings, () -> now);
      silent.then(new Act.Answer(500, Map.of(), "not now"));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> asked.begin("/", false))
            .isInstanceOf(OpenId.RefusedException.class);
      }
      assertThat(silent.requests()).hasSize(1);
      now = now.plusSeconds(6);
      silent.then(new Act.Answer(500, Map.of(), "not now"));
      assertThatThrownBy(() -> asked.begin("/", false)).isInstanceOf(OpenId.RefusedException.class);
      assertThat(silent.requests()).hasSize(2);
    }
  }
}

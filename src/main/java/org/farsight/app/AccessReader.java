package org.farsight.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.access.OpenIdSettings;
import org.farsight.access.Role;
import org.farsight.access.Sessions;
import org.farsight.web.Origins;

/** Reads how people and programs sign in. */
final class AccessReader {
  private static final String ISSUER = "http.oidc.issuer";

  private AccessReader() {}

  /** Empty where {@code http.auth} is off. */
  static Optional<AccessSettings> read(Settings s) {
    boolean on = s.get("http.auth", false, AccessReader::isOn);
    Optional<URI> own = s.get("http.public-url", Optional.<URI>empty(), v -> Optional.of(url(v)));
    Origins origins = new Origins(own, s.set("http.proxies"));
    Sessions.Limits usual = Sessions.Limits.USUAL;
    int idle = Math.toIntExact(usual.idle().toMinutes());
    int longest = Math.toIntExact(usual.absolute().toHours());
    Sessions.Limits limits =
        new Sessions.Limits(
            Duration.ofMinutes(s.number("http.session.idle-minutes", idle, 1, 1440)),
            Duration.ofHours(s.number("http.session.longest-hours", longest, 1, 168)),
            usual.most());
    Optional<OpenIdSettings> openId = openId(s, own);
    if (!on && openId.isPresent()) {
      s.mistake(s.place(ISSUER), "http.oidc is of no use without http.auth: on");
    }
    return on ? Optional.of(new AccessSettings(origins, limits, openId)) : Optional.empty();
  }

  private static boolean isOn(String value) {
    return switch (value) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException("is on or off");
    };
  }

  private static Optional<OpenIdSettings> openId(Settings s, Optional<URI> own) {
    Optional<String> issuer = s.get(ISSUER, Optional.<String>empty(), v -> Optional.of(issuer(v)));
    Optional<String> client = s.text("http.oidc.client-id");
    Optional<String> secret =
        s.get("http.oidc.secret-file", Optional.<String>empty(), v -> Optional.of(secret(v)));
    Set<String> scopes = s.set("http.oidc.scopes");
    String algorithm = s.get("http.oidc.algorithm", "RS256", AccessReader::algorithm);
    String roleClaim = s.text("http.oidc.role-claim").orElse("farsight_role");
    String siteClaim = s.text("http.oidc.site-claim").orElse("farsight_site");
    Map<Role, Set<String>> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      if (role.isPerson()) {
        Set<String> words = s.set("http.oidc.roles." + role.word());
        roles.put(role, words.isEmpty() ? Set.of(role.word()) : words);
      }
    }
    Set<String> granted = s.set("http.oidc.patient-data");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    if (client.isEmpty() || own.isEmpty()) {
      s.mistake(
          s.place(ISSUER), "http.oidc needs http.oidc.client-id, and http.public-url to come back");
      return Optional.empty();
    }
    return Optional.of(
        new OpenIdSettings(
            issuer.get(),
            client.get(),
            secret,
            URI.create(own.get() + "/session/oidc/callback"),
            scopes.isEmpty() ? List.of("openid", "profile") : List.copyOf(scopes),
            algorithm,
            roleClaim,
            roles,
            siteClaim,
            granted));
  }

  /** As it stands: an issuer is compared letter by letter (OpenID Connect Core §3.1.3.7). */
  private static String issuer(String value) {
    url(value);
    return value;
  }

  private static URI url(String value) {
    URI uri = URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(value + " is no http or https address");
    }
    return uri;
  }

  private static String algorithm(String value) {
    if (!Set.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512").contains(value)) {
      throw new IllegalArgumentException(value + " is no signature by a key pair, as RS256 is");
    }
    return value;
  }

  private static String secret(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read", e);
    }
  }
}

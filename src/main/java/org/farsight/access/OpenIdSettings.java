package org.farsight.access;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * At which OpenID provider people sign in, and what its claims mean here.
 *
 * @param issuer of the ID tokens
 * @param clientId how the provider calls us
 * @param secret of a confidential client; empty for a public one
 * @param redirect our address to which people come back
 * @param scopes that are asked for
 * @param algorithm by which ID tokens are signed (RFC 7518 §3.1)
 * @param roleClaim name of the claim that tells roles; dots lead into objects
 * @param roles words of that claim, by the role that they give
 * @param siteClaim name of the claim that tells the site of branch staff
 * @param granted words of the role claim that grant patient data to a role that needs it
 */
public record OpenIdSettings(
    String issuer,
    String clientId,
    Optional<String> secret,
    URI redirect,
    List<String> scopes,
    String algorithm,
    String roleClaim,
    Map<Role, Set<String>> roles,
    String siteClaim,
    Set<String> granted) {

  /** Takes copies. */
  public OpenIdSettings {
    scopes = List.copyOf(scopes);
    roles = Map.copyOf(roles);
    granted = Set.copyOf(granted);
  }

  /**
   * Who comes with these claims.
   *
   * @throws IllegalArgumentException if they give no role, or several, or no site to branch staff
   */
  Visitor visitor(Map<String, Object> claims) {
    Set<String> words = words(claims, roleClaim);
    List<Role> given = new ArrayList<>();
    for (Role role : Role.values()) {
      if (roles.getOrDefault(role, Set.of()).stream().anyMatch(words::contains)) {
        given.add(role);
      }
    }
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          "the claim " + roleClaim + " gives " + (given.isEmpty() ? "no role" : "several roles"));
    }
    Role role = given.getFirst();
    Set<String> sites = words(claims, siteClaim);
    if (role.isOfSite() && sites.size() != 1) {
      throw new IllegalArgumentException(
          "the claim " + siteClaim + " names one site for branch staff");
    }
    String subject = String.valueOf(claims.get("sub"));
    String name = first(claims, "preferred_username").orElse(subject);
    return new Visitor(
        "oidc:" + name,
        first(claims, "name").orElse(name),
        role,
        role.isOfSite() ? Optional.of(sites.iterator().next()) : Optional.empty(),
        granted.stream().anyMatch(words::contains),
        false);
  }

  private static Optional<String> first(Map<String, Object> claims, String name) {
    return words(claims, name).stream().findFirst();
  }

  private static Set<String> words(Map<String, Object> claims, String path) {
    Object found = claims;
    for (String piece : path.split("\\.")) {
      found = found instanceof Map<?, ?> map ? map.get(piece) : null;
    }
    Set<String> words = new HashSet<>();
    if (found instanceof Collection<?> many) {
      many.forEach(one -> words.add(String.valueOf(one)));
    } else if (found instanceof String one && !one.isBlank()) {
      words.add(one);
    }
    return words;
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "OpenIdSettings " + issuer + " " + clientId;
  }
}

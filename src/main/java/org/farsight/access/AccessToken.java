package org.farsight.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A token of a program. Only its digest is kept.
 *
 * @param id by which people name it
 * @param digest see {@link Secrets#digest}
 * @param role {@link Role#DEVICE} or {@link Role#MONITOR}
 * @param site that it fixes; empty for a monitor
 * @param label what it is for
 * @param madeAt when
 * @param madeBy login name
 * @param revokedAt since when it is refused; empty while it is good
 */
public record AccessToken(
    String id,
    String digest,
    Role role,
    Optional<String> site,
    String label,
    Instant madeAt,
    String madeBy,
    Optional<Instant> revokedAt) {
  private static final int LONGEST = 100;

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException with what is wrong with it, for people
   */
  public AccessToken {
    if (label.isBlank() || label.length() > LONGEST || label.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("say what the token is for, in at most 100 characters");
    }
    if (role.isPerson() || role == Role.COMMAND || role.isOfSite() != site.isPresent()) {
      throw new IllegalArgumentException("a token is a site's, or a monitor's without a site");
    }
  }

  /** Who asks with it. */
  public Visitor visitor() {
    return new Visitor("token-" + id, label, role, site, false, false);
  }

  /** Hides the digest. */
  @Override
  public String toString() {
    return "AccessToken " + id;
  }
}

package org.farsight.access;

import java.util.Optional;

/**
 * Who asks, once that is known.
 *
 * @param name login name, or the token's name
 * @param shown what people call it
 * @param role what it is to the engine
 * @param site the only site it belongs to; empty where it belongs to none
 * @param granted whether patient data was granted to a role that needs it
 * @param mustChange whether it has to choose another password before anything else
 */
public record Visitor(
    String name,
    String shown,
    Role role,
    Optional<String> site,
    boolean granted,
    boolean mustChange) {

  /** Checks that a role that is bound to a site has one. */
  public Visitor {
    if (role.isOfSite() && site.isEmpty()) {
      throw new IllegalArgumentException("the role " + role.word() + " belongs to a site");
    }
  }

  /** The commands of this machine. */
  public static Visitor command() {
    return new Visitor("command", "farsight", Role.COMMAND, Optional.empty(), true, false);
  }

  /** Whether it may see patient data at all. */
  public boolean seesPatients() {
    return role.needsGrant() ? granted : role != Role.MONITOR;
  }

  /** Whether it may see what a site has sent. */
  public boolean seesSite(String siteId) {
    return site.isEmpty() || site.get().equals(siteId);
  }
}

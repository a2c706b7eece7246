package org.farsight.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person's account in the ledger.
 *
 * @param name what is typed to sign in
 * @param shown what people call the person
 * @param role what it may do
 * @param site of branch staff; empty for all others
 * @param granted whether patient data was granted to a role that needs it
 * @param hash of the password, see {@link Passwords}
 * @param mustChange whether the password was given by somebody else
 * @param disabled whether it may not sign in
 */
public record Account(
    String name,
    String shown,
    Role role,
    Optional<String> site,
    boolean granted,
    String hash,
    boolean mustChange,
    boolean disabled) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final int LONGEST = 64;

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException with what is wrong with it, for people
   */
  public Account {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a login name is 1 to 64 letters, digits and . _ - @ of ASCII");
    }
    if (shown.isBlank() || shown.length() > LONGEST || shown.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("a person is called something, in at most 64 characters");
    }
    if (!role.isPerson()) {
      throw new IllegalArgumentException("a person's role is one of " + Role.people());
    }
    if (role.isOfSite() != site.isPresent()) {
      throw new IllegalArgumentException(
          "the role branch-staff belongs to one site, and no other role does");
    }
    if (granted && !role.needsGrant()) {
      throw new IllegalArgumentException(
          "patient data is granted to engineers and administrators; the others have it");
    }
  }

  /** Who signs in by it. */
  public Visitor visitor() {
    return new Visitor(name, shown, role, site, granted, mustChange);
  }

  /** The same with another password. */
  public Account withPassword(String otherHash, boolean other) {
    return new Account(name, shown, role, site, granted, otherHash, other, disabled);
  }

  /** The same, which may sign in or not. */
  public Account disabled(boolean off) {
    return new Account(name, shown, role, site, granted, hash, mustChange, off);
  }

  /** Hides the hash. */
  @Override
  public String toString() {
    return "Account " + name + " " + role.word();
  }
}

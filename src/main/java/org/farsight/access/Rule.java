package org.farsight.access;

import java.util.Optional;
import java.util.Set;

/**
 * A row of the table: who may ask for an address, and what is behind it.
 *
 * @param method of HTTP
 * @param path with {@code :name} for one piece, and {@code *} at the end for whatever follows
 * @param roles who may; nobody else
 * @param data whether patient data are behind it
 * @param scope how it keeps to the site of a visitor that has one
 */
public record Rule(String method, String path, Set<Role> roles, Data data, Scope scope) {

  /** Takes a copy. */
  public Rule {
    roles = Set.copyOf(roles);
  }

  /** Whether patient data are behind an address. */
  public enum Data {
    /** None. */
    NONE,
    /** The handler leaves them out for a visitor without the right to them. */
    BLOTTED,
    /** Refused to a visitor without the right to them. */
    PATIENT
  }

  /** How an address keeps to the site of a visitor that has one. */
  public enum Scope {
    /**
     * Anybody may ask, signed in or not: there is nothing behind it but the page and the way in.
     */
    OPEN,
    /** Of no site: the roles that may ask have none. */
    ALL,
    /** The visitor's own: no site is concerned. */
    OWN,
    /** The parameter {@code site} is set to the visitor's; another one is refused. */
    SITE,
    /** The first named piece is an exchange of the site. */
    EXCHANGE,
    /** The first named piece is a case of an exchange of the site. */
    CASE,
    /** The first named piece is the UID of a study of the site; the handler keeps to it too. */
    STUDY,
    /** The handler shows what is the site's. */
    HANDLER
  }

  /** Whether a visitor may ask at all. */
  public boolean allows(Visitor visitor) {
    return roles.contains(visitor.role()) && (data != Data.PATIENT || visitor.seesPatients());
  }

  /** Whether asking opens patient data to this visitor. */
  public boolean opens(Visitor visitor) {
    return data != Data.NONE && visitor.seesPatients();
  }

  /** Whether an address of a request is meant. */
  boolean fits(String asked, String address) {
    if (!method.equals(asked)) {
      return false;
    }
    String[] want = path.split("/", -1);
    String[] have = address.split("/", -1);
    for (int i = 0; i < want.length; i++) {
      if (want[i].equals("*")) {
        return have.length > i;
      }
      if (i >= have.length || !fitsPiece(want[i], have[i])) {
        return false;
      }
    }
    return have.length == want.length;
  }

  private static boolean fitsPiece(String want, String have) {
    return want.startsWith(":") ? !have.isEmpty() : want.equals(have);
  }

  /** The first named piece of an address. */
  public Optional<String> named(String address) {
    String[] want = path.split("/", -1);
    String[] have = address.split("/", -1);
    for (int i = 0; i < Math.min(want.length, have.length); i++) {
      if (want[i].startsWith(":")) {
        return Optional.of(have[i]);
      }
    }
    return Optional.empty();
  }
}

package org.farsight.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody is to the engine. The first five are people's. */
public enum Role {
  /** Reads cases of all sites. */
  READER("reader"),
  /** Reads too, and looks after the reading. */
  CHIEF_READER("chief-reader"),
  /** Works at a branch: sees the cases of the own site only. */
  BRANCH_STAFF("branch-staff"),
  /** Looks after the engine: sees no patient data unless granted. */
  ENGINEER("integration-engineer"),
  /** Looks after accounts and tokens, and the engine; sees no patient data unless granted. */
  ADMINISTRATOR("administrator"),
  /** A device or gateway of one site, by its token. */
  DEVICE("device"),
  /** A program that watches the engine, by its token. */
  MONITOR("monitor"),
  /** The engine's own commands on the same machine, by the token in {@code engine.json}. */
  COMMAND("command");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** The name that people write. */
  public String word() {
    return word;
  }

  /** Whether an account may have it. */
  public boolean isPerson() {
    return switch (this) {
      case READER, CHIEF_READER, BRANCH_STAFF, ENGINEER, ADMINISTRATOR -> true;
      case DEVICE, MONITOR, COMMAND -> false;
    };
  }

  /** Whether it is bound to one site. */
  public boolean isOfSite() {
    return this == BRANCH_STAFF || this == DEVICE;
  }

  /** Whether it sees patient data only where that was granted. */
  public boolean needsGrant() {
    return this == ENGINEER || this == ADMINISTRATOR;
  }

  /** The role of a person by its name. */
  public static Optional<Role> ofPerson(String word) {
    return Arrays.stream(values())
        .filter(role -> role.isPerson() && role.word.equals(word))
        .findFirst();
  }

  /** The names of people's roles, for messages. */
  public static String people() {
    return Arrays.stream(values())
        .filter(Role::isPerson)
        .map(Role::word)
        .collect(Collectors.joining(", "));
  }
}

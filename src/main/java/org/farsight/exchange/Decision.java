package org.farsight.exchange;

import java.time.Instant;

/**
 * What a person has done with an object that was kept back; told to its exchange too. Never taken
 * back, only followed by another.
 *
 * @param at when
 * @param kind what
 * @param who the name that the person gave
 * @param why in the person's words
 * @param detail what it led to, without patient data: an exchange, a site, a digest; may be empty
 */
public record Decision(Instant at, Kind kind, String who, String why, String detail) {

  /** What can be done. */
  public enum Kind {
    /** It has joined an exchange. */
    RELEASED,
    /** It has taken the place of the object that was known, which is kept under the same number. */
    REPLACED,
    /** Its bytes are kept and it goes nowhere; nobody needs to look again. */
    DISMISSED,
    /** It counts as sent by another site. */
    ASSIGNED,
    /** Somebody has looked at a patient's data in it, or taken its bytes. */
    OPENED;

    /** True if nobody waits for a decision after it. */
    public boolean settles() {
      return switch (this) {
        case RELEASED, REPLACED, DISMISSED -> true;
        case ASSIGNED, OPENED -> false;
      };
    }
  }

  /**
   * Who decides, and why; both go into the story.
   *
   * @param who a name, at most {@value #LONGEST_NAME} characters
   * @param why a reason, at most {@value #LONGEST_REASON} characters
   */
  public record Maker(String who, String why) {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_REASON = 300;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is blank, too long or holds control characters
     */
    public Maker {
      who = checked("by", who, LONGEST_NAME);
      why = checked("why", why, LONGEST_REASON);
    }

    private static String checked(String name, String text, int longest) {
      String stripped = text.strip();
      if (stripped.isEmpty()) {
        throw new IllegalArgumentException(name + " is missing: decisions are told with both");
      }
      if (stripped.codePointCount(0, stripped.length()) > longest
          || stripped.codePoints().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            name + " is one line of at most " + longest + " characters");
      }
      return stripped;
    }

    /** The decision, with what it led to. */
    public Decision at(Instant time, Kind kind, String detail) {
      return new Decision(time, kind, who, why, detail);
    }
  }
}

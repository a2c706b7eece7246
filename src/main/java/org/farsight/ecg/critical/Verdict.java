package org.farsight.ecg.critical;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.farsight.ecg.Statement;

/**
 * What one rule says of a recording.
 *
 * @param ruleId the rule's id in the table
 * @param name what the rule is called
 * @param source the published lists that were asked, with their editions
 * @param outcome what became of it
 */
public record Verdict(String ruleId, Words name, Words source, Outcome outcome) {

  public Verdict {
    Objects.requireNonNull(ruleId);
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
    Objects.requireNonNull(outcome);
  }

  /** Whether the value is critical. */
  public boolean isHit() {
    return outcome instanceof Outcome.Hit;
  }

  /** What can become of a rule. */
  public sealed interface Outcome {

    /**
     * It holds.
     *
     * @param evidence what it holds by, one for each condition
     */
    record Hit(List<Evidence> evidence) implements Outcome {
      public Hit {
        evidence = List.copyOf(evidence);
      }
    }

    /** It does not hold. */
    record Clear() implements Outcome {}

    /**
     * Nobody can say.
     *
     * @param reason what is missing: {@code needs the shortest RR, which the cart did not give}
     */
    record Undecided(Words reason) implements Outcome {}
  }

  /**
   * What speaks for a condition.
   *
   * @param words the value measured, or what was said in the words of the table, never those of the
   *     file
   * @param author who says it; empty for a measurement
   */
  public record Evidence(Words words, Optional<Statement.Author> author) {
    public Evidence {
      Objects.requireNonNull(words);
      Objects.requireNonNull(author);
    }
  }
}

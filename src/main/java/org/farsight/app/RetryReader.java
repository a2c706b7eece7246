package org.farsight.app;

import java.time.Duration;
import org.farsight.exchange.CircuitRule;
import org.farsight.exchange.RetryPolicy;

/** Reads when work that did not succeed is tried again. */
final class RetryReader {
  private RetryReader() {}

  static Configuration.Retries read(Settings s) {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    CircuitRule rule = CircuitRule.DEFAULT;
    int longest = s.number("retry.longest-seconds", seconds(policy.fast()), 1, 3600);
    int slow = s.number("retry.slow-seconds", seconds(policy.slow()), 1, 86_400);
    if (slow < longest) {
      s.mistake(
          s.place("retry.slow-seconds"),
          "retry.slow-seconds is less than the " + longest + " of retry.longest-seconds");
    }
    return new Configuration.Retries(
        new RetryPolicy(
            policy.first(),
            Duration.ofSeconds(longest),
            s.number("retry.attempts", policy.attempts(), 1, 1000),
            Duration.ofSeconds(slow)),
        new CircuitRule(
            s.number("circuit.failures", rule.failures(), 1, 1000),
            rule.first(),
            Duration.ofSeconds(
                s.number("circuit.longest-wait-seconds", seconds(rule.longest()), 2, 3600))));
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }
}

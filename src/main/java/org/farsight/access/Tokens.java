package org.farsight.access;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that are good, in memory: each request of a device is known by one look. Safe for use
 * by many threads.
 */
public final class Tokens {
  private final Accounts accounts;
  private final InstantSource clock;
  private final String command = Secrets.token();
  private final String commandDigest = Secrets.digest(command);
  private volatile Map<String, Visitor> good = Map.of();

  /**
   * A token as its maker sees it, once.
   *
   * @param secret what the program sends
   */
  public record Made(AccessToken token, String secret) {
    /** Hides the secret. */
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /** Reads those that are kept. */
  public Tokens(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
    read();
  }

  private void read() {
    Map<String, Visitor> all = new HashMap<>();
    for (AccessToken token : accounts.tokens()) {
      if (token.revokedAt().isEmpty()) {
        all.put(token.digest(), token.visitor());
      }
    }
    good = Map.copyOf(all);
  }

  /** The token of this machine's commands; another one at each start. */
  public String command() {
    return command;
  }

  /** Whose token it is, if it is good. */
  public Optional<Visitor> visitor(String secret) {
    String digest = Secrets.digest(secret);
    return digest.equals(commandDigest)
        ? Optional.of(Visitor.command())
        : Optional.ofNullable(good.get(digest));
  }

  /** Makes one: a site's, or a monitor's where no site is named. */
  public synchronized Made make(Optional<String> site, String label, String by) {
    String secret = Secrets.token();
    AccessToken token =
        new AccessToken(
            Secrets.id(),
            Secrets.digest(secret),
            site.isPresent() ? Role.DEVICE : Role.MONITOR,
            site,
            label,
            now(),
            by,
            Optional.empty());
    accounts.add(token);
    read();
    return new Made(token, secret);
  }

  /** Revokes one; false where there is none that is good. */
  public synchronized boolean revoke(String id) {
    boolean done = accounts.revoke(id, now());
    read();
    return done;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

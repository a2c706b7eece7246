package org.farsight.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. In memory: after a restart people sign in again. A session's id is known by its
 * digest only, so that what is in memory opens nothing. Safe for use by many threads.
 */
public final class Sessions {

  /**
   * How long a session lasts.
   *
   * @param idle without a request
   * @param absolute whatever happens
   * @param most sessions at a time; the one that was used longest ago makes room
   */
  public record Limits(Duration idle, Duration absolute, int most) {
    /** 30 minutes without a request, 12 hours at most, 10,000 sessions. */
    public static final Limits USUAL =
        new Limits(Duration.ofMinutes(30), Duration.ofHours(12), 10_000);
  }

  private record Session(Visitor visitor, Instant startedAt, Instant seenAt) {}

  private final Limits limits;
  private final InstantSource clock;
  private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /** None at first. */
  public Sessions(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Begins one; gives its id, which only the visitor keeps. */
  public synchronized String open(Visitor visitor) {
    String id = Secrets.token();
    Instant now = clock.instant();
    sessions.put(Secrets.digest(id), new Session(visitor, now, now));
    if (sessions.size() > limits.most()) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    return id;
  }

  /** Whose session it is, if it lasts; counts as a sign of life. */
  public synchronized Optional<Visitor> visitor(String id) {
    String key = Secrets.digest(id);
    Instant now = clock.instant();
    Optional<Session> session = lasting(key, now);
    session.ifPresent(one -> sessions.put(key, new Session(one.visitor(), one.startedAt(), now)));
    return session.map(Session::visitor);
  }

  /** Whether it lasts; asking is no sign of life. */
  public synchronized boolean lasts(String id) {
    return lasting(Secrets.digest(id), clock.instant()).isPresent();
  }

  private Optional<Session> lasting(String key, Instant now) {
    @Nullable Session session = sessions.get(key);
    if (session == null) {
      return Optional.empty();
    }
    boolean over =
        !now.isBefore(session.seenAt().plus(limits.idle()))
            || !now.isBefore(session.startedAt().plus(limits.absolute()));
    if (over) {
      sessions.remove(key);
      return Optional.empty();
    }
    return Optional.of(session);
  }

  /** Ends one. */
  public synchronized void close(String id) {
    sessions.remove(Secrets.digest(id));
  }

  /** Ends all of a person: the account has changed. */
  public synchronized void closeAllOf(String name) {
    sessions.values().removeIf(session -> session.visitor().name().equalsIgnoreCase(name));
  }
}

package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.exchange.StoryLine.Event;

/**
 * Port: sums over the examinations of a site that began within a span of time. Each costs what came
 * in that span and holds none of it in memory. Safe for use by many threads.
 */
public interface Balances {

  /** Sites that exchanges of a time are from, or objects that were kept back. */
  Set<String> sites(Instant from, Instant to);

  /** What came. */
  Received received(Span span);

  /** How much of it a target owes or has. */
  AtTarget at(Span span, Owing owing);

  /** Exchanges that a target has not or not whole, in the order in which they began. */
  List<Difference> differences(Span span, Owing owing, int limit);

  /** What was kept back, in the order in which it came. */
  List<KeptBack> keptBack(Span span, int limit);

  /** Objects kept back, by reason. */
  Map<QuarantineReason, Long> keptBackByReason(Span span);

  /** Exchanges that a step has refused for good and that wait for a person, by step. */
  Map<String, Long> refusedByStep(Span span);

  /** In how many exchanges each of these happened, by event and step; what never did is missing. */
  List<Happened> happened(Span span, Set<Event> events);

  /** Critical values that were found within the span. */
  List<CriticalValue> criticals(Span span);

  /** How many were read, and how many of their reports are back at the branch. */
  Reads reads(Span span);

  /** Times from the first byte of an exchange until something was first told of it. */
  Optional<Times> until(Span span, Event event);

  /** Times from the first byte of an exchange until a target first had it; empty where none did. */
  Optional<Times> times(Span span, String target);

  /**
   * Reads of examinations, and their way back.
   *
   * @param read examinations with a signed report
   * @param reports examinations with a report that is to go back to the branch
   * @param returned of these, those of which each required way has the newest version
   * @param amended of these, those with a report of more than one version
   */
  record Reads(long read, long reports, long returned, long amended) {
    /** Whether all that is to go back is there. */
    public boolean isBalanced() {
      return reports == returned;
    }
  }

  /**
   * A site and a time.
   *
   * @param from inclusive
   * @param to exclusive
   */
  record Span(String siteId, Instant from, Instant to) {}

  /**
   * What a target is owed.
   *
   * @param step the target's step
   * @param kinds kinds of examination that it takes
   */
  record Owing(String step, Set<Kind> kinds) {
    /** Takes a copy. */
    public Owing {
      kinds = Set.copyOf(kinds);
    }

    /** What a target is owed. */
    public static Owing to(Target target) {
      return new Owing(
          target.id(),
          Arrays.stream(Kind.values())
              .filter(kind -> kind.isExamination() && target.takes(kind))
              .collect(Collectors.toSet()));
    }
  }

  /**
   * What came.
   *
   * @param studies exchanges that are studies
   * @param ecgs exchanges that are ECGs
   * @param objects new objects in them
   * @param bytes of these objects
   * @param repeats how often the same bytes came again
   * @param keptBack objects that were kept back, whether or not of one of these exchanges
   */
  record Received(long studies, long ecgs, long objects, long bytes, long repeats, long keptBack) {
    /** Exchanges of either kind. */
    public long exchanges() {
      return studies + ecgs;
    }
  }

  /**
   * What a target owes or has. It is owed an exchange that it has a step for, or that is not
   * converted yet and of a kind it takes.
   *
   * @param exchanges that it is owed
   * @param objects in these
   * @param exchangesThere exchanges of these whose newest revision it has accepted
   * @param objectsThere objects of these that it has accepted
   * @param notOwed exchanges that were converted and are not for it, by rule
   */
  record AtTarget(
      long exchanges, long objects, long exchangesThere, long objectsThere, long notOwed) {
    /** Whether it has all that it is owed. */
    public boolean isBalanced() {
      return objects == objectsThere && exchanges == exchangesThere;
    }
  }

  /**
   * An exchange that a target has not, or not whole.
   *
   * @param objects how many it has
   * @param there how many of these the target has accepted
   * @param cause what it waits for
   * @param why what is in the way, without patient data; may be empty
   */
  record Difference(
      String exchangeId,
      Kind kind,
      String modality,
      Instant firstAt,
      int objects,
      int there,
      Cause cause,
      String why) {}

  /** Why a target has not what it is owed. */
  enum Cause {
    /** It is not converted yet. */
    NOT_CONVERTED("is not converted yet", "尚未转换"),
    /** Its conversion did not work and is tried again. */
    CONVERSION_PARKED("its conversion is tried again", "转换将自动重试"),
    /** It cannot be converted as it is; a person must decide. */
    CONVERSION_QUARANTINED("cannot be converted, a person must decide", "无法转换，需要人工处理"),
    /** It waits for its delivery. */
    WAITING("waits for its delivery", "等待送达"),
    /** Its delivery did not work and is tried again. */
    PARKED("its delivery is tried again", "送达将自动重试"),
    /** The target has refused it for good; a person must decide. */
    QUARANTINED("was refused, a person must decide", "被拒绝，需要人工处理");

    private final String en;
    private final String zh;

    Cause(String en, String zh) {
      this.en = en;
      this.zh = zh;
    }

    /** In a few English words. */
    public String en() {
      return en;
    }

    /** In a few Chinese words. */
    public String zh() {
      return zh;
    }
  }

  /**
   * An object that was kept back.
   *
   * @param id its number in quarantine
   * @param exchangeId the exchange it contradicts; empty where there is none
   * @param settled whether a person has decided about it
   */
  record KeptBack(
      long id, Instant at, QuarantineReason reason, Optional<String> exchangeId, boolean settled) {}

  /**
   * Something that happened.
   *
   * @param step at which step; may be empty
   * @param exchanges in how many exchanges
   * @param repeatedly in how many of these more than once
   */
  record Happened(Event event, String step, long exchanges, long repeatedly) {}

  /**
   * Durations in order of length.
   *
   * @param count how many
   * @param p50 half of them are as short
   * @param p90 nine of ten are as short
   */
  record Times(long count, Duration p50, Duration p90, Duration max) {}
}

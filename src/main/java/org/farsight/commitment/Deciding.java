package org.farsight.commitment;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Commitments.Kept;
import org.farsight.exchange.Commitments.Standing;
import org.farsight.exchange.Target;

/** Finds out which objects of a request are safe, look by look; each result is in the ledger. */
final class Deciding {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A look that a crash interrupts is made again after this. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final CommitmentPorts ports;
  private final CommitmentOptions options;
  private final Asking asking;
  private final Verdicts verdicts;

  Deciding(CommitmentPorts ports, CommitmentOptions options, Asking asking) {
    this.ports = ports;
    this.options = options;
    this.asking = asking;
    this.verdicts = new Verdicts(ports);
  }

  /** What a look at a request has found. */
  private static final class Look {
    final Map<Integer, Integer> decided = new TreeMap<>();
    final Map<String, Map<String, Kept>> toAsk = new TreeMap<>();
    boolean waiting;

    void note(Standing one, Finding finding) {
      switch (finding) {
        case Finding.Decided done -> decided.put(one.position(), done.outcome());
        case Finding.Waiting ignored -> waiting = true;
        case Finding.ToAsk ask ->
            one.keptIfAny()
                .ifPresent(
                    kept ->
                        ask.targets()
                            .forEach(
                                target ->
                                    toAsk
                                        .computeIfAbsent(target, t -> new LinkedHashMap<>())
                                        .put(one.reference().sopInstance(), kept)));
      }
    }
  }

  /** Looks at a request: decides what can be, asks whom it takes, or notes when to look again. */
  void run(Commitment request) {
    Instant now = ports.now();
    List<Standing> standing = ports.commitments().standing(request.id());
    announce(standing);
    Map<String, Target.Archive> archives = ports.archives();
    CommitmentMode mode = ports.modes().apply(request.siteId()).with(archives.size());
    Look look = look(request, standing, mode, archives.keySet(), now);
    if (look.waiting) {
      verdicts.later(request, look.decided, now.plus(pause(request, now)));
    } else if (look.toAsk.isEmpty()) {
      verdicts.decide(request, standing, look.decided, mode, archives.values());
    } else {
      // archives are asked once all is delivered, so that each is asked once
      verdicts.later(request, look.decided, now.plus(LEASE));
      Instant next = now.plus(LEASE);
      for (Map.Entry<String, Map<String, Kept>> one : look.toAsk.entrySet()) {
        Target.Archive archive = archives.get(one.getKey());
        if (archive != null) {
          Instant again = asking.ask(request, mode, archive, one.getValue());
          next = again.isBefore(next) ? again : next;
        }
      }
      verdicts.sooner(request, next);
    }
  }

  private Look look(
      Commitment request,
      List<Standing> standing,
      CommitmentMode mode,
      Set<String> archives,
      Instant now) {
    Findings findings =
        new Findings(
            request,
            mode,
            archives,
            exchange -> ports.ledger().steps(exchange),
            ports.commitments().answers(request.id()),
            options.objects(),
            options.deliveries());
    Look look = new Look();
    for (Standing one : standing) {
      if (one.reference().outcome().isEmpty()) {
        look.note(one, findings.of(one, now));
      }
    }
    return look;
  }

  /** A device that asks about all it has sent says that nothing more is to come. */
  private void announce(List<Standing> standing) {
    Set<String> exchanges = new HashSet<>();
    for (Standing one : standing) {
      if (one.keptIfAny().isEmpty()) {
        return;
      }
      one.keptIfAny().ifPresent(kept -> exchanges.add(kept.exchangeId()));
    }
    exchanges.forEach(ports.announcements()::look);
  }

  /** What is young moves fast: a twentieth of its age, within limits. */
  private static Duration pause(Commitment request, Instant now) {
    Duration pause = Duration.between(request.requestedAt(), now).dividedBy(20);
    if (pause.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}

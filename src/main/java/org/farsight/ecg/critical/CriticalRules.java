package org.farsight.ecg.critical;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.farsight.ecg.Recording;

/**
 * The table of critical values in force. Safe for use by many threads.
 *
 * @param signature who answers for the table; empty: nobody does yet
 * @param lists the published lists, by the name under which rules and sites refer to them
 * @param rules in the order of the table
 */
public record CriticalRules(
    Optional<Signature> signature, Map<String, Words> lists, List<Rule> rules) {

  /** The choice of no list: each rule by every list that has it, so that the earliest alarms. */
  public static final String EARLIEST = "earliest";

  /** No rule. */
  public static final CriticalRules NONE = new CriticalRules(Optional.empty(), Map.of(), List.of());

  public CriticalRules {
    Objects.requireNonNull(signature);
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    rules = List.copyOf(rules);
  }

  /**
   * Who has signed.
   *
   * @param by the chief reader
   * @param on the day
   */
  public record Signature(String by, LocalDate on) {
    public Signature {
      Objects.requireNonNull(by);
      Objects.requireNonNull(on);
    }
  }

  /**
   * One rule.
   *
   * @param id short and stable, a-z, 0-9 and -
   * @param name what people call it
   * @param conditions by list: what must hold altogether
   */
  public record Rule(String id, Words name, Map<String, List<Condition>> conditions) {
    public Rule {
      Objects.requireNonNull(id);
      Objects.requireNonNull(name);
      conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    }
  }

  /** Every rule by every list. */
  public List<Verdict> evaluate(Recording recording) {
    return evaluate(recording, EARLIEST);
  }

  /**
   * Every rule that a list has.
   *
   * @param list its name, or {@link #EARLIEST}
   */
  public List<Verdict> evaluate(Recording recording, String list) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Rule rule : rules) {
      Map<String, List<Condition>> asked = new LinkedHashMap<>(rule.conditions());
      if (!list.equals(EARLIEST)) {
        asked.keySet().retainAll(List.of(list));
      }
      if (!asked.isEmpty()) {
        verdicts.add(verdict(rule, asked, recording));
      }
    }
    return verdicts;
  }

  /** By the first list that alarms; else by the first that cannot be decided. */
  private Verdict verdict(Rule rule, Map<String, List<Condition>> asked, Recording recording) {
    Map<String, Verdict.Outcome> outcomes = new LinkedHashMap<>();
    asked.forEach((list, conditions) -> outcomes.put(list, outcome(conditions, recording)));
    List<String> hits = listsWith(Verdict.Outcome.Hit.class, outcomes);
    List<String> open = listsWith(Verdict.Outcome.Undecided.class, outcomes);
    List<String> counting =
        hits.isEmpty() ? (open.isEmpty() ? List.copyOf(asked.keySet()) : open) : hits;
    Verdict.Outcome outcome = Objects.requireNonNull(outcomes.get(counting.getFirst()));
    return new Verdict(rule.id(), rule.name(), source(counting), outcome);
  }

  private static List<String> listsWith(
      Class<? extends Verdict.Outcome> kind, Map<String, Verdict.Outcome> outcomes) {
    return outcomes.entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Verdict.Outcome outcome(List<Condition> conditions, Recording recording) {
    List<Verdict.Evidence> evidence = new ArrayList<>();
    Optional<Words> unknown = Optional.empty();
    for (Condition condition : conditions) {
      switch (condition.of(recording)) {
        case Answer.Yes yes -> evidence.add(yes.evidence());
        case Answer.No ignored -> {
          return new Verdict.Outcome.Clear();
        }
        case Answer.Unknown open -> unknown = unknown.or(() -> Optional.of(open.reason()));
      }
    }
    return unknown.isPresent()
        ? new Verdict.Outcome.Undecided(unknown.get())
        : new Verdict.Outcome.Hit(evidence);
  }

  private Words source(List<String> names) {
    List<Words> named =
        names.stream().map(name -> lists.getOrDefault(name, new Words(name, name))).toList();
    return new Words(
        named.stream().map(Words::en).collect(Collectors.joining("; ")),
        named.stream().map(Words::zh).collect(Collectors.joining("；")));
  }
}

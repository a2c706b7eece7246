package org.farsight.identity.hl7v2;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.IdentityDecision.Kind;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Segment;
import org.farsight.identity.Merges;

/**
 * The pairs of a merge message: each PID with the MRG that follows it (HL7 v2.5.1 §3.3.40). All are
 * looked at before any is taken.
 *
 * @param message as it came
 * @param groups each PID first, with those of the wanted segments that follow it
 */
record MergePairs(Message message, List<List<Segment>> groups) {

  /** Reads one pair. */
  interface Reading {
    /** Which id is used no more, and which remains. */
    Pair pair(Segment pid, Segment merge) throws DocumentException;
  }

  /**
   * Two ids of one patient.
   *
   * @param merged used no more
   * @param into remains
   */
  record Pair(Subject.Id merged, Subject.Id into) {
    private IdentityDecision decision(int number) {
      return new IdentityDecision(
          number, Instant.EPOCH, Kind.MERGE, key(merged), key(into), "", "", "");
    }

    private static Key key(Subject.Id id) {
      return new Key(id.issuer().orElse(""), id.value());
    }

    /** Hides the ids. */
    @Override
    public String toString() {
      return "Pair[…]";
    }
  }

  /**
   * Groups the segments of a message.
   *
   * @param wanted its PID and MRG among others, in order
   */
  static MergePairs of(Message message, List<Segment> wanted) {
    List<List<Segment>> groups = new ArrayList<>();
    for (Segment segment : wanted) {
      if (segment.name().equals("PID")) {
        groups.add(new ArrayList<>());
      }
      if (!groups.isEmpty()) {
        groups.getLast().add(segment);
      }
    }
    return new MergePairs(message, groups);
  }

  /** Whether it is more than one pair, or tries to be. */
  boolean areSeveral() {
    return groups.size() > 1;
  }

  /**
   * Reads all.
   *
   * @throws DocumentException if one is wrong: of a PID without an MRG the place is where the MRG
   *     is missing
   */
  void check(Reading reading) throws DocumentException {
    List<IdentityDecision> before = new ArrayList<>();
    for (List<Segment> group : groups) {
      Segment pid = group.getFirst();
      List<Segment> merges =
          group.stream().filter(segment -> segment.name().equals("MRG")).toList();
      if (merges.isEmpty()) {
        throw new DocumentException("a patient of a merge without an MRG behind it", pid.at(3));
      }
      if (merges.size() > 1) {
        throw new DocumentException("a second MRG for one PID", merges.get(1).at(1));
      }
      Pair pair = reading.pair(pid, merges.getFirst());
      IdentityDecision decision = pair.decision(before.size() + 1);
      Merges sofar = Merges.of(before);
      boolean again = sofar.into(decision.from()).filter(decision.into()::equals).isPresent();
      Optional<Merges.Objection> objection = again ? Optional.empty() : sofar.objection(decision);
      if (objection.isPresent()) {
        throw new DocumentException(
            "contradicts another pair of the message: " + objection.get().en(),
            merges.getFirst().at(1));
      }
      before.add(decision);
    }
  }

  /** A message of its own for each. */
  List<byte[]> messages() {
    List<String> head = new ArrayList<>();
    List<List<String>> each = new ArrayList<>();
    for (String line : message.segments()) {
      if (line.startsWith("PID")) {
        each.add(new ArrayList<>(head));
      }
      (each.isEmpty() ? head : each.getLast()).add(line);
    }
    return each.stream()
        .map(lines -> (String.join("\r", lines) + "\r").getBytes(message.charset()))
        .toList();
  }

  /** Segments hold persons. */
  @Override
  public String toString() {
    return "MergePairs[" + groups.size() + "]";
  }
}

package org.farsight.exchange;

import java.util.List;
import java.util.Optional;

/**
 * Where exchanges go, with the way each is reached.
 *
 * @param entries all configured
 * @param afterwards what is handed over once a target has accepted an ECG
 * @param gate id of the FHIR server without whose acceptance no report goes back to its branch;
 *     empty where there is none
 */
public record Targets(List<Entry> entries, List<Afterwards> afterwards, Optional<String> gate) {

  /** A target and what delivers to it. */
  public record Entry(Target target, Delivery delivery) {}

  /**
   * What is handed to a target after it has accepted an exchange with an ECG, out of the way of
   * what is urgent: its drawing. No exchange waits for it.
   *
   * @param target id of the target
   * @param delivery is given the same work
   */
  public record Afterwards(String target, Delivery delivery) {
    /** Name of its step and of its queue. */
    public String step() {
      return target + Step.DRAWING;
    }
  }

  /** Takes a copy. */
  public Targets {
    entries = List.copyOf(entries);
    afterwards = List.copyOf(afterwards);
  }

  /** Targets of which the first FHIR server decides when a report goes back to its branch. */
  public Targets(List<Entry> entries, List<Afterwards> afterwards) {
    this(
        entries,
        afterwards,
        entries.stream()
            .map(Entry::target)
            .filter(Target.FhirServer.class::isInstance)
            .map(Target::id)
            .findFirst());
  }

  /** Targets that nothing is handed to afterwards. */
  public Targets(List<Entry> entries) {
    this(entries, List.of());
  }

  /** Those at the core hospital: all but the ways back to the branches. */
  public List<Target> central() {
    return entries.stream()
        .map(Entry::target)
        .filter(target -> !(target instanceof BranchWay))
        .toList();
  }

  /** The ways back to the branches. */
  public List<BranchWay> ways() {
    return entries.stream()
        .map(Entry::target)
        .filter(BranchWay.class::isInstance)
        .map(BranchWay.class::cast)
        .toList();
  }

  /** Those that an exchange must arrive at. */
  public List<Target> taking(Exchange exchange) {
    return entries.stream().map(Entry::target).filter(target -> target.takes(exchange)).toList();
  }

  /**
   * Those that an exchange must arrive at once it is converted.
   *
   * @param archives whether archives are among them
   */
  List<Target> taking(Exchange exchange, boolean archives) {
    return taking(exchange).stream()
        .filter(
            target ->
                switch (target) {
                  case Target.FhirServer fhir -> true;
                  case Target.Archive archive -> archives;
                  case BranchWay way -> true;
                })
        .toList();
  }

  /**
   * The target that must have accepted what goes to another one; empty where nothing need. A report
   * goes back only when the core hospital has it, so that nobody is told what may yet be refused
   * there. A critical value waits for nobody.
   */
  Optional<String> before(Target target, Kind kind) {
    return target instanceof BranchWay && kind == Kind.REPORT ? gate : Optional.empty();
  }

  /**
   * What goes back to a branch waits, also where a newer revision came while an older one was being
   * handed over: until the target before it has accepted what is wanted now.
   */
  Step inTurn(Ledger.Transaction tx, Exchange exchange, Step step) {
    boolean early =
        step.dueAt() != null
            && step.done() < step.wanted()
            && target(step.name())
                .flatMap(target -> before(target, exchange.kind()))
                .filter(first -> !hasAccepted(tx, exchange, first, step.wanted()))
                .isPresent();
    return early ? step.waitingFor(step.wanted()) : step;
  }

  /** The archive that a step hands objects to; empty for any other step. */
  Optional<Target.Archive> archive(Step delivery) {
    return target(delivery.name())
        .filter(target -> target.id().equals(delivery.name()))
        .filter(Target.Archive.class::isInstance)
        .map(Target.Archive.class::cast);
  }

  /** Whether a target has accepted a revision of an exchange, or a later one. */
  static boolean hasAccepted(
      Ledger.Transaction tx, Exchange exchange, String target, int revision) {
    return tx.step(exchange.id(), target).filter(step -> step.done() >= revision).isPresent();
  }

  /**
   * Whether a target keeps the very bytes of what it has accepted: an archive those of a study's
   * objects, a FHIR server those of an ECG file, which its transaction carries.
   */
  public boolean holdsBytes(Kind kind, String target) {
    return entries.stream()
        .map(Entry::target)
        .filter(one -> one.id().equals(target))
        .anyMatch(
            one ->
                switch (one) {
                  case Target.FhirServer fhir -> kind == Kind.ECG;
                  case Target.Archive archive -> kind == Kind.STUDY;
                  case BranchWay way -> false;
                });
  }

  /** What follows the acceptance by this target. */
  Optional<Afterwards> after(String target) {
    return afterwards.stream().filter(one -> one.target().equals(target)).findFirst();
  }

  /** The target that a step of this name calls; empty where it calls none that is configured. */
  Optional<Target> target(String step) {
    return entries.stream()
        .map(Entry::target)
        .filter(target -> step.startsWith(target.id()) && stepsOf(target).contains(step))
        .findFirst();
  }

  /** Names of the steps that call a target. */
  List<String> stepsOf(Target target) {
    return target instanceof BranchWay
        ? List.of(target.id())
        : List.of(
            target.id(),
            target.id() + Step.DRAWING,
            target.id() + Step.PATIENTS,
            target.id() + Step.REJECTION);
  }

  /** What delivers by a step of this name; empty where it is not configured any more. */
  public Optional<Delivery> delivery(String step) {
    return entries.stream()
        .filter(entry -> entry.target().id().equals(step))
        .map(Entry::delivery)
        .findFirst()
        .or(
            () ->
                afterwards.stream()
                    .filter(one -> one.step().equals(step))
                    .map(Afterwards::delivery)
                    .findFirst())
        .or(
            () ->
                entries.stream()
                    .filter(entry -> step.equals(entry.target().id() + Step.PATIENTS))
                    .flatMap(entry -> entry.delivery().ofPatients().stream())
                    .findFirst())
        .or(
            () ->
                entries.stream()
                    .filter(entry -> step.equals(entry.target().id() + Step.REJECTION))
                    .flatMap(entry -> entry.delivery().ofRejections().stream())
                    .findFirst());
  }

  /** Names of the steps that tell archives of recalls. */
  public List<String> rejectionSteps() {
    return entries.stream()
        .filter(entry -> entry.delivery().ofRejections().isPresent())
        .map(entry -> entry.target().id() + Step.REJECTION)
        .toList();
  }

  /** Names of the steps that carry out what is decided about patients. */
  public List<String> patientSteps() {
    return entries.stream()
        .filter(entry -> entry.delivery().ofPatients().isPresent())
        .map(entry -> entry.target().id() + Step.PATIENTS)
        .toList();
  }
}

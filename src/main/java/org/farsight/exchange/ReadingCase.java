package org.farsight.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * One read to be done: a Task at the FHIR server as a worklist shows it. Holds a person, so {@code
 * toString} says only what may be logged.
 *
 * @param id the exchange's id; of an addendum that with the revision behind it
 * @param exchangeId what is to be read
 * @param addendum true: something came after an earlier case of the exchange was completed
 * @param siteId where the examination was made
 * @param person who was examined
 * @param examination what was done
 * @param task the Task as it was seen last
 * @param times when what happened
 * @param report the newest signed report of it
 * @param conflict what another program did that the state table forbids, until a lawful move
 *     follows
 * @param change number of this row's last change; rises over all rows
 */
public record ReadingCase(
    String id,
    String exchangeId,
    boolean addendum,
    String siteId,
    Person person,
    Examination examination,
    TaskView task,
    Times times,
    Optional<Report> report,
    Optional<Conflict> conflict,
    long change) {

  /** The most urgent first, then what has the least time left, then what came first. */
  public static final Comparator<ReadingCase> URGENCY =
      Comparator.comparing((ReadingCase one) -> one.urgency())
          .reversed()
          .thenComparing(one -> one.task().deadline().orElse(Instant.MAX))
          .thenComparing(one -> one.times().received())
          .thenComparing(ReadingCase::id);

  /** Task.status (R4 value set task-status). */
  public enum Status {
    DRAFT,
    REQUESTED,
    RECEIVED,
    ACCEPTED,
    REJECTED,
    READY,
    CANCELLED,
    IN_PROGRESS,
    ON_HOLD,
    FAILED,
    COMPLETED,
    ENTERED_IN_ERROR;

    /** As FHIR writes it. */
    public String code() {
      return FhirCode.of(this);
    }

    /** Whether somebody still has to do something. */
    public boolean isOpen() {
      return switch (this) {
        case DRAFT, REQUESTED, RECEIVED, ACCEPTED, READY, IN_PROGRESS, ON_HOLD -> true;
        case REJECTED, CANCELLED, FAILED, COMPLETED, ENTERED_IN_ERROR -> false;
      };
    }
  }

  /** Task.businessStatus. */
  public enum Progress {
    /** Objects still come in. */
    RECEIVING,
    /** It can be read. */
    COMPLETE,
    /** A reader has it. */
    CLAIMED,
    /** A report is there that is not signed. */
    PRELIMINARY_READ,
    /** A second reader looks at it. */
    SECOND_READ,
    /** The report is signed. */
    SIGNED,
    /** The branch's system has the report. */
    DELIVERED,
    /** Somebody at the branch has opened the report. */
    OPENED_AT_BRANCH;

    /** As the code system writes it. */
    public String code() {
      return FhirCode.of(this);
    }

    /** The one with this code. */
    public static Optional<Progress> of(String code) {
      for (Progress one : values()) {
        if (one.code().equals(code)) {
          return Optional.of(one);
        }
      }
      return Optional.empty();
    }
  }

  /** Constants are the standard's codes in capitals. */
  private static final class FhirCode {
    static String of(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Who was examined.
   *
   * @param reference of the Patient at the FHIR server
   * @param patientId as the site has it; may be empty
   * @param name as people read it; may be empty
   * @param sex Patient.gender; may be empty
   * @param birthDate empty where nobody told it
   */
  public record Person(
      String reference, String patientId, String name, String sex, Optional<LocalDate> birthDate) {
    /** Hides the person. */
    @Override
    public String toString() {
      return "Person[…]";
    }
  }

  /**
   * What was done.
   *
   * @param accession may be empty
   * @param description the order's or the study's words; may be empty
   */
  public record Examination(String accession, String modality, String description) {
    /** Hides the words: people write names into them. */
    @Override
    public String toString() {
      return "Examination[" + modality + "]";
    }
  }

  /**
   * The Task.
   *
   * @param reference {@code Task/id}
   * @param version of it that was seen last
   * @param order reference of the ServiceRequest; may be empty
   * @param critical whether a rule found a critical value
   * @param owner who has to do it now
   * @param deadline Task.restriction.period.end
   */
  public record TaskView(
      String reference,
      String version,
      Instant updatedAt,
      String order,
      Status status,
      Progress progress,
      Priority priority,
      boolean critical,
      Owner owner,
      Optional<Instant> deadline) {

    /** Whether somebody has it: a department's open case may be taken by any of its readers. */
    public boolean isClaimed() {
      return status.isOpen()
          && (owner.kind() == OwnerKind.READER
              || status == Status.ACCEPTED
              || status == Status.IN_PROGRESS);
    }
  }

  /** What an owner is. */
  public enum OwnerKind {
    /** A group of readers. */
    DEPARTMENT,
    /** One reader. */
    READER,
    /** Whoever another program named. */
    OTHER
  }

  /**
   * Who has to do it.
   *
   * @param id a department's or a reader's short name where it is ours, else the reference
   * @param name as people read it
   */
  public record Owner(OwnerKind kind, String id, String name) {}

  /**
   * When what happened.
   *
   * @param received the first byte
   * @param complete it could be read
   * @param claimed somebody has taken it
   * @param signed the newest report was signed
   */
  public record Times(
      Instant received,
      Optional<Instant> complete,
      Optional<Instant> claimed,
      Optional<Instant> signed) {}

  /**
   * A signed report.
   *
   * @param reference {@code DiagnosticReport/id}
   * @param version of it
   * @param status DiagnosticReport.status
   * @param by who signed, as people read it; may be empty
   */
  public record Report(String reference, String version, String status, String by, Instant at) {}

  /** What another program did that the state table forbids. */
  public record Conflict(Instant at, Alarm.Words words) {}

  /** How urgent: a critical value is as urgent as can be. */
  public Priority urgency() {
    return task.critical() ? Priority.STAT : task.priority();
  }

  /** Whether its time is over while it is open. */
  public boolean isOverdue(Instant now) {
    return task.status().isOpen() && task.deadline().filter(end -> end.isBefore(now)).isPresent();
  }

  /** Time left on its clock, negative when it is over. */
  public Optional<Duration> left(Instant now) {
    return task.deadline().map(end -> Duration.between(now, end));
  }

  /** The same with another number. */
  public ReadingCase changed(long number) {
    return new ReadingCase(
        id,
        exchangeId,
        addendum,
        siteId,
        person,
        examination,
        task,
        times,
        report,
        conflict,
        number);
  }

  /** The same of this person. */
  public ReadingCase of(Person other) {
    return new ReadingCase(
        id,
        exchangeId,
        addendum,
        siteId,
        other,
        examination,
        task,
        times,
        report,
        conflict,
        change);
  }

  /** The same with a signed report. */
  public ReadingCase read(Report signed) {
    Times then =
        new Times(times.received(), times.complete(), times.claimed(), Optional.of(signed.at()));
    return new ReadingCase(
        id,
        exchangeId,
        addendum,
        siteId,
        person,
        examination,
        task,
        then,
        Optional.of(signed),
        conflict,
        change);
  }

  /** The same after its report was withdrawn. */
  public ReadingCase unread() {
    Times then = new Times(times.received(), times.complete(), times.claimed(), Optional.empty());
    return new ReadingCase(
        id,
        exchangeId,
        addendum,
        siteId,
        person,
        examination,
        task,
        then,
        Optional.empty(),
        conflict,
        change);
  }

  /** The same with or without a conflict. */
  public ReadingCase with(Optional<Conflict> other) {
    return new ReadingCase(
        id, exchangeId, addendum, siteId, person, examination, task, times, report, other, change);
  }

  @Override
  public String toString() {
    return "Case " + id + " " + task.status();
  }
}

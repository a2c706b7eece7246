package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Port: the truth of transport. Safe for use by many threads. */
public interface Ledger {

  /**
   * Runs one transaction; it is durable when this returns, and undone when anything is thrown. The
   * work is run once, by one thread at a time, and must not keep the transaction.
   */
  <T> T write(Function<Transaction, T> work);

  /** The exchange with this id. */
  Optional<Exchange> exchange(String id);

  /**
   * Exchanges that an id speaks of: exchange id, Study or SOP Instance UID, accession number or
   * patient id, newest first.
   */
  List<Exchange> find(String anyId, int limit);

  /** The newest exchanges; {@code siteId} null means all sites. */
  List<Exchange> newest(@Nullable String siteId, int limit);

  /** Its arrivals above a revision, in order of revision. */
  List<Arrival> arrivals(String exchangeId, int aboveRevision);

  /** Counts of its arrivals, without reading them all. */
  Totals totals(String exchangeId);

  /** Its steps, the conversion first. */
  List<Step> steps(String exchangeId);

  /** One of its steps. */
  Optional<Step> step(String exchangeId, String name);

  /** Names of the steps that have work and a time for it, at whatever exchange. */
  List<String> scheduled();

  /** Steps of one name whose time has come: the most urgent first, then what waits longest. */
  List<Due> due(String step, Instant now, int limit);

  /** Where the Bundle of the newest conversion is, with the revision it was made of. */
  Optional<Converted> converted(String exchangeId);

  /** The ECG recording with this key, where one has been written. */
  Optional<Recordings.Written> recording(String key);

  /** Which order it belongs to, where that was asked. */
  Optional<OrderMatch> orderMatch(String exchangeId);

  /** Its story, oldest first. */
  List<StoryLine> story(String exchangeId);

  /** What waits for a person, newest first. */
  List<QuarantineEntry> quarantine(int limit);

  /** The newest signed report of this exchange, where one has been noticed. */
  Optional<ReadingCase.Report> read(String exchangeId);

  /** The reports on an examination, with how far each has come back; the oldest first. */
  List<ReportReturn> reports(String exchangeId);

  /** What was kept back because of this exchange. */
  List<QuarantineEntry> quarantineOf(String exchangeId);

  /** Steps that are quarantined, newest first. */
  List<Step> quarantinedSteps(int limit);

  /** Number of steps with trouble or waiting, by step name: for metrics. */
  Map<String, Long> openSteps();

  /**
   * What was announced of a study, if it was and is all here, and part of it came after a revision:
   * a signal is used up by the conversion that it brought about.
   *
   * @param exchange as it stands
   * @param done the revision that has been converted
   */
  Optional<Signal> reached(Exchange exchange, int done);

  /** Number of exchanges in all. */
  long exchanges();

  /** Number of arrivals in all, repeats not counted. */
  long arrivals();

  /**
   * Counts of arrivals.
   *
   * @param count new arrivals
   * @param bytes their length
   * @param repeats how often the same bytes came again
   */
  record Totals(int count, long bytes, int repeats) {}

  /**
   * A step whose time has come.
   *
   * @param exchange whose
   * @param step name of the step
   */
  record Due(Exchange exchange, String step) {}

  /**
   * A conversion's result.
   *
   * @param revision of the exchange it was made of
   * @param bundle where the Bundle is
   */
  record Converted(int revision, Content bundle) {}

  /** What can be done within one transaction. */
  interface Transaction {
    /** The arrival that holds this SOP Instance UID, at whatever site. */
    Optional<Arrival> arrivalOfInstance(String sopInstance);

    /** The arrival of a file that is no DICOM object, with this digest. */
    Optional<Arrival> arrivalOfFile(String digest);

    /** The exchange with this key (Study Instance UID, or digest of an ECG file). */
    Optional<Exchange> exchangeOfKey(Kind kind, String key);

    /** The exchange with this id. */
    Optional<Exchange> exchange(String id);

    /** The step, if it exists. */
    Optional<Step> step(String exchangeId, String name);

    /** Its steps, the conversion first. */
    List<Step> steps(String exchangeId);

    /** Writes a new exchange with revision 0. */
    void open(Exchange exchange);

    /**
     * Appends an arrival and raises the exchange's revision to {@code arrival.revision()}. An
     * exchange without an accession number takes the arrival's.
     *
     * @param arrival its {@code id} is ignored
     */
    void append(Arrival arrival);

    /** Makes an exchange and its steps at least so urgent. */
    void raise(String exchangeId, Priority least);

    /** The same bytes came again. */
    void repeated(Arrival arrival, Instant at);

    /**
     * What was kept back with these bytes, whatever the reason; the newest where there are more.
     */
    Optional<QuarantineEntry> keptBack(String digest);

    /** Keeps an object back; the same bytes for the same reason are only counted. Gives the id. */
    long keepBack(QuarantineEntry entry);

    /** Writes a step, new or changed. */
    void put(Step step);

    /**
     * Makes all parked steps of a name due, as old as their exchanges are: what was in their way is
     * gone.
     */
    void wake(String step);

    /** The result of the newest conversion. */
    Optional<Converted> converted(String exchangeId);

    /** Notes the result of the newest conversion, replacing the one before. */
    void converted(String exchangeId, Converted converted);

    /**
     * Notes a recording that this exchange writes, unless one with the same key was noted before.
     *
     * @return the one that was first
     */
    Recordings.Written firstOf(Recordings.Written recording);

    /**
     * The commit waits until these bytes are durable, and fails if they cannot be made so. They are
     * this transaction's from now on, also if it is undone.
     */
    void commitsAfter(ContentStore.Syncing bytes);

    /** Requests for storage commitment. */
    Commitments.Writer commitments();

    /** Performed procedure steps, and what others announce. */
    PerformedStep.Writer performedSteps();

    /** What people do, and what is found broken. */
    Interventions.Writer interventions();

    /** The order book. */
    OrderBook.Writer orders();

    /** Which examinations belong to which orders. */
    OrderMatches.Writer orderMatches();

    /** Alarms, and what is to be told of them. */
    Alarms.Writer alarms();

    /** Who is known under which id, and what was decided about them. */
    Identities.Writer identities();

    /** Cases to be read. */
    Cases.Writer cases();

    /** What has come back to the branches. */
    Returns.Writer returns();

    /** Critical values that branches are told of. */
    CriticalValues.Writer criticals();

    /** Appends to the story. */
    void tell(String exchangeId, StoryLine line);
  }
}

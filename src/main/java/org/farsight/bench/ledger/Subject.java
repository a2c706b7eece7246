package org.farsight.bench.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Content;
import org.farsight.exchange.Description;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Kind;
import org.farsight.exchange.NameTerm;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Retention;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.Way;
import org.farsight.ledger.LedgerFilling;
import org.farsight.ledger.RetentionSweep;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.ledger.SweepListener;

/** One ledger that operations are timed on; their subjects are drawn by lot, the same each run. */
final class Subject implements AutoCloseable {
  /** Exchanges that one sweep takes the bytes from. */
  static final int SWEPT = 40;

  private static final int PAGE = 100;

  private final SqlLedger ledger;
  private final SegmentStore store;
  private final LedgerFilling filling;
  private final long exchanges;
  private final Random lot = new Random(5);
  private int received;
  private int swept;

  /** What is timed. */
  enum Operation {
    NEW_STUDY("receive: the first object of a study"),
    FURTHER_OBJECT("receive: a further object of a study"),
    SAME_AGAIN("receive: the same object again"),
    TRACE_BY_STUDY("trace by Study Instance UID"),
    TRACE_BY_INSTANCE("trace by SOP Instance UID"),
    TRACE_BY_ACCESSION("trace by accession number"),
    TRACE_BY_PATIENT("trace by patient id"),
    NEWEST("the newest 100"),
    NEWEST_OF_SITE("the newest 100 of a site"),
    QUERY_DAY("query: a day, site and modality, with its studies"),
    QUERY_PATIENT("query: a patient's studies"),
    QUERY_NAME("query: a name, with its studies"),
    QUERY_NAME_BEGINNING("query: the beginning of a name, with its studies"),
    OPEN_CASES("worklist: the 200 open cases"),
    CLOSED_CASES("worklist: the newest 100 closed ones"),
    CASES_OF_PATIENT("worklist: priors of a patient"),
    DUE("sweep: what is due"),
    OPEN_STEPS("metrics: open steps");

    private final String words;

    Operation(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private Subject(SqlLedger ledger, SegmentStore store, LedgerFilling filling, long exchanges) {
    this.ledger = ledger;
    this.store = store;
    this.filling = filling;
    this.exchanges = exchanges;
  }

  static Subject open(SqlLedger.Options place, LedgerFilling filling, long exchanges)
      throws IOException {
    SqlLedger ledger = SqlLedger.open(place);
    try {
      Path folder = place.store().orElseThrow();
      return new Subject(
          ledger, SegmentStore.open(SegmentStore.Options.in(folder), Map.of()), filling, exchanges);
    } catch (IOException | RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /** Does it once; gives milliseconds. */
  double time(Operation operation) throws IOException {
    long number = (long) (lot.nextDouble() * exchanges);
    long start = System.nanoTime();
    int found = run(operation, number);
    double millis = (System.nanoTime() - start) / 1e6;
    if (found == 0) {
      throw new IOException(operation.words() + " found nothing");
    }
    return millis;
  }

  private int run(Operation operation, long number) throws IOException {
    return switch (operation) {
      case NEW_STUDY -> newStudy();
      case FURTHER_OBJECT -> furtherObject(number);
      case SAME_AGAIN -> sameAgain(number);
      case TRACE_BY_STUDY -> trace(LedgerFilling.study(number));
      case TRACE_BY_INSTANCE -> trace(LedgerFilling.instance(number));
      case TRACE_BY_ACCESSION -> trace(LedgerFilling.accession(number));
      case TRACE_BY_PATIENT -> trace(LedgerFilling.patient(number));
      case NEWEST -> ledger.newest(null, PAGE).size();
      case NEWEST_OF_SITE -> ledger.newest(site(number), PAGE).size();
      case QUERY_DAY -> query(day(number));
      case QUERY_PATIENT -> query(patient(number));
      case QUERY_NAME -> query(named(new NameTerm.Whole(term(number))));
      case QUERY_NAME_BEGINNING -> query(named(beginning(term(number))));
      case OPEN_CASES -> ledger.cases().open().size();
      case CLOSED_CASES -> ledger.cases().closed(PAGE).size();
      case CASES_OF_PATIENT ->
          ledger.cases().ofPatient("Patient/" + LedgerFilling.patient(number), PAGE).size();
      case DUE -> ledger.due(Step.CONVERT, now(), PAGE).size();
      case OPEN_STEPS -> ledger.openSteps().size();
    };
  }

  private Instant now() {
    return filling.at(exchanges + received + 1);
  }

  private String site(long number) {
    return filling.site() + number % LedgerFilling.SITES;
  }

  /** As intake does; a step stays due, and the one before it is done. */
  private int newStudy() {
    received++;
    String id = LedgerFilling.id(900_000_000L + received);
    String study = LedgerFilling.study(900_000_000L + received);
    Instant at = now();
    ledger.<Void>write(
        tx -> {
          if (tx.arrivalOfInstance(study + ".1.1").isPresent()
              || tx.exchangeOfKey(Kind.STUDY, study).isPresent()) {
            throw new IllegalStateException(study + " is new, and known");
          }
          tx.open(
              new Exchange(
                  id,
                  site(received),
                  Kind.STUDY,
                  study,
                  "P" + received,
                  "",
                  "",
                  "CT",
                  Priority.ROUTINE,
                  0,
                  at,
                  at));
          tx.append(arrival(id, study, 1, at));
          tx.put(new Step(id, Step.CONVERT, 0, 1, 0, at, null, "", null));
          return null;
        });
    return 1;
  }

  private int furtherObject(long number) {
    String study = LedgerFilling.study(number);
    Instant at = now();
    return ledger.write(
        tx -> {
          Exchange exchange = tx.exchangeOfKey(Kind.STUDY, study).orElseThrow();
          int next = exchange.revision() + 1;
          tx.append(arrival(exchange.id(), study, next, at));
          tx.tell(
              exchange.id(), new StoryLine(at, StoryLine.Event.NOTED, next, Step.CONVERT, "late"));
          Step convert = tx.step(exchange.id(), Step.CONVERT).orElseThrow();
          tx.put(
              new Step(
                  exchange.id(), Step.CONVERT, next, next, convert.attempts(), null, null, "", at));
          return next;
        });
  }

  private int sameAgain(long number) {
    return ledger.write(
        tx -> {
          Arrival known = tx.arrivalOfInstance(LedgerFilling.instance(number)).orElseThrow();
          tx.repeated(known, now());
          return known.revision();
        });
  }

  private static Arrival arrival(String id, String study, int revision, Instant at) {
    String instance = study + ".1." + revision;
    return new Arrival(
        0,
        id,
        revision,
        at,
        Way.C_STORE,
        "DEVICE",
        new Content("new-" + instance, "segments/new", 0, 1000),
        new ObjectFacts(
            "dicom",
            "1.2.840.10008.5.1.4.1.1.2",
            instance,
            "1.2.840.10008.1.2.1",
            study,
            study + ".1",
            "CT",
            "P",
            "",
            "",
            said(instance)),
        0);
  }

  private static Description said(String instance) {
    return new Description(
        new Description.Patient("Wang^Xiaodong=王^小东", "19700101", "O"),
        new Description.Study("20260301", "080000", "Thorax", "", ""),
        Description.Series.NONE,
        new Description.Instance(instance, 512, 512, 16, 0));
  }

  private int trace(String anyId) {
    int lines = 0;
    for (Exchange exchange : ledger.find(anyId, 20)) {
      lines += ExchangeView.of(ledger, exchange.id()).orElseThrow().story().size();
    }
    return lines;
  }

  private Catalogue.Selection day(long number) {
    String date = filling.date(number);
    return new Catalogue.Selection(
        Optional.of(site(number)),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(List.of("CT", "DX", "US", "MR").get((int) (number % 4))),
        Optional.of(date),
        Optional.of(date));
  }

  private static Catalogue.Selection patient(long number) {
    Optional<String> any = Optional.empty();
    return new Catalogue.Selection(
        any,
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.of(LedgerFilling.patient(number)),
        any,
        any,
        any,
        any);
  }

  private static String term(long number) {
    return NameTerm.of(LedgerFilling.name(number)).iterator().next();
  }

  /** All but the given name and the last digit of the family name. */
  private static NameTerm beginning(String term) {
    return new NameTerm.Beginning(term.substring(0, term.length() - 4));
  }

  private static Catalogue.Selection named(NameTerm term) {
    Optional<String> any = Optional.empty();
    return new Catalogue.Selection(
        any, Set.of(), Set.of(), Set.of(), any, any, any, any, any, Set.of(term));
  }

  private int query(Catalogue.Selection selection) throws IOException {
    AtomicInteger found = new AtomicInteger();
    ledger.catalogue().studies(selection, study -> found.incrementAndGet() < PAGE);
    return found.get();
  }

  /** Retention takes the bytes from the oldest exchanges; gives milliseconds. */
  double sweep() throws IOException {
    swept += SWEPT;
    Instant clock = now().plus(Duration.ofDays(2));
    Duration age = Duration.between(filling.at(swept), clock).minusMillis(1);
    Retention rules =
        new Retention(Optional.of(age), Optional.empty(), OptionalLong.empty(), Optional.empty());
    try (RetentionSweep sweep =
        new RetentionSweep(
            new RetentionSweep.Ports(
                ledger,
                store,
                () -> rules,
                (kind, target) -> target.equals("archive"),
                new Failing(),
                () -> clock,
                KillSwitch.OFF),
            RetentionSweep.Options.USUAL)) {
      long start = System.nanoTime();
      int exchangesSwept = sweep.run().exchanges();
      double millis = (System.nanoTime() - start) / 1e6;
      // an exchange that got a further object meanwhile is younger than it was
      if (exchangesSwept < SWEPT / 2) {
        throw new IOException("the sweep took " + exchangesSwept + " of " + SWEPT);
      }
      return millis * SWEPT / exchangesSwept;
    }
  }

  /** Says what a sweep could not do. */
  private static final class Failing implements SweepListener {
    @Override
    public void swept(Exchange exchange, int objects, long bytes) {
      // its time is all that counts
    }

    @Override
    public void removed(String file) {
      throw new IllegalStateException("no file of the filling goes");
    }

    @Override
    public void failed(Exchange exchange, RuntimeException cause) {
      throw cause;
    }

    @Override
    public void finished(RetentionSweep.Result result, Duration took) {
      // the result is returned too
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    ledger.close();
  }
}

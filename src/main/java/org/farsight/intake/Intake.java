package org.farsight.intake;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.ecg.EcgReader;
import org.farsight.exchange.BusyException;
import org.farsight.exchange.Carriage;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Receipt.Cause;
import org.farsight.exchange.Receipt.NotKept;
import org.farsight.exchange.Step;
import org.farsight.intake.Waiting.Candidate;
import org.farsight.intake.Waiting.Ended;
import org.farsight.intake.Waiting.Together;
import org.jspecify.annotations.Nullable;

/**
 * The one door for every way in. An object is spooled, digested and identified by the thread that
 * brings it; one writing thread takes all objects that wait, makes their bytes durable with one
 * sync, commits their rows in one transaction and answers all. Whoever is told {@link Receipt.Kept}
 * or {@link Receipt.Quarantined} may forget the object.
 */
public final class Intake implements AutoCloseable {
  private final Ledger ledger;
  private final ContentStore store;
  private final Doorbell doorbell;
  private final IntakeListener listener;
  private final InstantSource clock;
  private final Consumer<Exchange> joined;
  private final FileIdentifier files;
  private final Admission admission;
  private final Carriers carriers = new Carriers();
  private final GroupCommit<Waiting> writer;

  /**
   * How intake works.
   *
   * @param completeness when a study is taken as complete
   * @param ecgReaders formats of ECG that are recognised, asked in this order
   * @param longestEcg bytes; a longer ECG file is taken for broken
   * @param clock the time
   * @param joined is told, after the commit, of exchanges that objects have joined; must not block
   * @param documents formats of documents that are recognised, asked in this order
   */
  public record Options(
      Completeness completeness,
      List<EcgReader> ecgReaders,
      int longestEcg,
      InstantSource clock,
      Consumer<Exchange> joined,
      List<DocumentReader> documents) {
    /** Takes copies. */
    public Options {
      ecgReaders = List.copyOf(ecgReaders);
      documents = List.copyOf(documents);
    }

    /** Telling nobody of what has joined, and taking no documents. */
    public Options(
        Completeness completeness,
        List<EcgReader> ecgReaders,
        int longestEcg,
        InstantSource clock) {
      this(completeness, ecgReaders, longestEcg, clock, exchange -> {}, List.of());
    }

    /** By the system's clock, with ECG files up to 64 MiB. */
    public static Options of(Completeness completeness, List<EcgReader> ecgReaders) {
      return new Options(completeness, ecgReaders, 64 << 20, InstantSource.system());
    }

    /** The same, telling somebody of exchanges that objects have joined. */
    public Options telling(Consumer<Exchange> somebody) {
      return new Options(completeness, ecgReaders, longestEcg, clock, somebody, documents);
    }

    /** The same, taking documents too. */
    public Options taking(List<DocumentReader> more) {
      return new Options(completeness, ecgReaders, longestEcg, clock, joined, more);
    }
  }

  /**
   * Opens the door and starts the writing thread.
   *
   * @param doorbell is told, after the commit, of conversions that are due at once
   */
  public Intake(
      Ledger ledger,
      ContentStore store,
      Doorbell doorbell,
      IntakeListener listener,
      Options options) {
    this.ledger = ledger;
    this.store = store;
    this.doorbell = doorbell;
    this.listener = listener;
    this.clock = options.clock();
    this.joined = options.joined();
    this.files = new FileIdentifier(store, options);
    this.admission = new Admission(store, options.completeness());
    this.writer = new GroupCommit<>("intake-writer", this::write);
  }

  /**
   * Takes one object. Blocks until it is kept durably or is not kept at all.
   *
   * @return what the sender is to be told
   */
  public Receipt receive(Incoming incoming) {
    BodyInput body = new BodyInput(incoming.body());
    Receipt receipt;
    long length = 0;
    try {
      long free = store.free();
      if (free <= 0) {
        receipt = new NotKept(Cause.OUT_OF_RESOURCES, "the disk is full up to its reserve");
      } else {
        try (Spooled spooled = store.spool(body)) {
          receipt = admit(incoming, spooled);
          length = receipt instanceof NotKept ? 0 : spooled.length();
        }
      }
    } catch (IOException e) {
      receipt =
          body.brokeOff()
              ? new NotKept(Cause.BROKEN_OFF, "the sender broke off")
              : new NotKept(Cause.OUT_OF_RESOURCES, "the content store failed");
      if (!body.brokeOff()) {
        listener.failed(1, e);
      }
    }
    listener.answered(incoming.way(), incoming.site().id(), length, receipt);
    return receipt;
  }

  /**
   * Keeps what the engine itself has to say, such as a report signed here: it is not recognised by
   * its bytes, so nobody outside can bring it. Blocks until it is kept durably or is not kept.
   *
   * @param incoming how it came to be; what it announces counts for nothing
   * @param facts what it is about; patient and issuer are those of the examination, so that it
   *     contradicts nothing
   */
  public Receipt keep(Incoming incoming, ObjectFacts facts) {
    return take(List.of(incoming), List.of(new Verdict.Good(facts)));
  }

  /**
   * Keeps back what somebody else has looked at: its bytes are safe, a person must decide. Blocks
   * as {@link #keep} does.
   *
   * @param why in plain words, without patient data
   */
  public Receipt keepBack(Incoming incoming, QuarantineReason reason, String why) {
    return take(List.of(incoming), List.of(new Verdict.Bad(reason, null, why)));
  }

  /**
   * One of several that are kept together.
   *
   * @param incoming how it came
   * @param facts what it is about, as its reader says
   */
  public record Part(Incoming incoming, ObjectFacts facts) {}

  /**
   * Keeps what one message says of several, each as an object of its own, all in one transaction or
   * none. Blocks as {@link #keep} does.
   *
   * @param parts at least one, of one site, read already
   * @return what the sender is to be told of all: of the first that was not kept as it should be,
   *     else of the first
   */
  public Receipt keepTogether(List<Part> parts) {
    return take(
        parts.stream().map(Part::incoming).toList(),
        parts.stream()
            .<Verdict>map(part -> new Verdict.Good(part.facts().issuedAt(part.incoming().site())))
            .toList());
  }

  private Receipt take(List<Incoming> incoming, List<Verdict> verdicts) {
    Incoming first = incoming.getFirst();
    List<Spooled> bytes = new ArrayList<>();
    Receipt receipt;
    long length = 0;
    try {
      if (store.free() <= 0) {
        receipt = new NotKept(Cause.OUT_OF_RESOURCES, "the disk is full up to its reserve");
      } else {
        for (Incoming one : incoming) {
          bytes.add(store.spool(one.body()));
        }
        receipt = submit(incoming, bytes, verdicts);
        boolean kept = !(receipt instanceof NotKept);
        length = kept ? bytes.stream().mapToLong(Spooled::length).sum() : 0;
      }
    } catch (IOException e) {
      listener.failed(incoming.size(), e);
      receipt = new NotKept(Cause.OUT_OF_RESOURCES, "the content store failed");
    } finally {
      bytes.forEach(Spooled::close);
    }
    listener.answered(first.way(), first.site().id(), length, receipt);
    return receipt;
  }

  private Receipt submit(List<Incoming> incoming, List<Spooled> bytes, List<Verdict> verdicts) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < incoming.size(); i++) {
      candidates.add(
          new Candidate(
              incoming.get(i), at, bytes.get(i), verdicts.get(i), new CompletableFuture<>()));
    }
    if (!writer.submit(new Together(candidates))) {
      return new NotKept(Cause.OUT_OF_RESOURCES, "the engine is stopping");
    }
    // not to be interrupted: they may be kept already
    List<Receipt> receipts = candidates.stream().map(one -> one.receipt().join()).toList();
    return receipts.stream()
        .filter(receipt -> !(receipt instanceof Receipt.Kept))
        .findFirst()
        .orElse(receipts.getFirst());
  }

  private Receipt admit(Incoming incoming, Spooled spooled) throws IOException {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Announced announced = incoming.announced();
    if (announced != null) {
      return submit(incoming, at, spooled, identify(spooled, announced));
    }
    FileIdentifier.Found found = identify(spooled);
    try (Spooled bytes = found.bytes()) {
      return submit(incoming, at, bytes, found.verdict().told(incoming));
    }
  }

  private Verdict identify(Spooled spooled, Announced announced) throws IOException {
    try {
      TransferSyntax syntax = TransferSyntax.of(announced.transferSyntax());
      return DicomIdentifier.identify(spooled, syntax, announced);
    } catch (RuntimeException | StackOverflowError e) {
      listener.unexpected(e);
      return new Verdict.No(Cause.CANNOT_UNDERSTAND, unexpected(e));
    }
  }

  private FileIdentifier.Found identify(Spooled spooled) throws IOException {
    try {
      return files.identify(spooled);
    } catch (RuntimeException | StackOverflowError e) {
      listener.unexpected(e);
      Verdict bad = new Verdict.Bad(QuarantineReason.BROKEN_FILE, null, unexpected(e));
      return new FileIdentifier.Found(spooled, bad);
    }
  }

  private static String unexpected(Throwable e) {
    return "reading it failed unexpectedly (" + e.getClass().getSimpleName() + ")";
  }

  private Receipt submit(Incoming incoming, Instant at, Spooled spooled, Verdict verdict) {
    if (verdict instanceof Verdict.No no) {
      return new NotKept(no.cause(), no.why());
    }
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    if (!writer.submit(new Candidate(incoming, at, spooled, verdict, receipt))) {
      return new NotKept(Cause.OUT_OF_RESOURCES, "the engine is stopping");
    }
    return receipt.join(); // not to be interrupted: the object may be kept already
  }

  /**
   * An association has ended: what it carried may be complete.
   *
   * @param association its number, as in {@link Incoming}
   */
  public void associationClosed(long association) {
    Set<String> complete = carriers.closed(association);
    if (!complete.isEmpty()) {
      // false when the engine is stopping: quiet time serves those studies after the next start
      var unused = writer.submit(new Ended(complete, clock.instant()));
    }
  }

  /** What the open associations are carrying. */
  public Carriage carriage() {
    return carriers;
  }

  /** How many objects wait for the writing thread now: for metrics. */
  public int waiting() {
    return writer.waiting();
  }

  /** The writing thread's work: a group, or if that fails each object alone. */
  private void write(List<Waiting> group) {
    List<Candidate> candidates = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    for (Waiting one : group) {
      switch (one) {
        case Candidate candidate -> candidates.add(candidate);
        case Together together -> candidates.addAll(together.candidates());
        case Ended end -> ended.add(end);
      }
    }
    try {
      commit(candidates, ended);
    } catch (BusyException e) {
      listener.failed(candidates.size(), e);
      refuse(candidates, "not now: another program holds the ledger's database; send it again");
    } catch (RuntimeException | Error e) {
      listener.failed(candidates.size(), e);
      if (group.size() == 1) {
        refuse(candidates, "the disk or the ledger failed");
      } else {
        // one object that nobody foresaw must not keep the others out
        group.forEach(one -> write(List.of(one)));
      }
    }
  }

  private static void refuse(List<Candidate> candidates, String why) {
    NotKept refusal = new NotKept(Cause.OUT_OF_RESOURCES, why);
    candidates.forEach(candidate -> candidate.receipt().complete(refusal));
  }

  private void commit(List<Candidate> candidates, List<Ended> ended) {
    long start = System.nanoTime();
    List<Exchange> complete = new ArrayList<>();
    List<Admission.Admitted> admitted =
        ledger.write(
            tx -> {
              complete.clear();
              ended.forEach(end -> complete.addAll(end.dueNow(tx)));
              return admission.admit(tx, candidates);
            });
    for (int i = 0; i < candidates.size(); i++) {
      answer(candidates.get(i), admitted.get(i));
    }
    listener.committed(candidates.size(), System.nanoTime() - start);
    ring(admitted, complete);
  }

  private void answer(Candidate candidate, Admission.Admitted admitted) {
    Incoming incoming = candidate.incoming();
    Long association = incoming.association();
    if (association != null && admitted.receipt() instanceof Receipt.Kept kept) {
      carriers.carries(association, kept.exchangeId(), incoming.site().singleAssociation());
    }
    candidate.receipt().complete(admitted.receipt());
  }

  private void ring(List<Admission.Admitted> admitted, List<Exchange> complete) {
    Instant now = clock.instant();
    Set<String> rung = new HashSet<>();
    for (Admission.Admitted one : admitted) {
      @Nullable Exchange exchange = one.joined();
      @Nullable Step convert = one.convert();
      if (exchange != null && convert != null) {
        if (convert.isDue(now) && rung.add(exchange.id())) {
          doorbell.ring(exchange, Step.CONVERT);
        }
        joined.accept(exchange);
      }
    }
    complete.forEach(exchange -> doorbell.ring(exchange, Step.CONVERT));
  }

  /** Writes what waits, then closes the door. The ledger and the store stay open. */
  @Override
  public void close() {
    writer.close();
  }
}

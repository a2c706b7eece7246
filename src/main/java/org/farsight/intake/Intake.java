package org.farsight.intake;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    return take(incoming, new Verdict.Good(facts));
  }

  /**
   * Keeps back what somebody else has looked at: its bytes are safe, a person must decide. Blocks
   * as {@link #keep} does.
   *
   * @param why in plain words, without patient data
   */
  public Receipt keepBack(Incoming incoming, QuarantineReason reason, String why) {
    return take(incoming, new Verdict.Bad(reason, null, why));
  }

  private Receipt take(Incoming incoming, Verdict verdict) {
    Receipt receipt;
    long length = 0;
    try {
      if (store.free() <= 0) {
        receipt = new NotKept(Cause.OUT_OF_RESOURCES, "the disk is full up to its reserve");
      } else {
        try (Spooled spooled = store.spool(incoming.body())) {
          Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
          receipt = submit(incoming, at, spooled, verdict);
          length = receipt instanceof NotKept ? 0 : spooled.length();
        }
      }
    } catch (IOException e) {
      listener.failed(1, e);
      receipt = new NotKept(Cause.OUT_OF_RESOURCES, "the content store failed");
    }
    listener.answered(incoming.way(), incoming.site().id(), length, receipt);
    return receipt;
  }

  private Receipt admit(Incoming incoming, Spooled spooled) throws IOException {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Announced announced = incoming.announced();
    if (announced != null) {
      return submit(incoming, at, spooled, identify(spooled, announced));
    }
    FileIdentifier.Found found = identify(spooled);
    try (Spooled bytes = found.bytes()) {
      return submit(incoming, at, bytes, told(incoming, found.verdict()));
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

  /**
   * A document may name its own site as the issuer. Whom the sender names counts for a file that
   * names nobody; another person is kept back.
   */
  private static Verdict told(Incoming incoming, Verdict verdict) {
    if (verdict instanceof Verdict.Good of && !of.facts().kind().isExamination()) {
      return new Verdict.Good(of.facts().issuedAt(incoming.site()));
    }
    String patient = incoming.patient();
    if (patient == null || patient.isBlank() || !(verdict instanceof Verdict.Good good)) {
      return verdict;
    }
    ObjectFacts facts = good.facts();
    if (facts.patientId().isEmpty() && !facts.isDicom()) {
      return new Verdict.Good(facts.ofPatient(patient.strip()));
    }
    return facts.patientId().equals(patient.strip())
        ? verdict
        : new Verdict.Bad(
            QuarantineReason.STUDY_OF_ANOTHER_PATIENT,
            facts,
            "the file names another patient than its sender does");
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
              ended.forEach(end -> complete.addAll(dueNow(tx, end)));
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

  private static List<Exchange> dueNow(Ledger.Transaction tx, Ended ended) {
    List<Exchange> complete = new ArrayList<>();
    for (String id : ended.exchangeIds()) {
      Optional<Step> waits =
          tx.step(id, Step.CONVERT)
              .filter(step -> step.done() < step.wanted() && step.trouble() == null);
      if (waits.isPresent()) {
        tx.put(waits.get().dueAt(ended.at()));
        tx.exchange(id).ifPresent(complete::add);
      }
    }
    return complete;
  }

  /** Writes what waits, then closes the door. The ledger and the store stay open. */
  @Override
  public void close() {
    writer.close();
  }
}

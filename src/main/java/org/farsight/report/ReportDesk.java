package org.farsight.report;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.ReportDrafts;
import org.farsight.exchange.ReportDrafts.Draft;

/**
 * Where reports are written, signed, amended and withdrawn. A version that is said to be signed is
 * kept durably; of two windows that sign one draft at once, one makes the version and both are told
 * of it, and so is whoever asks again after a crash. Safe for use by many threads.
 */
public final class ReportDesk {
  private static final int LOCKS = 64;

  private final ReportPorts ports;
  private final ReportWriter writer;
  private final InstantSource clock;
  private final List<Lock> locks =
      IntStream.range(0, LOCKS).<Lock>mapToObj(i -> new ReentrantLock()).toList();

  /** A desk; nothing is asked before it is used. */
  public ReportDesk(ReportPorts ports, ReportWriter writer) {
    this.ports = ports;
    this.writer = writer;
    this.clock = writer.clock();
  }

  /**
   * Who writes.
   *
   * @param signer as reports name that person
   * @param chief whether that person may change what others have signed
   */
  public record Reader(Report.Signer signer, boolean chief) {}

  /**
   * What there is of a case.
   *
   * @param draft that is not signed
   * @param signed versions, the oldest first
   */
  public record Folder(
      ReadingCase one, Optional<Draft> draft, List<SignedVersions.Kept> signed, boolean foreign) {

    /** Takes a copy. */
    public Folder {
      signed = List.copyOf(signed);
    }

    /** Whether a version stands. */
    public boolean stands() {
      return !signed.isEmpty() && signed.getLast().file().stands();
    }
  }

  private Lock lock(String caseId) {
    return locks.get(Math.floorMod(caseId.hashCode(), LOCKS));
  }

  /**
   * What there is of a case.
   *
   * @throws IOException if a kept version cannot be read
   */
  public Optional<Folder> folder(String caseId) throws IOException {
    Optional<ReadingCase> found = ports.cases().find(caseId);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ReadingCase one = found.get();
    List<SignedVersions.Kept> signed = ports.versions().of(one.siteId(), caseId);
    Optional<Draft> draft = ports.drafts().find(caseId).filter(kept -> kept.body().isPresent());
    if (draft.isPresent() && !signed.isEmpty() && became(draft.get(), signed.getLast())) {
      draft = Optional.empty();
    }
    boolean foreign = ports.versions().isForeign(one.siteId(), caseId);
    return Optional.of(new Folder(one, draft, signed, foreign));
  }

  /** What a draft says. */
  public static DraftContent content(Draft draft) {
    try {
      return DraftContent.read(draft.body().orElse("{}"));
    } catch (DocumentException e) {
      throw new IllegalStateException("a kept draft " + e.getMessage(), e);
    }
  }

  /**
   * Keeps a draft.
   *
   * @param seen version of the draft that the writer has seen; 0 for none
   */
  public Signing draft(String caseId, Reader reader, DraftContent content, int seen) {
    Optional<ReadingCase> found = ports.cases().find(caseId);
    if (found.isEmpty()) {
      return new Signing.Unknown();
    }
    ReadingCase one = found.get();
    List<Arrival> signed = ports.versions().own(one.siteId(), caseId);
    Optional<Signing> refusal = refusal(one, signed, reader);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (one.task().status() == ReadingCase.Status.ENTERED_IN_ERROR) {
      return new Signing.NotHeld(one); // what was withdrawn is read again as a case of its own
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Draft wanted =
        new Draft(
            caseId,
            one.exchangeId(),
            0,
            signed.size(),
            Optional.of(content.text()),
            reader.signer().login(),
            reader.signer().name(),
            now,
            Optional.empty());
    return switch (ports.drafts().save(wanted, seen)) {
      case ReportDrafts.Saved.Kept kept -> new Signing.Drafted(kept.draft());
      case ReportDrafts.Saved.Overtaken overtaken ->
          new Signing.Changed(
              Optional.of(overtaken.newer()).filter(draft -> draft.body().isPresent()));
    };
  }

  /** Throws the draft of a case away, whichever it is. */
  public Signing discard(String caseId, Reader reader) {
    Optional<ReadingCase> found = ports.cases().find(caseId);
    if (found.isEmpty()) {
      return new Signing.Unknown();
    }
    ReadingCase one = found.get();
    Optional<Signing> refusal = refusal(one, ports.versions().own(one.siteId(), caseId), reader);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Draft> draft = ports.drafts().find(caseId);
    boolean gone =
        draft.isEmpty()
            || draft.get().body().isEmpty()
            || ports.drafts().discard(caseId, draft.get().version());
    return gone ? new Signing.Discarded() : new Signing.Changed(ports.drafts().find(caseId));
  }

  /** Why a reader may not write of a case, by what is known here; empty: may. */
  private Optional<Signing> refusal(ReadingCase one, List<Arrival> signed, Reader reader) {
    if (ports.versions().isForeign(one.siteId(), one.id())) {
      return Optional.of(new Signing.Foreign());
    }
    if (!signed.isEmpty()) {
      boolean own = signed.getLast().caller().equals(reader.signer().login());
      return own || reader.chief()
          ? Optional.empty()
          : Optional.of(new Signing.NotSigner(signed.getLast().caller()));
    }
    ReadingCase.TaskView task = one.task();
    if (!task.status().isOpen() || !task.isClaimed()) {
      return Optional.of(new Signing.NotHeld(one));
    }
    return task.owner().id().equals(reader.signer().login())
        ? Optional.empty()
        : Optional.of(new Signing.HeldBy(task.owner().id(), task.owner().name()));
  }

  /**
   * Signs a draft.
   *
   * @param version of the draft that the reader has seen
   * @throws IOException if a kept version cannot be read
   */
  public Signing sign(String caseId, Reader reader, int version) throws IOException {
    Lock lock = lock(caseId);
    lock.lock();
    try {
      Optional<ReadingCase> found = ports.cases().find(caseId);
      if (found.isEmpty()) {
        return new Signing.Unknown();
      }
      return sign(found.get(), reader, version);
    } finally {
      lock.unlock();
    }
  }

  private Signing sign(ReadingCase one, Reader reader, int version) throws IOException {
    Optional<Draft> draft = ports.drafts().find(one.id());
    if (draft.isEmpty() || draft.get().version() != version) {
      return new Signing.Changed(draft.filter(other -> other.body().isPresent()));
    }
    List<SignedVersions.Kept> signed = ports.versions().of(one.siteId(), one.id());
    Optional<Signing> before = before(draft.get(), signed);
    if (before.isPresent()) {
      return before.get();
    }
    if (draft.get().body().isEmpty() || draft.get().builtOn() != signed.size()) {
      return new Signing.Changed(draft.filter(other -> other.body().isPresent()));
    }
    Optional<Signing> refusal =
        refusal(one, signed.stream().map(SignedVersions.Kept::arrival).toList(), reader);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!signed.isEmpty() && !signed.getLast().file().stands()) {
      return new Signing.NotHeld(one);
    }
    DraftContent written = content(draft.get());
    Optional<ReportTemplate> template = ports.templates().get().find(written.template());
    DraftContent content = written.filled(template, writer.language());
    List<String> missing = written.missing(template, !signed.isEmpty());
    if (!missing.isEmpty()) {
      return new Signing.Missing(missing);
    }
    Optional<Signing> hindrance =
        signed.isEmpty() ? ports.holder().hindrance(one, reader.signer()) : Optional.empty();
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    ReportWriter.Words words =
        new ReportWriter.Words(
            signed.isEmpty() ? Report.Status.FINAL : Report.Status.AMENDED,
            signed.isEmpty() ? "" : content.reason().strip(),
            content.template(),
            content.values(template, writer.language()),
            content.findings().strip(),
            content.impression().strip(),
            content.critical().map(String::strip),
            content.keyImages());
    Signing outcome = keep(one, words, reader.signer(), signed);
    if (outcome instanceof Signing.Signed done) {
      ports.drafts().signed(one.id(), version, done.file().version());
    }
    return outcome;
  }

  /** A version that this very draft has become: signed before, or just before a crash. */
  private Optional<Signing> before(Draft draft, List<SignedVersions.Kept> signed) {
    Optional<Integer> as = draft.signedAs();
    if (as.isPresent() && as.get() <= signed.size()) {
      return Optional.of(again(signed.get(as.get() - 1)));
    }
    if (!signed.isEmpty() && became(draft, signed.getLast())) {
      ports.drafts().signed(draft.caseId(), draft.version(), signed.size());
      return Optional.of(again(signed.getLast()));
    }
    return Optional.empty();
  }

  private static Signing again(SignedVersions.Kept kept) {
    return new Signing.Signed(kept.file(), kept.arrival().exchangeId(), true);
  }

  /** The engine may have died between the one and the other: the version is kept, the draft too. */
  private boolean became(Draft draft, SignedVersions.Kept last) {
    ReportFile file = last.file();
    if (draft.body().isEmpty() || draft.builtOn() != file.version() - 1 || !file.stands()) {
      return false;
    }
    DraftContent written = content(draft);
    DraftContent content =
        written.filled(ports.templates().get().find(written.template()), writer.language());
    return content.findings().strip().equals(file.findings())
        && content.impression().strip().equals(file.impression())
        && content.critical().map(String::strip).equals(file.critical())
        && content.keyImages().equals(file.report().keyImages())
        && content.template().equals(file.report().template());
  }

  private Signing keep(
      ReadingCase one,
      ReportWriter.Words words,
      Report.Signer signer,
      List<SignedVersions.Kept> signed) {
    Optional<Exchange> examination = ports.ledger().exchange(one.exchangeId());
    if (examination.isEmpty()) {
      return new Signing.Unknown();
    }
    Optional<ReportFile> last =
        signed.isEmpty() ? Optional.empty() : Optional.of(signed.getLast().file());
    ReportFile file;
    try {
      file =
          writer.write(
              one,
              examination.get(),
              ports.sites().get().ofExchange(one.siteId()),
              words,
              signer,
              last);
    } catch (DocumentException e) {
      return new Signing.NotKept("the report " + e.getMessage());
    }
    return switch (ports.keeper().keep(examination.get(), file)) {
      case Receipt.Kept kept -> new Signing.Signed(file, kept.exchangeId(), false);
      case Receipt.Quarantined back -> new Signing.NotKept(back.why());
      case Receipt.NotKept not -> new Signing.NotKept(not.why());
    };
  }

  /**
   * Withdraws the version that stands: a version more, which says so and why.
   *
   * @throws IOException if a kept version cannot be read
   */
  public Signing recall(String caseId, Reader reader, String reason) throws IOException {
    Lock lock = lock(caseId);
    lock.lock();
    try {
      Optional<ReadingCase> found = ports.cases().find(caseId);
      if (found.isEmpty()) {
        return new Signing.Unknown();
      }
      ReadingCase one = found.get();
      List<SignedVersions.Kept> signed = ports.versions().of(one.siteId(), caseId);
      if (signed.isEmpty()) {
        return new Signing.NothingSigned();
      }
      List<Arrival> arrivals = new ArrayList<>();
      signed.forEach(kept -> arrivals.add(kept.arrival()));
      Optional<Signing> refusal = refusal(one, arrivals, reader);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      ReportFile last = signed.getLast().file();
      if (!last.stands()) {
        return again(signed.getLast());
      }
      if (reason.isBlank()) {
        return new Signing.Missing(List.of("reason"));
      }
      return keep(one, withdrawn(last.report(), reason.strip()), reader.signer(), signed);
    } finally {
      lock.unlock();
    }
  }

  private static ReportWriter.Words withdrawn(Report last, String reason) {
    return new ReportWriter.Words(
        Report.Status.ENTERED_IN_ERROR,
        reason,
        last.template(),
        last.fields(),
        last.findings(),
        last.impression(),
        last.critical(),
        last.keyImages());
  }

  /**
   * A version that somebody holds in the hand.
   *
   * @throws IOException if a kept version cannot be read
   */
  public Optional<Shown> lookUp(String siteId, String caseId, int version) throws IOException {
    Optional<SignedVersions.Kept> kept = ports.versions().version(siteId, caseId, version);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    ReportFile file = kept.get().file();
    int newest = ports.versions().own(siteId, caseId).size();
    ReportFile last =
        newest == version
            ? file
            : ports.versions().version(siteId, caseId, newest).orElseThrow().file();
    return Optional.of(new Shown(file, last));
  }

  /**
   * A version, and the newest one of its case.
   *
   * @param newest the same where there is none behind it
   */
  public record Shown(ReportFile file, ReportFile newest) {
    /**
     * Whether a code is that of the version: the first hexadecimal digits, at least 16, of the
     * digest of what it says, as on its paper, or of its file.
     */
    public boolean matches(String code) {
      return code.matches("[0-9a-f]{16,64}")
          && (ReportFile.sha256(ReportJson.write(file.report())).startsWith(code)
              || file.sha256().startsWith(code));
    }
  }
}

package org.farsight.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Damage;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.Decision.Kind;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Ledger.Transaction;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what people decide about objects that were kept back. What a release means follows
 * from why it was kept back, see {@link Releasing}; bytes that no reader understood are read again,
 * since the program may have learnt. Each decision is one transaction: doing it twice does it once.
 * Safe for use by many threads.
 */
public final class QuarantineDesk {
  private final Ledger ledger;
  private final ContentStore store;
  private final Doorbell doorbell;
  private final Supplier<Sites> sites;
  private final InstantSource clock;
  private final FileIdentifier files;
  private final Releasing releasing;

  /**
   * Decides about what an intake has kept back.
   *
   * @param options those of the intake
   * @param sites those in force
   */
  public QuarantineDesk(
      Ledger ledger,
      ContentStore store,
      Doorbell doorbell,
      Intake.Options options,
      Supplier<Sites> sites) {
    this.ledger = ledger;
    this.store = store;
    this.doorbell = doorbell;
    this.sites = sites;
    this.clock = options.clock();
    this.files = new FileIdentifier(store, options);
    this.releasing = new Releasing(new Admission(store, options.completeness()));
  }

  /**
   * Lets an object through, as its person decides.
   *
   * @param entry as it was read just now
   * @throws IOException if the store cannot be read or written
   */
  public Ruling release(QuarantineEntry entry, Maker maker) throws IOException {
    if (isSettled(entry) && entry.settled() != Kind.REPLACED) {
      return settled(entry);
    }
    if (entry.reason() == QuarantineReason.REPORT_WITHOUT_CASE) {
      return sentAgain();
    }
    FileIdentifier.Found found = read(entry);
    try (Spooled bytes = found.bytes()) {
      if (found.verdict() instanceof Verdict.No no) {
        return releasing.unreadable(entry, no.why());
      }
      return decide(
          entry,
          bytes,
          (tx, now, content) ->
              releasing.release(
                  tx, new Releasing.Case(entry, content, found.verdict(), maker, now)));
    }
  }

  /**
   * An object counts as sent by another site; if nothing contradicts it then, it joins its study.
   *
   * @param siteId of the other site
   * @throws IOException if the store cannot be read or written
   */
  public Ruling assign(QuarantineEntry entry, String siteId, Maker maker) throws IOException {
    Optional<Site> site = sites.get().ofName(siteId);
    if (site.isEmpty()) {
      return new Ruling.NotDone(
          "no site is called " + siteId + " in the configuration", "配置中没有名为 " + siteId + " 的站点");
    }
    if (isSettled(entry)) {
      return settled(entry);
    }
    if (entry.reason() == QuarantineReason.REPORT_WITHOUT_CASE) {
      return sentAgain();
    }
    FileIdentifier.Found found = read(entry);
    try (Spooled bytes = found.bytes()) {
      return decide(
          entry,
          bytes,
          (tx, now, content) ->
              releasing.assign(
                  tx,
                  new Releasing.Case(entry, content, found.verdict(), maker, now),
                  site.get().id()));
    }
  }

  /** By its bytes it would be taken for an ECG of its sender's. */
  private static Ruling sentAgain() {
    return new Ruling.NotDone(
        "a report of another system finds its case by its number only: put that right, let the"
            + " system send it again, and dismiss this one",
        "外部系统的报告只按编号匹配检查：请更正编号后由该系统重新发送，再搁置此条");
  }

  /** An object goes nowhere; its bytes stay. */
  public Ruling dismiss(QuarantineEntry entry, Maker maker) {
    if (isSettled(entry)) {
      return settled(entry);
    }
    Instant now = now();
    return ledger.write(
        tx -> {
          if (!stands(tx, entry)) {
            return overtaken();
          }
          tx.interventions().decide(entry.id(), maker.at(now, Kind.DISMISSED, ""));
          tell(tx, entry, now, Event.DISMISSED, maker);
          return new Ruling.Done(
              "",
              "quarantine " + entry.id() + " is dismissed; its bytes are kept",
              "隔离 " + entry.id() + " 已搁置，数据仍保留");
        });
  }

  /**
   * Reads kept bytes through; where they are damaged that is noted, so that the same bytes heal
   * them when they come again.
   *
   * @return true if they are damaged
   * @throws IOException if the store cannot be read
   */
  public boolean isDamaged(Content content) throws IOException {
    try {
      store.verify(content);
      return false;
    } catch (DamagedContentException e) {
      Damage damage = new Damage(now(), content, e.what());
      ledger.<Void>write(
          tx -> {
            tx.interventions().damaged(damage);
            return null;
          });
      return true;
    }
  }

  /** Notes that somebody has looked at a patient's data, before they are shown. */
  public void opened(QuarantineEntry entry, Maker maker) {
    Instant now = now();
    ledger.<Void>write(
        tx -> {
          tx.interventions().decide(entry.id(), maker.at(now, Kind.OPENED, ""));
          tell(tx, entry, now, Event.OPENED, maker);
          return null;
        });
  }

  private static void tell(
      Transaction tx, QuarantineEntry entry, Instant now, Event event, Maker maker) {
    String exchangeId = entry.exchangeId();
    if (exchangeId != null) {
      int revision = tx.exchange(exchangeId).map(Exchange::revision).orElse(0);
      String detail = Releasing.words(entry, maker);
      tx.tell(exchangeId, new StoryLine(now, event, revision, "", detail));
    }
  }

  /** What a transaction does about an entry that still stands as it was read. */
  private interface Act {
    Releasing.Outcome in(Transaction tx, Instant now, Content content);
  }

  private Ruling decide(QuarantineEntry entry, Spooled bytes, Act act) throws IOException {
    Instant now = now();
    AtomicReference<@Nullable Exchange> joined = new AtomicReference<>();
    Ruling ruling;
    try {
      ruling =
          ledger.write(
              tx -> {
                if (!stands(tx, entry)) {
                  return overtaken();
                }
                Releasing.Outcome outcome = act.in(tx, now, content(tx, entry, bytes));
                joined.set(outcome.joined());
                return outcome.ruling();
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Exchange exchange = joined.get();
    if (exchange != null) {
      doorbell.ring(exchange, Step.CONVERT);
    }
    return ruling;
  }

  /** Where the bytes are: as they came, or made durable now where they were taken out of a file. */
  private Content content(Transaction tx, QuarantineEntry entry, Spooled bytes) {
    if (bytes instanceof KeptBytes) {
      return entry.content();
    }
    try {
      ContentStore.Syncing syncing = store.begin(List.of(bytes));
      tx.commitsAfter(syncing);
      return syncing.contents().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody else may have decided since the entry was read. */
  private static boolean stands(Transaction tx, QuarantineEntry entry) {
    return tx.interventions()
        .entry(entry.id())
        .filter(
            now ->
                now.settled() == entry.settled()
                    && now.siteId().equals(entry.siteId())
                    && now.content().digest().equals(entry.content().digest()))
        .isPresent();
  }

  private static Ruling overtaken() {
    return new Ruling.NotDone(
        "somebody else has decided about it at the same time; look again", "他人已同时处理，请重新查看");
  }

  private static boolean isSettled(QuarantineEntry entry) {
    return entry.settled() != null;
  }

  private static Ruling settled(QuarantineEntry entry) {
    return new Ruling.NotDone(
        "quarantine " + entry.id() + " is decided already: " + entry.settled(),
        "隔离 " + entry.id() + " 已处理：" + entry.settled());
  }

  /** Reads the bytes by today's readers. */
  private FileIdentifier.Found read(QuarantineEntry entry) throws IOException {
    KeptBytes bytes = new KeptBytes(store, entry.content());
    ObjectFacts facts = entry.facts();
    try {
      return facts != null && facts.isDicom()
          ? new FileIdentifier.Found(
              bytes,
              DicomIdentifier.identify(bytes, TransferSyntax.of(facts.transferSyntax()), null))
          : files.identify(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      String why = "reading it failed unexpectedly (" + e.getClass().getSimpleName() + ")";
      return new FileIdentifier.Found(
          bytes, new Verdict.No(org.farsight.exchange.Receipt.Cause.CANNOT_UNDERSTAND, why));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

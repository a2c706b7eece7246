package org.farsight.critical;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.farsight.critical.Notices.Due;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValue.Standing;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.CriticalValues.News;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.CriticalNotice.Acknowledgement;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each critical value is told and answered. Whatever rule or reader has found
 * stands in the ledger: this follows the story and the arrivals, keeps a notice where one is due
 * that is not kept yet, and notes how far it has looked only after that. So a crash in between
 * loses none, and none is made twice, since one that says the same is there already. Safe for use
 * by many threads.
 */
public final class CriticalDesk implements AutoCloseable {
  /** The branch's own page as a way of telling it. */
  public static final String PAGE = "page";

  private static final int MOST_NEWS = 500;
  private static final int MOST_OPEN = 1000;
  private static final long EVERY_MILLIS = 2000;

  /** So often something is tried that fails in a way that nobody foresaw. */
  private static final int MOST_TRIES = 100;

  private final CriticalPorts ports;
  private final Notices notices;
  private final CriticalBook book;
  private final Map<String, Integer> tries = new HashMap<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("critical-values").daemon().factory());

  /** A desk that looks once {@link #start} is called. */
  public CriticalDesk(CriticalPorts ports) {
    this.ports = ports;
    this.notices = new Notices(ports);
    this.book = new CriticalBook(ports);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** What became of an answer. */
  public sealed interface Outcome {
    /** It is kept durably, and counts. */
    record Done(CriticalValue value) implements Outcome {}

    /** Somebody had answered already: it is told in the story, and changes nothing. */
    record Before(CriticalValue value) implements Outcome {}

    /** More is known than who answers has seen. */
    record Changed(CriticalValue value) implements Outcome {}

    /** There is no such critical value. */
    record Unknown() implements Outcome {}

    /** It could not be kept. */
    record NotKept(String why) implements Outcome {}
  }

  /** Looks from now on, at once and each two seconds. */
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::lookSafely, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Looks soon: something has been converted, signed or told. */
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      thread.execute(
          () -> {
            woken.set(false);
            lookSafely();
          });
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      ports.listener().failed("looking for critical values", e);
    }
  }

  /** Looks once. */
  public synchronized void look() {
    News news = ports.values().news(MOST_NEWS);
    boolean all = true;
    for (String examination : news.examinations()) {
      all &= examined(examination);
    }
    for (String report : news.reports()) {
      all &= reported(report);
    }
    for (String notice : news.notices()) {
      all &= done(notice, () -> book.settle(notice));
    }
    if (all && !news.isNone()) {
      ports
          .ledger()
          .<Void>write(
              tx -> {
                tx.criticals().read(news);
                return null;
              });
    }
    for (String taken : ports.values().taken(MOST_OPEN)) {
      done(taken, () -> book.settle(taken));
    }
  }

  /** Rules have found something, or it was recalled, which concerns its reports as well. */
  private boolean examined(String examination) {
    boolean all = done(examination, () -> keep(notices.ofRules(examination)));
    for (String report : reportsOn(examination)) {
      all &= reported(report);
    }
    return all;
  }

  /** Its report, and those of its addenda of which something was told. */
  private Set<String> reportsOn(String examination) {
    Set<String> keys = new TreeSet<>();
    ports.ledger().exchange(examination).ifPresent(one -> keys.add(one.siteId() + "|" + one.id()));
    String end = "|" + CriticalNotice.Cause.READER;
    for (CriticalValue value : ports.values().ofExamination(examination)) {
      ports
          .ledger()
          .exchange(value.id())
          .map(Exchange::key)
          .filter(key -> key.endsWith(end))
          .ifPresent(key -> keys.add(key.substring(0, key.length() - end.length())));
    }
    Set<String> found = new TreeSet<>();
    keys.forEach(key -> ports.ledger().find(key, 1).forEach(one -> found.add(one.id())));
    return found;
  }

  private boolean reported(String report) {
    return done(report, () -> keep(notices.ofReport(report)));
  }

  /** Something that is to be done, and may fail. */
  private interface Work {
    void run() throws IOException, DocumentException;
  }

  /**
   * Does it.
   *
   * @return whether it need not be tried again: what cannot be read now can never be, and what
   *     nobody foresaw must not keep the others out for ever
   */
  private boolean done(String about, Work work) {
    try {
      work.run();
      tries.remove(about);
      return true;
    } catch (DocumentException e) {
      ports.listener().failed("reading " + about, e);
      return true;
    } catch (IOException e) {
      ports.listener().failed("a critical value of " + about, e);
      return DamagedContentException.in(e).isPresent();
    } catch (RuntimeException e) {
      ports.listener().failed("a critical value of " + about, e);
      return DamagedContentException.in(e).isPresent()
          || tries.merge(about, 1, Integer::sum) >= MOST_TRIES;
    }
  }

  /** Keeps a notice where none says the same; of what was never told nothing is taken back. */
  private void keep(Optional<Due> due) throws IOException, DocumentException {
    if (due.isEmpty()) {
      return;
    }
    Exchange examination = due.get().examination();
    String key = examination.siteId() + "|" + due.get().about();
    Optional<Exchange> before = ports.ledger().find(key, 1).stream().findFirst();
    CriticalNotice notice = due.get().notice();
    if (before.isEmpty() && notice.withdrawn().isPresent()) {
      return;
    }
    if (before.isPresent()) {
      Optional<CriticalNotice> newest = book.newest(before.get().id());
      if (newest.filter(notice::saysAs).isPresent()) {
        book.settle(before.get().id());
        return;
      }
    }
    Receipt receipt =
        keep(
            examination,
            ports.sites().get().ofExchange(examination.siteId()),
            notice.cause().name().toLowerCase(java.util.Locale.ROOT),
            CriticalValues.NOTICE,
            due.get().about(),
            CriticalJson.write(notice));
    switch (receipt) {
      case Receipt.Kept kept -> book.settle(kept.exchangeId());
      case Receipt.Quarantined back ->
          ports.listener().failed(back.why(), new IllegalStateException(back.why()));
      case Receipt.NotKept not -> throw new IOException(not.why());
    }
  }

  private Receipt keep(
      Exchange of, Site site, String caller, String format, String about, byte[] bytes) {
    return ports
        .keeper()
        .keep(
            new Incoming(
                Way.READING_ROOM, site, caller, null, null, new ByteArrayInputStream(bytes)),
            ObjectFacts.ofDocument(
                format, about, of.modality(), of.patientId(), of.patientIssuer(), of.accession()));
  }

  /**
   * A person at the branch answers. Of several who answer at once the first counts.
   *
   * @param by who, by name
   * @param action what was done
   * @param seen the revision of the notice that was seen; null: whichever is the newest
   */
  public synchronized Outcome acknowledge(
      String id, String by, String action, @Nullable Integer seen)
      throws IOException, DocumentException {
    Optional<CriticalValue> found = book.settle(id);
    Optional<Exchange> exchange = ports.ledger().exchange(id);
    if (found.isEmpty() || exchange.isEmpty()) {
      return new Outcome.Unknown();
    }
    CriticalValue value = found.get();
    Acknowledgement answer =
        new Acknowledgement(by, action, ports.now(), id + "/" + value.revision());
    if (value.standing() == Standing.ACKNOWLEDGED) {
      book.answeredAgain(value, answer);
      return new Outcome.Before(value);
    }
    if (seen != null && seen != value.revision()) {
      return new Outcome.Changed(value);
    }
    String key = exchange.get().key();
    Receipt receipt =
        keep(
            exchange.get(),
            ports.sites().get().ofExchange(value.siteId()),
            by,
            CriticalValues.ACKNOWLEDGEMENT,
            key.substring(value.siteId().length() + 1),
            CriticalJson.write(answer));
    return switch (receipt) {
      case Receipt.Kept kept -> new Outcome.Done(book.settle(id).orElse(value));
      case Receipt.Quarantined back -> new Outcome.NotKept(back.why());
      case Receipt.NotKept not -> new Outcome.NotKept(not.why());
    };
  }

  /**
   * Critical values of a site are on the page before somebody there.
   *
   * @param to who; may be empty
   */
  public synchronized void shown(List<CriticalValue> values, String to) {
    for (CriticalValue value : values) {
      boolean told =
          ports.values().told(value.id(), value.revision()).stream()
              .anyMatch(one -> one.way().equals(PAGE));
      Optional<CriticalValue> now = ports.values().find(value.id());
      if (!told && now.filter(one -> one.revision() == value.revision()).isPresent()) {
        book.shown(now.get(), to);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      var unused = thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

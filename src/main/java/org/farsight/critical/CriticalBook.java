package org.farsight.critical;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValue.Answer;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.CriticalValues.Told;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.CriticalNotice.Acknowledgement;

/**
 * Keeps the row of each critical value as its exchange says, and tells what is new of it in the
 * story of the examination. Whatever was left undone by a crash is done by looking again: a row
 * that says what it should is left alone. Used by one thread at a time.
 *
 * @param ports where it is kept
 */
record CriticalBook(CriticalPorts ports) {
  private static final int LONGEST = 1 << 20;

  /**
   * What the exchange of a critical value says.
   *
   * @param revision that the newest notice made
   * @param answer the first one that came after it
   */
  private record Said(
      Exchange exchange, CriticalNotice notice, int revision, Optional<Answer> answer) {}

  /**
   * The newest notice of an exchange.
   *
   * @throws DocumentException if it cannot be read
   */
  Optional<CriticalNotice> newest(String id) throws IOException, DocumentException {
    return said(id).map(Said::notice);
  }

  private Optional<Said> said(String id) throws IOException, DocumentException {
    Optional<Exchange> exchange = ports.ledger().exchange(id);
    Optional<Said> said = Optional.empty();
    for (Arrival arrival : ports.ledger().arrivals(id, 0)) {
      byte[] bytes = ports.store().read(arrival.content(), LONGEST);
      if (arrival.facts().format().equals(CriticalValues.NOTICE)) {
        CriticalNotice notice = CriticalJson.notice(bytes);
        said = exchange.map(one -> new Said(one, notice, arrival.revision(), Optional.empty()));
      } else if (said.filter(before -> before.answer().isEmpty()).isPresent()) {
        Acknowledgement answer = CriticalJson.acknowledgement(bytes);
        said =
            said.map(
                before ->
                    new Said(
                        before.exchange(),
                        before.notice(),
                        before.revision(),
                        Optional.of(new Answer(answer.at(), answer.by(), answer.action()))));
      }
    }
    return said;
  }

  /**
   * Makes the row say what the exchange says.
   *
   * @return the row; empty where the exchange holds no notice
   * @throws DocumentException if something in it cannot be read
   */
  Optional<CriticalValue> settle(String id) throws IOException, DocumentException {
    Optional<Said> said = said(id);
    if (said.isEmpty()) {
      return Optional.empty();
    }
    Optional<CriticalValue> before = ports.values().find(id);
    Set<Told> known = Set.of();
    if (before.isPresent()) {
      known = Set.copyOf(ports.values().told(id, said.get().revision()));
    }
    List<Told> told = told(id, said.get().revision());
    CriticalValue now = value(said.get(), before, known, told);
    Set<String> ways = known.stream().map(Told::way).collect(Collectors.toSet());
    List<Told> fresh = told.stream().filter(one -> !ways.contains(one.way())).toList();
    if (before.filter(now::equals).isEmpty() || !fresh.isEmpty()) {
      write(said.get(), before, now, fresh);
    }
    return Optional.of(now);
  }

  /**
   * The ways that have taken a revision. That it stands on the branch's page tells nobody: that is
   * noted when somebody there has it before them.
   */
  List<Told> told(String id, int revision) {
    List<Told> told = new ArrayList<>();
    for (Step step : ports.ledger().steps(id)) {
      Instant at = step.doneAt();
      String way = BranchWay.wayOf(step.name());
      boolean tells = step.isReturn() && !way.equals(CriticalDesk.PAGE);
      if (tells && step.done() >= revision && at != null) {
        told.add(new Told(way, at, ""));
      }
    }
    return told;
  }

  private CriticalValue value(
      Said said, Optional<CriticalValue> before, Set<Told> known, List<Told> told) {
    Exchange exchange = said.exchange();
    Optional<CriticalValue> same = before.filter(value -> value.revision() == said.revision());
    Optional<Instant> first =
        java.util.stream.Stream.concat(known.stream(), told.stream())
            .map(Told::at)
            .min(Instant::compareTo);
    return new CriticalValue(
        exchange.id(),
        said.notice().exchangeId(),
        exchange.siteId(),
        exchange.modality(),
        said.revision(),
        new String(CriticalJson.write(said.notice()), StandardCharsets.UTF_8),
        same.map(CriticalValue::clock).orElseGet(() -> clock(said)),
        same.flatMap(CriticalValue::toldAt).or(() -> first),
        said.answer());
  }

  private CriticalValue.Clock clock(Said said) {
    Instant found = said.notice().at();
    Instant ended =
        ports
            .ledger()
            .exchange(said.notice().exchangeId())
            .map(Exchange::lastAt)
            .filter(last -> last.isBefore(found))
            .orElse(found);
    Exchange exchange = said.exchange();
    return ports.clocks().get().clock(exchange.siteId(), exchange.modality(), ended, found);
  }

  private void write(
      Said said, Optional<CriticalValue> before, CriticalValue now, List<Told> fresh) {
    List<StoryLine> lines = lines(said, before, now, fresh);
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.criticals().put(now);
              fresh.forEach(told -> tx.criticals().told(now.id(), now.revision(), told));
              tx.raise(now.id(), Priority.STAT);
              lines.forEach(line -> tell(tx, now, line));
              tx.cases().touched(now.examination());
              return null;
            });
    ports.listener().changed(now.examination());
  }

  /** In both stories: people look into either. */
  private static void tell(Ledger.Transaction tx, CriticalValue value, StoryLine line) {
    for (String id : List.of(value.examination(), value.id())) {
      tx.exchange(id)
          .ifPresent(
              exchange ->
                  tx.tell(
                      id,
                      new StoryLine(
                          line.at(), line.event(), exchange.revision(), "", line.detail())));
    }
  }

  private List<StoryLine> lines(
      Said said, Optional<CriticalValue> before, CriticalValue now, List<Told> fresh) {
    List<StoryLine> lines = new ArrayList<>();
    boolean isNew = before.filter(value -> value.revision() == now.revision()).isEmpty();
    if (isNew) {
      lines.add(line(ports.now(), notice(said, before.isPresent())));
    }
    for (Told told : fresh) {
      lines.add(line(told.at(), told(told, now)));
    }
    now.answer()
        .filter(answer -> isNew || before.flatMap(CriticalValue::answer).isEmpty())
        .ifPresent(answer -> lines.add(line(answer.at(), answered(answer))));
    return lines;
  }

  private static StoryLine line(Instant at, Finding finding) {
    return new StoryLine(at, finding.event(), 0, "", finding.detail());
  }

  private static Finding notice(Said said, boolean again) {
    CriticalNotice notice = said.notice();
    String id = said.exchange().id();
    return notice
        .withdrawn()
        .map(why -> new Finding(Event.CRITICAL_NOTICE, why.en() + ", " + id, why.zh() + "," + id))
        .orElseGet(
            () ->
                new Finding(
                    Event.CRITICAL_NOTICE,
                    (again ? "is told anew, " : "is told, ") + notice.cause().en() + ", " + id,
                    (again ? "再次通知站点，" : "通知站点，") + notice.cause().zh() + "," + id));
  }

  private static Finding told(Told told, CriticalValue value) {
    String who = told.to().isEmpty() ? "" : " (" + told.to() + ")";
    return new Finding(
        Event.CRITICAL_TOLD,
        "over " + told.way() + who + ", " + value.id(),
        "经 " + told.way() + who + "," + value.id());
  }

  private static Finding answered(Answer answer) {
    return new Finding(
        Event.CRITICAL_ANSWERED,
        answer.by() + ": " + answer.action(),
        answer.by() + ":" + answer.action());
  }

  /** Notes that somebody at the branch has it on the page before them. */
  void shown(CriticalValue value, String to) {
    Told told = new Told(CriticalDesk.PAGE, ports.now(), to);
    CriticalValue now =
        new CriticalValue(
            value.id(),
            value.examination(),
            value.siteId(),
            value.modality(),
            value.revision(),
            value.notice(),
            value.clock(),
            value.toldAt().or(() -> Optional.of(told.at())),
            value.answer());
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.criticals().put(now);
              tx.criticals().told(now.id(), now.revision(), told);
              tell(tx, now, line(told.at(), told(told, now)));
              tx.cases().touched(now.examination());
              return null;
            });
    ports.listener().changed(now.examination());
  }

  /** Tells of an answer that came when somebody had answered already. */
  void answeredAgain(CriticalValue value, Acknowledgement answer) {
    Finding finding =
        new Finding(
            Event.CRITICAL_ANSWERED,
            answer.by() + ", after it had been answered: " + answer.action(),
            answer.by() + "(此前已确认):" + answer.action());
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tell(tx, value, line(answer.at(), finding));
              return null;
            });
  }
}

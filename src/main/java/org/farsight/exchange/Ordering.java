package org.farsight.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Words;
import org.farsight.exchange.StoryLine.Event;

/**
 * Notes which order an examination belongs to, in the transaction that notes a conversion, and
 * tells it in the stories of both. What was found before the transaction is found again in it; if
 * that gives something else an order and its examination came at the same time, and the conversion
 * is done again.
 */
final class Ordering {
  private final Steps.Ports ports;

  Ordering(Steps.Ports ports) {
    this.ports = ports;
  }

  /**
   * Notes what a conversion has found.
   *
   * @return examinations that are to be converted again, because their order is another one
   * @throws Converting.Overtaken if the conversion must be done again
   */
  List<Exchange> settle(
      Ledger.Transaction tx,
      Exchange exchange,
      Conversion.Outcome.Converted converted,
      Instant now) {
    converted.match().ifPresent(found -> note(tx, found, now));
    return converted
        .order()
        .map(order -> ordered(tx, order, converted.adopted(), now))
        .orElse(List.of());
  }

  private void note(Ledger.Transaction tx, OrderMatch found, Instant now) {
    boolean overtaken =
        ports
            .matching()
            .of(found.examination(), sources(tx))
            .filter(newest -> newest.match().saysAs(found))
            .isEmpty();
    if (overtaken) {
      throw new Converting.Overtaken();
    }
    Optional<OrderMatch> before = tx.orderMatches().of(found.examination().exchangeId());
    if (before.filter(found::equals).isEmpty()) {
      write(tx, found, now);
    }
  }

  private List<Exchange> ordered(
      Ledger.Transaction tx, Order order, Set<String> adopted, Instant now) {
    tx.orders().put(order);
    OrderMatching.Late late = ports.matching().late(order, sources(tx));
    if (!adopted.equals(ids(late.adopted()))) {
      throw new Converting.Overtaken();
    }
    List<Exchange> again = new ArrayList<>();
    for (OrderMatch match : late.matched()) {
      write(tx, match, now);
      again(tx, match, now).ifPresent(again::add);
    }
    late.doubtful().forEach(match -> write(tx, match, now));
    for (OrderMatch match : late.touched()) {
      tx.orderMatches().put(match);
      Event event =
          match.standing() == Standing.STANDS ? Event.ORDER_STANDS_AGAIN : Event.ORDER_TAKEN_BACK;
      tell(tx, match.examination().exchangeId(), now, event, order(match.orderId()));
      tell(tx, order.id(), now, Event.EXAMINATION_FOUND, examination(match));
      again(tx, match, now).ifPresent(again::add);
    }
    return again;
  }

  private static Set<String> ids(List<Examination> examinations) {
    return examinations.stream().map(Examination::exchangeId).collect(Collectors.toSet());
  }

  private static OrderMatching.Sources sources(Ledger.Transaction tx) {
    return new OrderMatching.Sources(tx.orders(), tx.orderMatches());
  }

  /** Writes what was decided, and tells it where it is news. */
  static void write(Ledger.Transaction tx, OrderMatch match, Instant now) {
    String exchangeId = match.examination().exchangeId();
    Optional<OrderMatch> before = tx.orderMatches().of(exchangeId);
    tx.orderMatches().put(match);
    if (before.filter(match::saysAs).isPresent()) {
      return;
    }
    tell(tx, exchangeId, now, event(match), words(match));
    before
        .flatMap(OrderMatch::order)
        .filter(order -> !order.equals(match.orderId()))
        .ifPresent(order -> tell(tx, order, now, Event.EXAMINATION_LOST, examination(match)));
    match.order().ifPresent(order -> tell(tx, order, now, Event.EXAMINATION_FOUND, told(match)));
  }

  private static Event event(OrderMatch match) {
    if (match.isByHand()) {
      return Event.ORDER_DECIDED;
    }
    return switch (match.verdict()) {
      case MATCHED -> Event.ORDER_FOUND;
      case UNORDERED -> Event.ORDER_MADE;
      case IN_DOUBT -> Event.ORDER_IN_DOUBT;
    };
  }

  private static Words words(OrderMatch match) {
    Words why = match.why();
    return switch (match.verdict()) {
      case MATCHED ->
          new Words(
              "order " + match.orderId() + ", " + why.en() + rule(match),
              "医嘱 " + match.orderId() + "," + why.zh() + rule(match));
      case UNORDERED -> why;
      case IN_DOUBT -> {
        String all = String.join(", ", match.candidates());
        yield new Words(why.en() + rule(match) + ": " + all, why.zh() + rule(match) + ":" + all);
      }
    };
  }

  private static String rule(OrderMatch match) {
    return match.isByHand() ? "" : " [" + match.rule() + "]";
  }

  private static Words told(OrderMatch match) {
    String id = match.examination().exchangeId();
    return new Words(
        id + ", " + match.why().en() + rule(match), id + "," + match.why().zh() + rule(match));
  }

  private static Words examination(OrderMatch match) {
    String id = match.examination().exchangeId();
    return new Words(id, id);
  }

  private static Words order(String id) {
    return new Words("order " + id, "医嘱 " + id);
  }

  private static void tell(
      Ledger.Transaction tx, String exchangeId, Instant now, Event event, Words words) {
    tx.exchange(exchangeId)
        .ifPresent(
            exchange ->
                tx.tell(
                    exchangeId,
                    new StoryLine(
                        now,
                        event,
                        exchange.revision(),
                        Step.CONVERT,
                        new Conversion.Finding(event, words.en(), words.zh()).detail())));
  }

  /**
   * Lets an examination be converted once more; what differs goes to the FHIR servers again. One
   * that has not been converted yet needs nothing; one whose bytes are gone stays as it is.
   */
  static Optional<Exchange> again(Ledger.Transaction tx, OrderMatch match, Instant now) {
    String id = match.examination().exchangeId();
    Optional<Step> convert = tx.step(id, Step.CONVERT).filter(Step::isDone);
    boolean swept = tx.converted(id).filter(converted -> converted.bundle().isSwept()).isPresent();
    if (convert.isEmpty() || swept) {
      return Optional.empty();
    }
    tx.put(convert.get().onceMore().dueAt(now));
    return tx.exchange(id);
  }
}

package org.farsight.exchange;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.OrderMatch.Words;

/**
 * Carries out what a person decides about the order of an examination. It stands whatever comes
 * later, until a person decides again. The examination is converted once more and given to the FHIR
 * servers, where what hangs on the wrong order moves. Safe for use by many threads.
 */
public final class OrderDesk {
  private final Ledger ledger;
  private final OrderBook orders;
  private final Doorbell doorbell;
  private final InstantSource clock;

  /**
   * Decides about what this ledger holds.
   *
   * @param orders of the same ledger
   */
  public OrderDesk(Ledger ledger, OrderBook orders, Doorbell doorbell, InstantSource clock) {
    this.ledger = ledger;
    this.orders = orders;
    this.doorbell = doorbell;
    this.clock = clock;
  }

  /** What became of a decision. */
  public sealed interface Outcome {
    /** It is noted, and the examination goes out again. */
    record Done(OrderMatch match) implements Outcome {}

    /** Nothing was changed. */
    record Not(Words why) implements Outcome {}

    /** There is no such examination. */
    record Unknown() implements Outcome {}
  }

  /** The examination belongs to this order. */
  public Outcome match(String exchangeId, String orderId, Maker maker) {
    Optional<Order> order = orders.order(orderId);
    if (order.isEmpty()) {
      return new Outcome.Not(new Words("there is no order " + orderId, "没有医嘱 " + orderId));
    }
    return decide(
        exchangeId,
        before ->
            before.examination().siteId().equals(order.get().siteId())
                ? Optional.empty()
                : Optional.of(new Words("the order is of another site", "该医嘱属于其他站点")),
        before -> by(before, Verdict.MATCHED, orderId, standing(before, order.get()), maker));
  }

  /** The examination belongs to no order that is known. */
  public Outcome unmatch(String exchangeId, Maker maker) {
    return decide(
        exchangeId,
        before -> Optional.empty(),
        before -> by(before, Verdict.UNORDERED, "", Standing.STANDS, maker));
  }

  private static Standing standing(OrderMatch before, Order order) {
    if (order.status() != Order.Status.CANCELLED) {
      return Standing.STANDS;
    }
    // whoever gives it to an order that was taken back wants it read
    return before.orderId().equals(order.id()) ? before.standing() : Standing.TAKEN_BACK_BEFORE;
  }

  private OrderMatch by(
      OrderMatch before, Verdict verdict, String orderId, Standing standing, Maker maker) {
    String said = maker.who() + ": " + maker.why();
    Words words =
        verdict == Verdict.MATCHED
            ? new Words(said, said)
            : new Words("it has no order (" + said + ")", "无对应医嘱(" + said + ")");
    boolean made = before.orderMade() || verdict == Verdict.UNORDERED;
    return new OrderMatch(
        before.examination(),
        verdict,
        OrderMatch.BY_HAND,
        orderId,
        List.of(),
        words,
        standing,
        made,
        now());
  }

  /** What stands in the way of a decision. */
  private interface Obstacle {
    Optional<Words> of(OrderMatch before);
  }

  /** What is decided instead. */
  private interface Ruling {
    OrderMatch instead(OrderMatch before);
  }

  private Outcome decide(String exchangeId, Obstacle obstacle, Ruling ruling) {
    Instant now = now();
    Optional<OrderMatch> known = ledger.orderMatch(exchangeId);
    if (known.isEmpty()) {
      return new Outcome.Unknown();
    }
    Optional<Words> inTheWay = obstacle.of(known.get()).or(() -> swept(exchangeId));
    if (inTheWay.isPresent()) {
      return new Outcome.Not(inTheWay.get());
    }
    record Written(OrderMatch match, Optional<Exchange> again) {}
    Written written =
        ledger.write(
            tx -> {
              OrderMatch before = tx.orderMatches().of(exchangeId).orElse(known.get());
              OrderMatch match = ruling.instead(before);
              Ordering.write(tx, match, now);
              return new Written(match, Ordering.again(tx, match, now));
            });
    written.again().ifPresent(exchange -> doorbell.ring(exchange, Step.CONVERT));
    return new Outcome.Done(written.match());
  }

  private Optional<Words> swept(String exchangeId) {
    return ledger
        .converted(exchangeId)
        .filter(converted -> converted.bundle().isSwept())
        .map(
            gone ->
                new Words(
                    "its bytes have been swept by the retention rule: let the device send it again",
                    "其原始数据已按保留规则清除，请由设备重新发送后再处理"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

package org.farsight.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.OrderMatch.Words;
import org.farsight.exchange.OrderMatches;
import org.farsight.exchange.OrderMatching;

/**
 * Applies {@link Matching} to what is kept. An examination that has an order keeps it while it says
 * of itself what it said before; one that has none learns of a later order from the order ({@link
 * #late}), so that it is decided once for all examinations that it fits.
 */
public final class BookMatching implements OrderMatching {
  private static final int MOST = 200;

  private final Matching rules;
  private final LinkedPatients linked;
  private final InstantSource clock;

  /**
   * By these rules.
   *
   * @param window how far an examination without a number may be from the time of its order
   * @param linked knows which ids are one person's
   */
  public BookMatching(Duration window, LinkedPatients linked, InstantSource clock) {
    this.rules = new Matching(window);
    this.linked = linked;
    this.clock = clock;
  }

  @Override
  public Optional<Found> of(Examination examination, Sources sources) {
    Optional<OrderMatch> before = sources.matches().of(examination.exchangeId());
    Optional<Found> kept = before.flatMap(match -> kept(match, examination, sources));
    if (kept.isPresent()) {
      return kept;
    }
    boolean made = before.filter(match -> match.orderMade()).isPresent();
    LinkedPatients.Others others = linked.of(examination);
    Matching matching = rules.with(linked.toOrders(others));
    OrderBook.Clue clue =
        new OrderBook.Clue(
            examination.siteId(),
            examination.key(),
            examination.accession(),
            all(examination.patient().id(), others),
            examination.at().minus(rules.window()),
            examination.at().plus(rules.window()));
    return Optional.of(
        switch (matching.of(examination, sources.orders().candidates(clue, MOST))) {
          case Match.Matched(Order order, Rule rule) ->
              new Found(
                  matched(examination, order, rule, matching.evidence(order, examination), made),
                  Optional.of(order));
          case Match.InDoubt(List<Order> candidates, Doubt why) ->
              new Found(
                  inDoubt(
                      examination,
                      ids(candidates),
                      why,
                      candidates.stream()
                          .flatMap(one -> matching.evidence(one, examination).stream())
                          .findFirst()),
                  Optional.empty());
          case Match.None none -> new Found(unordered(examination), Optional.empty());
        });
  }

  /**
   * What was decided before, where it stands: an examination that says something new stays with its
   * order as long as that order alone would still be the one; a person's word stands in any case.
   */
  private Optional<Found> kept(OrderMatch match, Examination examination, Sources sources) {
    Optional<Order> order = match.order().flatMap(id -> sources.orders().order(id));
    boolean stands =
        match.verdict() == Verdict.MATCHED
            ? order.filter(one -> match.isByHand() || fits(one, match, examination)).isPresent()
            : match.isByHand() || match.examination().equals(examination);
    return stands ? Optional.of(new Found(match.with(examination), order)) : Optional.empty();
  }

  private boolean fits(Order order, OrderMatch match, Examination examination) {
    return match.examination().equals(examination)
        || rules
                .with(linked.toOrders(linked.of(examination)))
                .of(examination, List.of(order.with(Order.Status.OPEN)))
            instanceof Match.Matched;
  }

  private static List<String> all(String id, LinkedPatients.Others others) {
    return Stream.concat(Stream.of(id), others.ids().stream()).toList();
  }

  private static Words words(Words found, Optional<Link> evidence) {
    return evidence.map(link -> link.evidence(found)).orElse(found);
  }

  private OrderMatch matched(
      Examination examination, Order order, Rule rule, Optional<Link> evidence, boolean made) {
    Words words = words(rule.words(), evidence);
    return new OrderMatch(
        examination,
        Verdict.MATCHED,
        rule.name(),
        order.id(),
        List.of(),
        switch (order.status()) {
          case OPEN, ON_HOLD -> words;
          case CANCELLED ->
              new Words(
                  words.en() + "; the order had been cancelled before", words.zh() + "；该医嘱此前已取消");
          case COMPLETED ->
              new Words(
                  words.en() + "; the order had been completed before", words.zh() + "；该医嘱此前已完成");
        },
        order.status() == Order.Status.CANCELLED ? Standing.TAKEN_BACK_BEFORE : Standing.STANDS,
        made,
        now());
  }

  private OrderMatch inDoubt(
      Examination examination, List<String> candidates, Doubt why, Optional<Link> evidence) {
    return new OrderMatch(
        examination,
        Verdict.IN_DOUBT,
        why.name(),
        "",
        candidates,
        words(why.words(), evidence),
        Standing.STANDS,
        true,
        now());
  }

  private OrderMatch unordered(Examination examination) {
    return new OrderMatch(
        examination,
        Verdict.UNORDERED,
        "",
        "",
        List.of(),
        new Words("no order is known for it", "未找到对应医嘱"),
        Standing.STANDS,
        true,
        now());
  }

  private static List<String> ids(List<Order> orders) {
    return orders.stream().map(Order::id).distinct().sorted().toList();
  }

  @Override
  public Late late(Order order, Sources sources) {
    LinkedPatients.Others others = linked.of(order);
    Matching matching = rules.with(linked.toExaminations(others));
    List<OrderMatch> waiting = sources.matches().unordered(clue(order, others), MOST);
    Matching.Late late =
        matching.late(order, waiting.stream().map(OrderMatch::examination).toList());
    List<OrderMatch> matched =
        late.belonging().stream()
            .map(one -> matched(one, order, late.rule(), matching.evidence(order, one), true))
            .toList();
    List<OrderMatch> doubtful = new ArrayList<>();
    for (Examination one : late.doubtful()) {
      List<String> known =
          waiting.stream()
              .filter(match -> match.examination().equals(one))
              .flatMap(match -> match.candidates().stream())
              .toList();
      if (!known.contains(order.id())) {
        List<String> all =
            Stream.concat(known.stream(), Stream.of(order.id())).distinct().sorted().toList();
        doubtful.add(inDoubt(one, all, late.why(), matching.evidence(order, one)));
      }
    }
    List<OrderMatch> touched = new ArrayList<>();
    List<Examination> adopted = new ArrayList<>(late.belonging());
    for (OrderMatch match : sources.matches().ofOrder(order.id())) {
      if (match.orderMade()) {
        adopted.add(match.examination());
      }
      Standing standing = standing(order, match.standing());
      if (standing != match.standing()) {
        touched.add(match.with(standing));
      }
    }
    return new Late(matched, doubtful, touched, adopted);
  }

  private static Standing standing(Order order, Standing before) {
    return switch (order.status()) {
      case OPEN, ON_HOLD, COMPLETED -> Standing.STANDS;
      case CANCELLED -> before == Standing.STANDS ? Standing.TAKEN_BACK_AFTER : before;
    };
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private OrderMatches.Clue clue(Order order, LinkedPatients.Others others) {
    Instant placed = order.orderedAt();
    Instant begins = order.scheduledAt().orElse(placed);
    Instant first = placed.isBefore(begins) ? placed : begins;
    Instant last = placed.isBefore(begins) ? begins : placed;
    Order.Numbers numbers = order.numbers();
    return new OrderMatches.Clue(
        order.siteId(),
        order.step().procedure().study(),
        Stream.of(numbers.accession(), numbers.placer(), numbers.filler())
            .filter(number -> !number.isBlank())
            .distinct()
            .toList(),
        all(order.step().patient().id(), others),
        first.minus(rules.window()),
        last.plus(rules.window()));
  }
}

package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.farsight.exchange.Balance;
import org.farsight.exchange.Balances;
import org.farsight.exchange.MonthReport;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;

/**
 * {@code GET /balance[?day=&site=]}: what came on a day and what each target has of it; {@code GET
 * /export/{month}}: the sites of a month, each with the address of its figures, {@code GET
 * /export/{month}/{site}.csv}.
 */
public final class BalanceHandlers {

  /** Differences that are named of each target, at most. */
  private static final int MOST = 1000;

  /** A day begins at another time in each zone. */
  private static final Duration ANY_ZONE = Duration.ofHours(18);

  private final Balances balances;
  private final Supplier<Sites> sites;
  private final Supplier<List<Target>> targets;
  private final InstantSource clock;

  /**
   * Adds up from these.
   *
   * @param sites in force
   * @param targets in force
   * @param clock says which day it is
   */
  public BalanceHandlers(
      Balances balances,
      Supplier<Sites> sites,
      Supplier<List<Target>> targets,
      InstantSource clock) {
    this.balances = balances;
    this.sites = sites;
    this.targets = targets;
    this.clock = clock;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/balance"), (context, none) -> balance(context));
    Posted.got(router.get("/export/:month"), (context, none) -> months(context));
    Posted.got(router.get("/export/:month/:site"), (context, none) -> month(context));
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  private void balance(RoutingContext context) {
    Optional<String> day = parameter(context, "day");
    Optional<String> site = parameter(context, "site");
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("sites");
    boolean balanced = true;
    for (String id : site.map(Set::of).orElseGet(() -> sitesOf(day))) {
      Balance one = balance(id, day);
      balanced &= one.isBalanced();
      list.add(BalanceJson.of(one));
    }
    body.put("balanced", balanced);
    Json.answer(context, 200, body);
  }

  private Balance balance(String site, Optional<String> day) {
    Site found = site(site);
    LocalDate on =
        day.map(BalanceHandlers::day)
            .orElseGet(() -> LocalDate.ofInstant(clock.instant(), found.zone()));
    return Balance.of(balances, found, on, targets.get(), MOST);
  }

  /** Of the configuration, or one that has left it and whose exchanges are still here. */
  private Site site(String id) {
    return sites.get().ofExchange(id);
  }

  private Set<String> sitesOf(Optional<String> day) {
    LocalDate on =
        day.map(BalanceHandlers::day)
            .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    return sitesOf(on, on.plusDays(1));
  }

  private Set<String> sitesOf(LocalDate from, LocalDate to) {
    Set<String> ids = new TreeSet<>(sites.get().sites().stream().map(Site::id).toList());
    ids.addAll(
        balances.sites(
            from.atStartOfDay(ZoneOffset.UTC).toInstant().minus(ANY_ZONE),
            to.atStartOfDay(ZoneOffset.UTC).toInstant().plus(ANY_ZONE)));
    return ids;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw HttpProblem.badRequest("day is a day such as 2026-11-22");
    }
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw HttpProblem.badRequest("a month is written 2026-11");
    }
  }

  private void months(RoutingContext context) {
    YearMonth month = month(context.pathParam("month"));
    ObjectNode body = Json.object().put("month", month.toString());
    ArrayNode list = body.putArray("sites");
    sitesOf(month.atDay(1), month.plusMonths(1).atDay(1)).forEach(list::add);
    Json.answer(context, 200, body);
  }

  private void month(RoutingContext context) {
    YearMonth month = month(context.pathParam("month"));
    String file = context.pathParam("site");
    if (!file.endsWith(".csv")) {
      throw HttpProblem.notFound("figures are in SITE.csv");
    }
    Site site = site(file.substring(0, file.length() - ".csv".length()));
    String language = parameter(context, "lang").orElse("en");
    MonthReport report = MonthReport.of(balances, site, month, targets.get());
    var unused =
        context
            .response()
            .putHeader("Content-Type", "text/csv; charset=utf-8; header=present")
            .putHeader("Cache-Control", "no-store")
            .end(MonthCsv.of(report, language.equals("zh")));
  }
}

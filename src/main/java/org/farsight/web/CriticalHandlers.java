package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.access.Role;
import org.farsight.access.Visitor;
import org.farsight.critical.CriticalDesk;
import org.farsight.critical.CriticalDesk.Outcome;
import org.farsight.exchange.Cases;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Sites;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /critical}: the critical values that branches are told of; {@code POST
 * /critical/{id}/acknowledge}: a person at the branch says what was done. See
 * docs/critical-values.md.
 */
public final class CriticalHandlers {
  private static final Logger log = LoggerFactory.getLogger(CriticalHandlers.class);
  private static final Set<String> FILTERS = Set.of("site", "exchange", "state", "limit");
  private static final int MOST = 1000;
  private static final int USUAL = 200;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_ACTION = 1000;

  private final CriticalValues values;
  private final CriticalDesk desk;
  private final InstantSource clock;
  private final CriticalValueJson json;

  /**
   * Answers from these.
   *
   * @param values of the same ledger
   * @param cases of the same ledger
   * @param desk takes answers
   * @param sites in force now
   */
  public CriticalHandlers(
      Ledger ledger,
      CriticalValues values,
      Cases cases,
      CriticalDesk desk,
      Supplier<Sites> sites,
      InstantSource clock) {
    this.values = values;
    this.desk = desk;
    this.clock = clock;
    this.json = new CriticalValueJson(ledger, values, cases, sites);
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/critical"), (context, none) -> list(context));
    Posted.to(router.post("/critical/:id/acknowledge"), this::acknowledge);
  }

  private void list(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!FILTERS.contains(name)) {
        throw HttpProblem.badRequest(name + " is none of " + FILTERS.stream().sorted().toList());
      }
    }
    Optional<String> named = parameter(context, "site");
    Optional<Visitor> visitor = Visiting.visitor(context);
    @Nullable String site = Visiting.site(context).or(() -> named).orElse(null);
    List<CriticalValue> found = found(context, site);
    boolean atBranch =
        visitor.map(one -> one.role() == Role.BRANCH_STAFF).orElseGet(named::isPresent);
    if (atBranch) {
      desk.shown(
          found.stream().filter(value -> value.answer().isEmpty()).toList(),
          visitor.map(Visitor::shown).orElse(""));
    }
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("critical");
    Instant now = clock.instant();
    found.forEach(value -> shown(value, now).ifPresent(list::add));
    body.put("now", now.toString());
    Json.answer(context, 200, body);
  }

  /** Those that are asked for. */
  private List<CriticalValue> found(RoutingContext context, @Nullable String site) {
    String state = parameter(context, "state").orElse("open");
    if (!Set.of("open", "all").contains(state)) {
      throw HttpProblem.badRequest("state is open or all");
    }
    boolean all = state.equals("all");
    int limit = limit(context);
    Optional<String> examination = parameter(context, "exchange");
    if (examination.isPresent()) {
      return values.ofExamination(examination.get()).stream()
          .filter(value -> site == null || value.siteId().equals(site))
          .filter(value -> all || value.answer().isEmpty())
          .limit(limit)
          .toList();
    }
    return all ? values.newest(site, limit) : values.open(site, limit);
  }

  private Optional<ObjectNode> shown(CriticalValue value, Instant now) {
    try {
      CriticalNotice notice = CriticalJson.notice(value.notice().getBytes(StandardCharsets.UTF_8));
      return Optional.of(json.whole(value, notice, now));
    } catch (DocumentException e) {
      log.error("the notice of {} cannot be read: {}", value.id(), e.getMessage());
      return Optional.empty();
    }
  }

  private void acknowledge(RoutingContext context, Posted posted) throws IOException {
    posted.only(Set.of("by", "action", "revision"));
    String by =
        Visiting.visitor(context)
            .filter(visitor -> visitor.role().isPerson())
            .map(Visitor::shown)
            .or(() -> posted.text("by"))
            .orElseThrow(
                () -> HttpProblem.badRequest("by is missing: a person answers. 请填写确认人姓名。"));
    String action =
        posted
            .text("action")
            .orElseThrow(
                () -> HttpProblem.badRequest("action is missing: what was done. 请填写处置措施。"));
    checked("by", by, LONGEST_NAME);
    checked("action", action, LONGEST_ACTION);
    int seen = posted.number("revision", 0, 1, Integer.MAX_VALUE);
    String id = context.pathParam("id");
    if (values.find(id).filter(value -> isOf(context, value)).isEmpty()) {
      throw unknown();
    }
    try {
      answer(context, desk.acknowledge(id, by, action, seen == 0 ? null : seen));
    } catch (DocumentException e) {
      throw new IOException(e);
    }
  }

  private static boolean isOf(RoutingContext context, CriticalValue value) {
    return Visiting.site(context).filter(site -> !site.equals(value.siteId())).isEmpty();
  }

  private static HttpProblem unknown() {
    return HttpProblem.notFound("there is no such critical value. 没有该危急值。");
  }

  private static void checked(String name, String text, int longest) {
    if (text.length() > longest || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw HttpProblem.badRequest(name + " has at most " + longest + " letters");
    }
  }

  private static void answer(RoutingContext context, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done done -> Json.answer(context, 200, CriticalValueJson.brief(done.value()));
      case Outcome.Before before ->
          Json.answer(context, 200, CriticalValueJson.brief(before.value()).put("before", true));
      case Outcome.Changed changed ->
          Json.problem(
              context,
              409,
              "changed meanwhile",
              "more is known than was seen: look again and answer that",
              "危急值内容已更新，请重新查看后确认",
              Json.object().set("critical", CriticalValueJson.brief(changed.value())));
      case Outcome.Unknown none -> throw unknown();
      case Outcome.NotKept not ->
          Json.problem(
              context,
              503,
              "not kept",
              "the answer could not be kept, try again: " + not.why(),
              "确认未能保存，请重试：" + not.why());
    }
  }

  private static int limit(RoutingContext context) {
    String text = parameter(context, "limit").orElse(Integer.toString(USUAL));
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
      throw HttpProblem.badRequest("limit is a number from 1 to " + MOST);
    }
    return Integer.parseInt(text);
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
  }
}

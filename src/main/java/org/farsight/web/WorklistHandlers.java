package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.farsight.exchange.Cases;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.Sites;
import org.farsight.reading.CaseList;
import org.farsight.reading.CaseList.Filter;
import org.farsight.reading.CaseList.Holder;
import org.farsight.reading.CaseList.Standing;
import org.farsight.reading.Claims;
import org.farsight.reading.Claims.Answer;
import org.farsight.reading.ReadingRoom;

/**
 * {@code GET /worklist}, {@code GET /case/{id}}, {@code POST /case/{id}/claim|release|start},
 * {@code POST /worklist/rebuild}, and {@code POST /worklist/changed} by which a FHIR server tells
 * that something has changed. See docs/reading.md.
 */
public final class WorklistHandlers {
  private static final Set<String> PARAMETERS =
      Set.of(
          "site",
          "modality",
          "priority",
          "status",
          "claimed-by",
          "overdue",
          "critical",
          "q",
          "limit",
          "after");
  private static final int MOST = 2000;
  private static final int USUAL = 200;
  private static final int PRIORS = 50;
  private static final int LONGEST_TEXT = 200;

  private final Ledger ledger;
  private final Cases cases;
  private final Optional<ReadingRoom> room;
  private final InstantSource clock;
  private final CaseJson json;

  /**
   * Answers from these.
   *
   * @param cases of the same ledger
   * @param criticals what branches are told of them
   * @param room empty: there is no FHIR server
   * @param sites in force now
   */
  public WorklistHandlers(
      Ledger ledger,
      Cases cases,
      CriticalValues criticals,
      Optional<ReadingRoom> room,
      Supplier<Sites> sites,
      InstantSource clock) {
    this.ledger = ledger;
    this.cases = cases;
    this.room = room;
    this.clock = clock;
    this.json = new CaseJson(sites, criticals);
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/worklist"), (context, posted) -> list(context));
    Posted.got(router.get("/case/:id"), (context, posted) -> one(context));
    Posted.to(router.post("/case/:id/claim"), (c, posted) -> wish(c, posted, Claims.Wish.CLAIM));
    Posted.to(router.post("/case/:id/start"), (c, posted) -> wish(c, posted, Claims.Wish.START));
    Posted.to(
        router.post("/case/:id/release"), (c, posted) -> wish(c, posted, Claims.Wish.RELEASE));
    Posted.to(router.post("/worklist/rebuild"), (context, posted) -> rebuild(context));
    // whatever a FHIR server sends beside it, what has changed is read from it
    router.post("/worklist/changed").handler(this::changed);
  }

  private void list(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!PARAMETERS.contains(name)) {
        throw HttpProblem.badRequest(name + " is none of " + new TreeSet<>(PARAMETERS));
      }
    }
    String limit = parameter(context, "limit").orElse(Integer.toString(USUAL));
    if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > MOST) {
      throw HttpProblem.badRequest("limit is a number from 1 to " + MOST);
    }
    Instant now = clock.instant();
    // before the rows: what changes in between comes twice rather than never
    long change = cases.newestChange();
    try {
      CaseList list =
          CaseList.of(
              cases, filter(context), Integer.parseInt(limit), parameter(context, "after"), now);
      ObjectNode body = json.list(list, change, now);
      if (Visiting.site(context).isPresent()) {
        body.remove("counts"); // of all sites
      }
      Json.answer(context, 200, body);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static Filter filter(RoutingContext context) {
    Set<Priority> priorities = EnumSet.noneOf(Priority.class);
    for (String word : values(context, "priority")) {
      priorities.add(constant(Priority.class, "priority", word));
    }
    Standing standing = Standing.OPEN;
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    Set<String> words = values(context, "status");
    for (String word : words) {
      if (List.of("open", "closed", "all").contains(word)) {
        standing = constant(Standing.class, "status", word);
      } else {
        statuses.add(constant(Status.class, "status", word));
      }
    }
    if (!statuses.isEmpty()) {
      if (words.size() > statuses.size()) {
        throw HttpProblem.badRequest("status is open, closed, all, or any of Task.status");
      }
      boolean allOpen = statuses.stream().allMatch(Status::isOpen);
      standing = allOpen ? Standing.OPEN : Standing.ALL;
    }
    String text = parameter(context, "q").orElse("").strip();
    if (text.length() > LONGEST_TEXT) {
      throw HttpProblem.badRequest("q has at most " + LONGEST_TEXT + " letters");
    }
    return new Filter(
        values(context, "site"),
        values(context, "modality"),
        priorities,
        standing,
        statuses,
        parameter(context, "claimed-by").map(WorklistHandlers::who).orElse(new Holder.Whoever()),
        flag(context, "overdue"),
        flag(context, "critical"),
        text);
  }

  private static Holder who(String word) {
    return switch (word) {
      case "nobody" -> new Holder.Nobody();
      case "anybody" -> new Holder.Somebody();
      default -> new Holder.One(word);
    };
  }

  private static <E extends Enum<E>> E constant(Class<E> set, String name, String word) {
    List<String> words = new ArrayList<>();
    for (E one : set.getEnumConstants()) {
      String code = one.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (code.equals(word)) {
        return one;
      }
      words.add(code);
    }
    throw HttpProblem.badRequest(name + " is one of " + words);
  }

  private static Optional<Boolean> flag(RoutingContext context, String name) {
    Optional<String> word = parameter(context, name);
    if (word.isPresent() && !List.of("true", "false").contains(word.get())) {
      throw HttpProblem.badRequest(name + " is true or false");
    }
    return word.map("true"::equals);
  }

  /** Given more than once, or with commas. */
  private static Set<String> values(RoutingContext context, String name) {
    Set<String> all = new LinkedHashSet<>();
    for (String value : context.queryParam(name)) {
      for (String word : value.split(",")) {
        if (!word.isBlank()) {
          all.add(word.strip());
        }
      }
    }
    return all;
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  private void one(RoutingContext context) {
    ReadingCase one = cases.find(context.pathParam("id")).orElseThrow(WorklistHandlers::noSuchCase);
    ExchangeView view =
        ExchangeView.of(ledger, one.exchangeId()).orElseThrow(WorklistHandlers::noSuchCase);
    List<CaseJson.Prior> priors = new ArrayList<>();
    for (ReadingCase other : cases.ofPatient(one.person().reference(), PRIORS + 1)) {
      Optional<Exchange> exchange =
          other.id().equals(one.id()) ? Optional.empty() : ledger.exchange(other.exchangeId());
      exchange.ifPresent(known -> priors.add(new CaseJson.Prior(other, known)));
    }
    Json.answer(context, 200, json.whole(one, view, priors, clock.instant()));
  }

  private static HttpProblem noSuchCase() {
    return HttpProblem.notFound("there is no such case. 没有该阅片任务。");
  }

  private void wish(RoutingContext context, Posted posted, Claims.Wish wish) {
    posted.only(Set.of("reader", "name", "version"));
    String login = posted.text("reader").orElse("");
    // an OpenID provider's people are called oidc:name
    if (!login.matches("[\\p{L}\\p{N}._@:-]{1,69}")) {
      throw HttpProblem.badRequest(
          "reader is a login name of letters, digits and . _ @ : -, up to 69");
    }
    String name = posted.text("name").orElse(login);
    if (name.length() > 100 || name.chars().anyMatch(c -> c < ' ')) {
      throw HttpProblem.badRequest("name has at most 100 letters");
    }
    ReadingRoom here = room.orElseThrow(WorklistHandlers::noServer);
    Answer answer =
        here.claims()
            .wish(
                wish,
                context.pathParam("id"),
                new Claims.Reader(login, name),
                posted.text("version"));
    answer(context, answer);
  }

  private static HttpProblem noServer() {
    return new HttpProblem(
        503, "FHIR server not reached", "no FHIR server is configured. 未配置 FHIR 服务器。");
  }

  private void answer(RoutingContext context, Answer answer) {
    switch (answer) {
      case Answer.Done done -> Json.answer(context, 200, json.row(done.now(), clock.instant()));
      case Answer.Held held -> {
        Owner by = held.by();
        conflict(
            context,
            "claimed by another",
            by.name() + " has it",
            "已由 " + by.name() + " 领取",
            held.now(),
            Optional.of(by));
      }
      case Answer.Changed changed ->
          conflict(
              context,
              "changed meanwhile",
              "the task has changed since it was looked at: look again",
              "任务已有变动，请重新查看",
              changed.now(),
              Optional.empty());
      case Answer.NotAllowed no ->
          conflict(
              context,
              "not allowed",
              "a case that is " + no.now().task().status().code() + " allows no such move",
              "当前状态 " + no.now().task().status().code() + " 不允许此操作",
              no.now(),
              Optional.empty());
      case Answer.Unknown unknown -> throw noSuchCase();
      case Answer.Refused refused ->
          Json.problem(
              context,
              502,
              "FHIR server refused",
              "the FHIR server answers " + refused.why(),
              "FHIR 服务器拒绝：" + refused.why());
      case Answer.NotReached away ->
          Json.problem(
              context,
              503,
              "FHIR server not reached",
              "nothing is known to be done; try again",
              "无法连接 FHIR 服务器，请重试");
    }
  }

  private void conflict(
      RoutingContext context,
      String title,
      String en,
      String zh,
      ReadingCase now,
      Optional<Owner> holder) {
    ObjectNode more = Json.object();
    holder.ifPresent(by -> more.set("holder", CaseJson.holder(by)));
    more.set("case", json.row(now, clock.instant()));
    Json.problem(context, 409, title, en, zh, more);
  }

  private void rebuild(RoutingContext context) {
    ReadingRoom here = room.orElseThrow(WorklistHandlers::noServer);
    try {
      switch (here.rebuild()) {
        case ReadingRoom.Rebuild.Done done ->
            Json.answer(
                context,
                200,
                Json.object()
                    .put("cases", done.cases())
                    .put("removed", done.removed())
                    .put("skipped", done.skipped()));
        case ReadingRoom.Rebuild.Failed failed ->
            throw new HttpProblem(
                502,
                "rebuild not finished",
                failed.why() + ": what is missing is filled in once it answers");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpProblem(503, "rebuild not finished", "the engine is stopping");
    }
  }

  private void changed(RoutingContext context) {
    context.request().resume(); // what comes with it is let go unread
    room.ifPresent(ReadingRoom::told);
    var unused = context.response().setStatusCode(204).end();
  }
}

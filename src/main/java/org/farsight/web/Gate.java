package org.farsight.web;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.farsight.access.AccessTable;
import org.farsight.access.Auditor;
import org.farsight.access.Rule;
import org.farsight.access.Sessions;
import org.farsight.access.Tokens;
import org.farsight.access.Visitor;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every handler of the HTTP server: knows who asks, looks into the {@link
 * AccessTable}, keeps to the visitor's site, and writes down who opens patient data before any of
 * it goes out.
 */
public final class Gate implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);
  private static final String BEARER = "Bearer ";

  /** An addendum of an addendum is none; each may be read again. */
  private static final int MOST_PARTS = 3;

  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  /** What an id in a path is made of; anything else names nothing. */
  private static final String PLAIN = "[A-Za-z0-9._-]{1,200}";

  private final Sessions sessions;
  private final Tokens tokens;
  private final Auditor auditor;
  private final Ledger ledger;
  private final Origins origins;

  /** What the ledger has to be asked, and what is to be told to it. */
  private record Question(Rule rule, Visitor visitor, String path, String from) {}

  /**
   * Lets in by these.
   *
   * @param ledger knows the site of an exchange
   * @param origins knows our own address
   */
  public Gate(Sessions sessions, Tokens tokens, Auditor auditor, Ledger ledger, Origins origins) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.auditor = auditor;
    this.ledger = ledger;
    this.origins = origins;
  }

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "same-origin");
    try {
      decide(context);
    } catch (HttpProblem e) {
      Json.problem(context, e.status(), e.title(), e.detail());
    }
  }

  private void decide(RoutingContext context) {
    String method = context.request().method().name();
    String path = context.normalizedPath();
    Optional<Rule> rule = AccessTable.rule(method, path);
    Optional<Visitor> visitor = visitor(context);
    visitor.ifPresent(known -> Visiting.is(context, known));
    if (rule.isPresent() && rule.get().scope() == Rule.Scope.OPEN) {
      context.next();
      return;
    }
    if (visitor.isEmpty()) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"farsight\"");
      throw new HttpProblem(
          401, "sign in", "sign in, or send Authorization: Bearer and a token. 请先登录。");
    }
    if (rule.isEmpty()) {
      throw new HttpProblem(403, "not allowed", "no rule says who may ask for this address");
    }
    if (visitor.get().mustChange() && rule.get().scope() != Rule.Scope.OWN) {
      throw new HttpProblem(
          403, "change your password", "first choose a password of your own. 请先修改初始密码。");
    }
    Question question =
        new Question(rule.get(), visitor.get(), path, origins.client(context.request()));
    boolean allowed = rule.get().allows(visitor.get());
    if (!allowed && rule.get().data() == Rule.Data.NONE) {
      throw refused();
    }
    if (allowed && rule.get().scope() == Rule.Scope.SITE) {
      keepToSite(context, visitor.get());
    }
    if (rule.get().data() == Rule.Data.NONE) {
      context.next();
    } else {
      ask(context, question, allowed);
    }
  }

  private static HttpProblem refused() {
    return new HttpProblem(403, "not allowed", "your role may not do this. 您的角色无此权限。");
  }

  /** By token before cookie: a program that sends one means it. */
  private Optional<Visitor> visitor(RoutingContext context) {
    HttpServerRequest request = context.request();
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        return Optional.empty();
      }
      String token = authorization.substring(BEARER.length()).strip();
      Visiting.lasts(context, () -> tokens.visitor(token).isPresent());
      return tokens.visitor(token);
    }
    Optional<String> session = session(request);
    session.ifPresent(id -> Visiting.lasts(context, () -> sessions.lasts(id)));
    Optional<Visitor> visitor = session.flatMap(sessions::visitor);
    if (visitor.isPresent()
        && !SAFE.contains(request.method().name())
        && !origins.isOwnPage(request)) {
      throw new HttpProblem(403, "another page", "this was not asked by a page of ours");
    }
    return visitor;
  }

  /** The session's id that a browser sends. */
  static Optional<String> session(HttpServerRequest request) {
    return Stream.of(Origins.SECURE_COOKIE, Origins.COOKIE)
        .flatMap(name -> Stream.ofNullable(request.getCookie(name)))
        .map(Cookie::getValue)
        .findFirst();
  }

  /** A visitor of one site names that site or none; handlers find it as the parameter. */
  private static void keepToSite(RoutingContext context, Visitor visitor) {
    if (visitor.site().isEmpty()) {
      return;
    }
    HttpServerRequest request = context.request();
    Set<String> named = new TreeSet<>(context.queryParams().getAll("site"));
    for (String header : List.of("site", StowHandler.SITE_HEADER)) {
      named.addAll(request.headers().getAll(header));
      request.headers().remove(header);
    }
    String own = visitor.site().get();
    named.remove(own);
    if (!named.isEmpty()) {
      throw new HttpProblem(403, "another site", "this sign-in or token is of the site " + own);
    }
    context.queryParams().set("site", own);
    request.params().set("site", own);
  }

  /** On a working thread, while the request's body waits. */
  private void ask(RoutingContext context, Question question, boolean allowed) {
    context.request().pause();
    context
        .vertx()
        .<Optional<HttpProblem>>executeBlocking(() -> answer(question, allowed), false)
        .onComplete(
            asked -> {
              context.request().resume();
              if (asked.failed()) {
                log.error("{} was not let in: {}", question.path(), asked.cause().toString());
                Json.problem(context, 503, "not now", "the ledger could not be asked; try again");
              } else if (asked.result().isPresent()) {
                HttpProblem problem = asked.result().get();
                Json.problem(context, problem.status(), problem.title(), problem.detail());
              } else {
                context.next();
              }
            });
  }

  private Optional<HttpProblem> answer(Question q, boolean allowed) {
    List<Exchange> found = concerned(q);
    boolean one = isOfOne(q.rule());
    List<Exchange> own =
        found.stream().filter(exchange -> q.visitor().seesSite(exchange.siteId())).toList();
    boolean ofSite = !one || q.visitor().site().isEmpty() || !own.isEmpty();
    if (q.rule().opens(q.visitor()) || !allowed) {
      boolean let = allowed && ofSite;
      List<Exchange> told = let ? own : found;
      told.forEach(exchange -> auditor.opens(q.visitor(), exchange, let, q.from()));
      if (!one) {
        auditor.lists(q.visitor(), q.rule().path(), let, q.from());
      }
    }
    if (!allowed) {
      return Optional.of(refused());
    }
    return ofSite
        ? Optional.empty()
        : Optional.of(HttpProblem.notFound("nothing of yours is here"));
  }

  private static boolean isOfOne(Rule rule) {
    return switch (rule.scope()) {
      case EXCHANGE, CASE, STUDY -> true;
      case OPEN, ALL, OWN, SITE, HANDLER -> false;
    };
  }

  /** The exchanges that an address is about, where it is about some. */
  private List<Exchange> concerned(Question q) {
    String piece = q.rule().named(q.path()).orElse("");
    if (!isOfOne(q.rule()) || !piece.matches(PLAIN)) {
      return List.of();
    }
    if (q.rule().scope() == Rule.Scope.STUDY) {
      return ledger.find(piece, 100).stream()
          .filter(exchange -> exchange.key().equals(piece))
          .toList();
    }
    if (q.rule().scope() == Rule.Scope.CASE) {
      return ofCase(piece).stream().toList();
    }
    int dot = piece.lastIndexOf('.');
    String id = q.rule().path().endsWith(":file") && dot > 0 ? piece.substring(0, dot) : piece;
    return ledger.exchange(id).stream().toList();
  }

  /** The examination of a case: an addendum has a number behind its id, a repeated read another. */
  private Optional<Exchange> ofCase(String id) {
    String rest = id;
    Optional<Exchange> found = ledger.exchange(rest);
    for (int i = 0; i < MOST_PARTS && found.isEmpty(); i++) {
      rest = rest.replaceFirst("(-repeat)?-\\d+$", "");
      found = ledger.exchange(rest);
    }
    return found;
  }
}

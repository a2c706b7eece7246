package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.farsight.access.OpenId;
import org.farsight.access.Sessions;
import org.farsight.access.SignIn;
import org.farsight.access.Visitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /session}: signing in, who is signed in, signing out; {@code /session/oidc}: the same at
 * an OpenID provider.
 */
public final class SessionHandlers {
  private static final Logger log = LoggerFactory.getLogger(SessionHandlers.class);
  private static final String STATE_COOKIE = "farsight-oidc";

  /** Somebody has come from the provider in this browser before. */
  private static final String BEEN_COOKIE = "farsight-oidc-been";

  private static final long BEEN_SECONDS = Duration.ofDays(7).toSeconds();
  private static final int LONGEST_PASSWORD = 1000;
  private static final int STATE_SECONDS = 600;

  private final SignIn signIn;
  private final Sessions sessions;
  private final Optional<OpenId> openId;
  private final Origins origins;

  /** Signs in by these. */
  public SessionHandlers(
      SignIn signIn, Sessions sessions, Optional<OpenId> openId, Origins origins) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.openId = openId;
    this.origins = origins;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/session"), (context, none) -> who(context));
    Posted.to(router.post("/session"), this::begin);
    Posted.to(router.post("/session/password"), this::change);
    Posted.got(router.delete("/session"), (context, none) -> end(context));
    Posted.got(router.get("/session/oidc"), (context, none) -> leave(context));
    Posted.got(router.get("/session/oidc/callback"), (context, none) -> arrive(context));
  }

  private void who(RoutingContext context) {
    ObjectNode body =
        Visiting.visitor(context).map(SessionHandlers::json).orElseGet(SessionHandlers::nobody);
    Json.answer(context, 200, body.put("auth", "on").put("oidc", openId.isPresent()));
  }

  private static ObjectNode nobody() {
    return Json.object().put("signedIn", false);
  }

  static ObjectNode json(Visitor visitor) {
    ObjectNode node = Json.object().put("signedIn", true);
    node.put("user", visitor.name()).put("name", visitor.shown());
    node.put("role", visitor.role().word());
    visitor.site().ifPresent(site -> node.put("site", site));
    node.put("patientData", visitor.seesPatients());
    return node.put("mustChangePassword", visitor.mustChange());
  }

  private void begin(RoutingContext context, Posted posted) {
    posted.only(Set.of("user", "password"));
    foreignPage(context);
    answer(
        context,
        signIn.signIn(
            posted.text("user").orElse(""),
            password(posted, "password"),
            origins.client(context.request())));
  }

  private void change(RoutingContext context, Posted posted) {
    posted.only(Set.of("old", "new"));
    Visitor visitor =
        Visiting.visitor(context).orElseThrow(() -> HttpProblem.badRequest("nobody is signed in"));
    answer(
        context,
        signIn.change(
            visitor.name(),
            password(posted, "old"),
            password(posted, "new"),
            origins.client(context.request())));
  }

  /** Another site's page could sign a browser in as somebody else. */
  private void foreignPage(RoutingContext context) {
    var request = context.request();
    boolean browser =
        request.getHeader("Sec-Fetch-Site") != null || request.getHeader("Origin") != null;
    if (browser && !origins.isOwnPage(request)) {
      throw new HttpProblem(403, "another page", "this was not asked by a page of ours");
    }
  }

  /** As it is typed: blanks at its ends count. */
  private static String password(Posted posted, String name) {
    var value = posted.body().path(name);
    if (!value.isTextual() || value.textValue().length() > LONGEST_PASSWORD) {
      throw HttpProblem.badRequest(name + " is text of at most " + LONGEST_PASSWORD);
    }
    return value.textValue();
  }

  private void answer(RoutingContext context, SignIn.Outcome outcome) {
    switch (outcome) {
      case SignIn.Outcome.Signed signed -> {
        leaveOld(context);
        context.response().addCookie(origins.cookie(context.request(), signed.session()));
        Json.answer(context, 200, json(signed.visitor()).put("auth", "on"));
      }
      case SignIn.Outcome.Refused refused -> {
        log.info("a sign-in from {} was refused", origins.client(context.request()));
        Json.problem(
            context,
            401,
            "not signed in",
            "the name or the password is wrong, or the account is disabled",
            "用户名或密码错误，或账号已停用");
      }
      case SignIn.Outcome.Wait wait -> {
        long seconds = wait.left().toSeconds() + 1;
        context.response().putHeader("Retry-After", Long.toString(seconds));
        Json.problem(
            context,
            429,
            "too many tries",
            "try again in " + seconds + " seconds",
            "尝试次数过多，请在 " + seconds + " 秒后重试");
      }
      case SignIn.Outcome.Unfit unfit ->
          Json.problem(context, 400, "choose another password", unfit.why());
    }
  }

  /** A browser has one session: the one that it came with ends. */
  private void leaveOld(RoutingContext context) {
    Gate.session(context.request()).ifPresent(sessions::close);
  }

  private void end(RoutingContext context) {
    leaveOld(context);
    context.response().addCookie(origins.cookie(context.request(), "").setMaxAge(0));
    var unused = context.response().setStatusCode(204).end();
  }

  private OpenId provider() {
    return openId.orElseThrow(() -> HttpProblem.notFound("no OpenID provider is configured"));
  }

  private void leave(RoutingContext context) {
    String page = Origins.ownPage(context.queryParam("return").stream().findFirst());
    // the provider remembers who signed in last: at a screen that several use that may be another
    boolean anew = context.request().getCookie(BEEN_COOKIE) != null;
    try {
      OpenId.Begun begun = provider().begin(page, anew);
      Cookie state = cookie(context, STATE_COOKIE, begun.state());
      context.response().addCookie(state.setMaxAge(STATE_SECONDS));
      redirect(context, begun.address().toString());
    } catch (OpenId.RefusedException e) {
      refuse(context, e);
    }
  }

  /** Lax: the browser comes back from the provider's pages. */
  private Cookie cookie(RoutingContext context, String name, String value) {
    return Cookie.cookie(name, value)
        .setHttpOnly(true)
        .setSecure(origins.isSecure(context.request()))
        .setSameSite(CookieSameSite.LAX)
        .setPath("/session/oidc");
  }

  private void arrive(RoutingContext context) {
    Cookie kept = context.request().getCookie(STATE_COOKIE);
    String brought = kept == null ? "" : kept.getValue();
    try {
      OpenId.Arrived arrived =
          provider().arrive(parameter(context, "state"), brought, parameter(context, "code"));
      leaveOld(context);
      context.response().addCookie(cookie(context, STATE_COOKIE, "").setMaxAge(0));
      context.response().addCookie(cookie(context, BEEN_COOKIE, "1").setMaxAge(BEEN_SECONDS));
      String session = sessions.open(arrived.visitor());
      context.response().addCookie(origins.cookie(context.request(), session));
      redirect(context, arrived.returnTo());
    } catch (OpenId.RefusedException e) {
      refuse(context, e);
    }
  }

  private static String parameter(RoutingContext context, String name) {
    String value = context.queryParam(name).stream().findFirst().orElse("");
    if (value.isEmpty() || value.length() > 4096) {
      throw HttpProblem.badRequest("the provider sent no " + name);
    }
    return value;
  }

  private static void refuse(RoutingContext context, OpenId.RefusedException e) {
    log.warn("a sign-in by OpenID Connect came to nothing: {}", e.getMessage());
    Json.problem(context, 401, "not signed in", String.valueOf(e.getMessage()));
  }

  private static void redirect(RoutingContext context, String address) {
    var unused =
        context
            .response()
            .setStatusCode(302)
            .putHeader("Location", address)
            .putHeader("Cache-Control", "no-store")
            .end();
  }
}

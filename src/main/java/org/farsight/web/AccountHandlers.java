package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.access.AccessToken;
import org.farsight.access.Account;
import org.farsight.access.Accounts;
import org.farsight.access.Passwords;
import org.farsight.access.Role;
import org.farsight.access.Secrets;
import org.farsight.access.Sessions;
import org.farsight.access.Tokens;
import org.farsight.exchange.Sites;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /account} and {@code /token}: who may sign in, and by which tokens programs are known. A
 * password or token that is made is in the answer, and nowhere again.
 */
public final class AccountHandlers {
  private static final Logger log = LoggerFactory.getLogger(AccountHandlers.class);

  private final Accounts accounts;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Tokens tokens;
  private final Supplier<Sites> sites;
  private final InstantSource clock;

  /**
   * Looks after these.
   *
   * @param sites in force
   */
  public AccountHandlers(
      Accounts accounts,
      Passwords passwords,
      Sessions sessions,
      Tokens tokens,
      Supplier<Sites> sites,
      InstantSource clock) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.tokens = tokens;
    this.sites = sites;
    this.clock = clock;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/account"), (context, none) -> list(context));
    Posted.to(router.post("/account"), this::add);
    Posted.to(router.post("/account/:name"), this::change);
    Posted.got(router.get("/token"), (context, none) -> listTokens(context));
    Posted.to(router.post("/token"), this::makeToken);
    Posted.to(router.post("/token/:id/revoke"), (context, posted) -> revoke(context));
  }

  private void list(RoutingContext context) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("accounts");
    accounts.all().forEach(account -> list.add(json(account)));
    Json.answer(context, 200, body);
  }

  private static ObjectNode json(Account account) {
    ObjectNode node = Json.object().put("user", account.name()).put("name", account.shown());
    node.put("role", account.role().word());
    account.site().ifPresent(site -> node.put("site", site));
    node.put("patientData", account.visitor().seesPatients());
    node.put("mustChangePassword", account.mustChange());
    return node.put("disabled", account.disabled());
  }

  private void add(RoutingContext context, Posted posted) {
    posted.only(Set.of("user", "name", "role", "site", "patientData"));
    String user = posted.text("user").orElse("");
    String password = Secrets.password();
    Account account;
    try {
      account =
          new Account(
              user,
              posted.text("name").orElse(user),
              role(posted),
              posted.text("site").map(this::site),
              flag(posted, "patientData", false),
              passwords.hash(password),
              true,
              false);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
    if (!accounts.add(account, clock.instant())) {
      throw new HttpProblem(409, "taken", "there is an account of this name already");
    }
    told(context, "added", account);
    Json.answer(context, 201, json(account).put("password", password));
  }

  /** A member that is not there stays as it is. */
  private void change(RoutingContext context, Posted posted) {
    posted.only(Set.of("name", "role", "site", "patientData", "disabled", "password"));
    Account old =
        accounts
            .account(context.pathParam("name"))
            .orElseThrow(() -> HttpProblem.notFound("there is no account of this name"));
    Role role = posted.body().has("role") ? role(posted) : old.role();
    boolean fresh = posted.text("password").filter("new"::equals).isPresent();
    if (posted.body().has("password") && !fresh) {
      throw HttpProblem.badRequest("password is new: it is made here");
    }
    String password = Secrets.password();
    Account changed;
    try {
      changed =
          new Account(
              old.name(),
              posted.text("name").orElse(old.shown()),
              role,
              role.isOfSite()
                  ? posted.text("site").map(this::site).or(old::site)
                  : Optional.empty(),
              flag(posted, "patientData", role.needsGrant() && old.granted()),
              fresh ? passwords.hash(password) : old.hash(),
              fresh || old.mustChange(),
              flag(posted, "disabled", old.disabled()));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
    if (isLastAdministrator(old) && (changed.disabled() || changed.role() != old.role())) {
      throw new HttpProblem(409, "the last one", "one administrator has to be left");
    }
    accounts.change(changed, clock.instant());
    sessions.closeAllOf(old.name());
    told(context, "changed", changed);
    ObjectNode body = json(changed);
    Json.answer(context, 200, fresh ? body.put("password", password) : body);
  }

  private boolean isLastAdministrator(Account account) {
    return account.role() == Role.ADMINISTRATOR
        && !account.disabled()
        && accounts.all().stream()
                .filter(one -> one.role() == Role.ADMINISTRATOR && !one.disabled())
                .count()
            == 1;
  }

  private static Role role(Posted posted) {
    return posted
        .text("role")
        .flatMap(Role::ofPerson)
        .orElseThrow(() -> HttpProblem.badRequest("role is one of " + Role.people()));
  }

  private static boolean flag(Posted posted, String name, boolean otherwise) {
    var value = posted.body().path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw HttpProblem.badRequest(name + " is true or false");
    }
    return value.booleanValue();
  }

  private String site(String id) {
    if (sites.get().sites().stream().noneMatch(site -> site.id().equals(id))) {
      throw HttpProblem.badRequest("no site is called " + id + " in farsight.yaml");
    }
    return id;
  }

  private void listTokens(RoutingContext context) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("tokens");
    accounts.tokens().forEach(token -> list.add(json(token)));
    Json.answer(context, 200, body);
  }

  private static ObjectNode json(AccessToken token) {
    ObjectNode node = Json.object().put("id", token.id()).put("role", token.role().word());
    token.site().ifPresent(site -> node.put("site", site));
    node.put("for", token.label()).put("madeAt", token.madeAt().toString());
    node.put("madeBy", token.madeBy());
    token.revokedAt().ifPresent(at -> node.put("revokedAt", at.toString()));
    return node;
  }

  private void makeToken(RoutingContext context, Posted posted) {
    posted.only(Set.of("site", "for"));
    Tokens.Made made;
    try {
      made =
          tokens.make(
              posted.text("site").map(this::site), posted.text("for").orElse(""), who(context));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
    log.info("{} made token {}", who(context), made.token().id());
    Json.answer(context, 201, json(made.token()).put("token", made.secret()));
  }

  private void revoke(RoutingContext context) {
    String id = context.pathParam("id");
    if (!tokens.revoke(id)) {
      throw HttpProblem.notFound("there is no good token of this id");
    }
    log.info("{} revoked token {}", who(context), id);
    Json.answer(context, 200, Json.object().put("revoked", id));
  }

  private static void told(RoutingContext context, String what, Account account) {
    log.info("{} {} account {}: {}", who(context), what, account.name(), account.role().word());
  }

  private static String who(RoutingContext context) {
    return Visiting.visitor(context).map(visitor -> visitor.name()).orElse("nobody");
  }
}

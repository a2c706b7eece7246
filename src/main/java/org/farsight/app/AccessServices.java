package org.farsight.app;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.access.Account;
import org.farsight.access.Accounts;
import org.farsight.access.Auditor;
import org.farsight.access.OpenId;
import org.farsight.access.Passwords;
import org.farsight.access.Role;
import org.farsight.access.Secrets;
import org.farsight.access.Sessions;
import org.farsight.access.SignIn;
import org.farsight.access.Tokens;
import org.farsight.delivery.AuditDelivery;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.fhir.Identifiers;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.AccountHandlers;
import org.farsight.web.Gate;
import org.farsight.web.SessionHandlers;

/** Sign-in and what belongs to it, where {@code http.auth} is on. */
final class AccessServices implements AutoCloseable {
  private static final String FIRST = "admin";

  private final AccessSettings settings;
  private final Supplier<Sites> sites;
  private final InstantSource clock = InstantSource.system();
  private final Accounts accounts;
  private final Passwords passwords = new Passwords();
  private final Sessions sessions;
  private final Tokens tokens;
  private final Gate gate;
  private final AuditSending sending;
  private final Optional<String> firstPassword;

  /**
   * Makes the first account where there is none.
   *
   * @param sites in force
   * @param targets in force; the first FHIR server among them is told who opens what
   */
  AccessServices(
      AccessSettings settings,
      SqlLedger ledger,
      Supplier<Sites> sites,
      Supplier<Optional<Target.FhirServer>> targets,
      String name) {
    this.settings = settings;
    this.sites = sites;
    accounts = ledger.accounts();
    sessions = new Sessions(settings.sessions(), clock);
    tokens = new Tokens(accounts, clock);
    Auditor auditor =
        new Auditor(
            ledger.auditTrail(),
            exchange ->
                Identifiers.patientSystem(
                    sites.get().ofExchange(exchange.siteId()), exchange.patientIssuer()),
            clock);
    gate = new Gate(sessions, tokens, auditor, ledger, settings.origins());
    sending =
        new AuditSending(
            ledger.auditTrail(),
            () -> targets.get().map(server -> new AuditDelivery(server.url(), name)),
            clock);
    firstPassword = accounts.all().isEmpty() ? Optional.of(first()) : Optional.empty();
  }

  private String first() {
    String password = Secrets.password();
    accounts.add(
        new Account(
            FIRST,
            FIRST,
            Role.ADMINISTRATOR,
            Optional.empty(),
            false,
            passwords.hash(password),
            true,
            false),
        clock.instant());
    return password;
  }

  /** Stands before every handler. */
  Handler<RoutingContext> gate() {
    return gate;
  }

  /** The password of the first account, if it was just made: to be shown once. */
  Optional<String> firstPassword() {
    return firstPassword;
  }

  /** What this machine's commands send. */
  String commandToken() {
    return tokens.command();
  }

  /** Adds the handlers, and begins to tell the FHIR server. */
  void start(Router router) {
    Optional<OpenId> openId = settings.openId().map(one -> new OpenId(one, clock));
    SignIn signIn = new SignIn(accounts, passwords, sessions, clock);
    new SessionHandlers(signIn, sessions, openId, settings.origins()).addTo(router);
    new AccountHandlers(accounts, passwords, sessions, tokens, sites, clock).addTo(router);
    sending.start();
  }

  @Override
  public void close() {
    sending.close();
  }
}

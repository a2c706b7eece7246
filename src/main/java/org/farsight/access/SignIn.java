package org.farsight.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signing in with a local account. Whatever is wrong, the answer is the same and takes as long.
 * Failures slow down the account and the address they come from. Safe for use by many threads.
 */
public final class SignIn {
  private static final int FREE_OF_ACCOUNT = 5;
  private static final int FREE_OF_ADDRESS = 20;

  private final Accounts accounts;
  private final Passwords passwords;
  private final Sessions sessions;
  private final InstantSource clock;
  private final Throttle ofAccounts;
  private final Throttle ofAddresses;

  /** What came of a try. */
  public sealed interface Outcome {
    /** It is who it says; the session's id is for it alone. */
    record Signed(String session, Visitor visitor) implements Outcome {
      /** Hides the session's id. */
      @Override
      public String toString() {
        return "Signed " + visitor.name();
      }
    }

    /** Name or password is wrong, or the account is disabled. */
    record Refused() implements Outcome {}

    /** Too many failures: not looked at. */
    record Wait(Duration left) implements Outcome {}

    /** The new password is none that may be had. */
    record Unfit(String why) implements Outcome {}
  }

  /** Signs in by these. */
  public SignIn(Accounts accounts, Passwords passwords, Sessions sessions, InstantSource clock) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.clock = clock;
    this.ofAccounts = new Throttle(FREE_OF_ACCOUNT, clock);
    this.ofAddresses = new Throttle(FREE_OF_ADDRESS, clock);
  }

  /**
   * Signs in.
   *
   * @param address where it comes from
   */
  public Outcome signIn(String name, String password, String address) {
    Optional<Duration> wait = wait(name, address);
    if (wait.isPresent()) {
      return new Outcome.Wait(wait.get());
    }
    Optional<Account> known = proven(name, password, address);
    if (known.isEmpty()) {
      return new Outcome.Refused();
    }
    Visitor visitor = known.get().visitor();
    return new Outcome.Signed(sessions.open(visitor), visitor);
  }

  /** Gives an account a new password; all its sessions end, and one begins. */
  public Outcome change(String name, String old, String wanted, String address) {
    Optional<Duration> wait = wait(name, address);
    if (wait.isPresent()) {
      return new Outcome.Wait(wait.get());
    }
    Optional<Account> known = proven(name, old, address);
    if (known.isEmpty()) {
      return new Outcome.Refused();
    }
    Optional<String> fault =
        old.equals(wanted)
            ? Optional.of("the new password is another one")
            : Passwords.fault(name, wanted);
    if (fault.isPresent()) {
      return new Outcome.Unfit(fault.get());
    }
    Account changed = known.get().withPassword(passwords.hash(wanted), false);
    accounts.change(changed, clock.instant());
    sessions.closeAllOf(changed.name());
    return new Outcome.Signed(sessions.open(changed.visitor()), changed.visitor());
  }

  private Optional<Account> proven(String name, String password, String address) {
    Optional<Account> account = accounts.account(name).filter(one -> !one.disabled());
    boolean right = false;
    if (account.isPresent()) {
      right = passwords.matches(password, account.get().hash());
    } else {
      passwords.matchNobody(password);
    }
    if (!right) {
      ofAccounts.failed(key(name));
      ofAddresses.failed(address);
      return Optional.empty();
    }
    ofAccounts.passed(key(name));
    return account;
  }

  private Optional<Duration> wait(String name, String address) {
    return Stream.of(ofAccounts.wait(key(name)), ofAddresses.wait(address))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

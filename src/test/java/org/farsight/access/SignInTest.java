package org.farsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.farsight.access.SignIn.Outcome;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final String PASSWORD = "a long enough one";

  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private final InstantSource clock = () -> now;
  private final Passwords passwords = new Passwords();
  private final Kept kept = new Kept();
  private final Sessions sessions =
      new Sessions(new Sessions.Limits(Duration.ofMinutes(30), Duration.ofHours(12), 3), clock);
  private final SignIn signIn = new SignIn(kept, passwords, sessions, clock);

  SignInTest() {
    kept.add(account("zhang", false), now);
  }

  private Account account(String name, boolean disabled) {
    return new Account(
        name,
        "张敏",
        Role.READER,
        Optional.empty(),
        false,
        passwords.hash(PASSWORD),
        false,
        disabled);
  }

  private String signedIn() {
    return ((Outcome.Signed) signIn.signIn("zhang", PASSWORD, "10.0.0.1")).session();
  }

  @Test
  void aPasswordIsKeptAsArgon2idWithASaltOfItsOwn() {
    String hash = passwords.hash(PASSWORD);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
    assertThat(passwords.hash(PASSWORD)).isNotEqualTo(hash);
    assertThat(passwords.matches(PASSWORD, hash)).isTrue();
    assertThat(passwords.matches("another one, quite", hash)).isFalse();
    assertThat(passwords.matches(PASSWORD, "plain")).isFalse();
  }

  /** Made by the reference implementation's command argon2: RFC 9106's algorithm, not only ours. */
  @Test
  void aHashOfAnotherProgramIsUnderstood() {
    String hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
            + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords.matches("password", hash)).isTrue();
    assertThat(passwords.matches("Password", hash)).isFalse();
  }

  @Test
  void theNameIsTakenInWhateverCaseAndThePasswordIsNot() {
    assertThat(signIn.signIn("ZHANG", PASSWORD, "a")).isInstanceOf(Outcome.Signed.class);
    assertThat(signIn.signIn("zhang", PASSWORD.toUpperCase(Locale.ROOT), "a"))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void whoIsDisabledOrUnknownIsRefusedAlike() {
    kept.change(account("zhang", true), now);
    assertThat(signIn.signIn("zhang", PASSWORD, "a")).isEqualTo(new Outcome.Refused());
    assertThat(signIn.signIn("li", PASSWORD, "a")).isEqualTo(new Outcome.Refused());
  }

  @Test
  void guessingWaitsLongerEachTimeAndTheRightPasswordIsNotLookedAtMeanwhile() {
    for (int i = 0; i < 5; i++) {
      assertThat(signIn.signIn("zhang", "guess", "10.0.0." + i))
          .isInstanceOf(Outcome.Refused.class);
    }
    assertThat(signIn.signIn("zhang", PASSWORD, "b"))
        .isEqualTo(new Outcome.Wait(Duration.ofSeconds(1)));
    now = now.plusSeconds(1);
    assertThat(signIn.signIn("zhang", "guess", "b")).isInstanceOf(Outcome.Refused.class);
    assertThat(signIn.signIn("zhang", PASSWORD, "b"))
        .isEqualTo(new Outcome.Wait(Duration.ofSeconds(2)));
    now = now.plusSeconds(2);
    assertThat(signIn.signIn("zhang", PASSWORD, "b")).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void anAddressThatGuessesManyNamesWaitsToo() {
    for (int i = 0; i < 20; i++) {
      signIn.signIn("name" + i, "guess", "10.0.0.9");
    }
    assertThat(signIn.signIn("zhang", PASSWORD, "10.0.0.9")).isInstanceOf(Outcome.Wait.class);
    assertThat(signIn.signIn("zhang", PASSWORD, "10.0.0.1")).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void aSessionEndsWithoutRequestsAndAtItsLatestWhateverHappens() {
    String idle = signedIn();
    now = now.plus(Duration.ofMinutes(29));
    assertThat(sessions.visitor(idle)).isPresent();
    now = now.plus(Duration.ofMinutes(29));
    assertThat(sessions.lasts(idle)).as("which is no sign of life").isTrue();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(sessions.lasts(idle)).isFalse();
    assertThat(sessions.visitor(idle)).isEmpty();
    String busy = signedIn();
    for (int i = 0; i < 36; i++) {
      assertThat(sessions.visitor(busy)).isPresent();
      now = now.plus(Duration.ofMinutes(20));
    }
    assertThat(sessions.visitor(busy)).isEmpty();
  }

  @Test
  void theSessionUsedLongestAgoMakesRoom() {
    String first = signedIn();
    String second = signedIn();
    String third = signedIn();
    assertThat(sessions.visitor(first)).isPresent();
    signedIn();
    assertThat(sessions.visitor(second)).isEmpty();
    assertThat(sessions.visitor(first)).isPresent();
    assertThat(sessions.visitor(third)).isPresent();
  }

  @Test
  void anotherPasswordEndsAllSessionsAndBeginsOne() {
    String before = signedIn();
    assertThat(signIn.change("zhang", PASSWORD, "short", "a")).isInstanceOf(Outcome.Unfit.class);
    assertThat(signIn.change("zhang", PASSWORD, "my ZHANG's password", "a"))
        .isInstanceOf(Outcome.Unfit.class);
    assertThat(signIn.change("zhang", "wrong", "another long one", "a"))
        .isInstanceOf(Outcome.Refused.class);
    Outcome changed = signIn.change("zhang", PASSWORD, "another long one", "a");
    assertThat(changed).isInstanceOf(Outcome.Signed.class);
    assertThat(sessions.visitor(before)).isEmpty();
    assertThat(sessions.visitor(((Outcome.Signed) changed).session())).isPresent();
    assertThat(signIn.signIn("zhang", PASSWORD, "a")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void whatIsPrintedShowsNoSecret() {
    Outcome signed = signIn.signIn("zhang", PASSWORD, "a");
    assertThat(signed.toString()).doesNotContain(((Outcome.Signed) signed).session());
    assertThat(kept.account("zhang").orElseThrow().toString()).doesNotContain("argon2");
    Tokens.Made made = new Tokens(kept, clock).make(Optional.of("a"), "cart", "admin");
    assertThat(made.toString()).doesNotContain(made.secret()).doesNotContain(made.token().digest());
  }

  @Test
  void aTokenIsGoodUntilItIsRevoked() {
    Tokens tokens = new Tokens(kept, clock);
    Tokens.Made made = tokens.make(Optional.of("lakeside"), "cart", "admin");
    assertThat(tokens.visitor(made.secret()).flatMap(Visitor::site)).contains("lakeside");
    assertThat(new Tokens(kept, clock).visitor(made.secret())).isPresent();
    assertThat(tokens.visitor(made.token().digest())).isEmpty();
    assertThat(tokens.revoke(made.token().id())).isTrue();
    assertThat(tokens.visitor(made.secret())).isEmpty();
    assertThat(tokens.revoke(made.token().id())).isFalse();
  }

  /** In memory. */
  private static final class Kept implements Accounts {
    private final Map<String, Account> accounts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<AccessToken> tokens = new ArrayList<>();

    @Override
    public List<Account> all() {
      return List.copyOf(accounts.values());
    }

    @Override
    public Optional<Account> account(String name) {
      return Optional.ofNullable(accounts.get(name));
    }

    @Override
    public boolean add(Account account, Instant at) {
      return accounts.putIfAbsent(account.name(), account) == null;
    }

    @Override
    public boolean change(Account account, Instant at) {
      return accounts.replace(account.name(), account) != null;
    }

    @Override
    public List<AccessToken> tokens() {
      return List.copyOf(tokens);
    }

    @Override
    public void add(AccessToken token) {
      tokens.add(token);
    }

    @Override
    public boolean revoke(String id, Instant at) {
      for (AccessToken t : List.copyOf(tokens)) {
        if (t.id().equals(id) && t.revokedAt().isEmpty()) {
          tokens.set(
              tokens.indexOf(t),
              new AccessToken(
                  t.id(),
                  t.digest(),
                  t.role(),
                  t.site(),
                  t.label(),
                  t.madeAt(),
                  t.madeBy(),
                  Optional.of(at)));
          return true;
        }
      }
      return false;
    }
  }
}

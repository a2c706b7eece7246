package org.farsight.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: accounts and tokens that are kept. Each change is durable. Safe for many threads. */
public interface Accounts {

  /** All, by name. */
  List<Account> all();

  /** The account of this name, in whatever case it is typed. */
  Optional<Account> account(String name);

  /**
   * Adds an account.
   *
   * @return false where one has this name, and nothing was done
   */
  boolean add(Account account, Instant at);

  /**
   * Changes the account of this name.
   *
   * @return false where there is none
   */
  boolean change(Account account, Instant at);

  /** All tokens, revoked ones too, the oldest first. */
  List<AccessToken> tokens();

  /** Adds a token. */
  void add(AccessToken token);

  /**
   * Revokes a token.
   *
   * @return false where there is none that is good
   */
  boolean revoke(String id, Instant at);
}

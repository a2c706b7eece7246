package org.farsight.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;

/** Identities in memory: what the ledger's tables hold, without the tables. */
final class Register implements Identities {
  private final Map<Key, Identity> known = new LinkedHashMap<>();
  private final List<IdentityDecision> decided = new ArrayList<>();

  void said(Identity said) {
    known.merge(said.key(), said, Identity::with);
  }

  void decide(IdentityDecision decision) {
    decided.add(decision);
  }

  int decisions() {
    return decided.size();
  }

  List<Key> keys() {
    return List.copyOf(known.keySet());
  }

  @Override
  public Optional<Identity> identity(Key key) {
    return Optional.ofNullable(known.get(key));
  }

  @Override
  public List<Identity> withCard(String card, int limit) {
    return known.values().stream().filter(one -> one.card().equals(card)).limit(limit).toList();
  }

  @Override
  public List<Identity> withId(String id, int limit) {
    return known.values().stream().filter(one -> one.key().id().equals(id)).limit(limit).toList();
  }

  @Override
  public List<IdentityDecision> decisions(Key about) {
    return decided.stream()
        .filter(one -> one.from().equals(about) || one.into().equals(about))
        .toList();
  }

  @Override
  public List<IdentityDecision> newestDecisions(int limit) {
    return decided.reversed().stream().limit(limit).toList();
  }

  @Override
  public List<Moved> moved(String target, Key origin, int limit) {
    return List.of();
  }
}

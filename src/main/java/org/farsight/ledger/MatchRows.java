package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Examination;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatches;

/** Writes which order an examination belongs to, within one transaction. */
record MatchRows(Statements statements) implements OrderMatches.Writer {

  private MatchQueries queries() {
    return new MatchQueries((sql, values) -> statements.all(MatchQueries::match, sql, values));
  }

  @Override
  public Optional<OrderMatch> of(String exchangeId) {
    return queries().of(exchangeId);
  }

  @Override
  public List<OrderMatch> ofOrder(String orderId) {
    return queries().ofOrder(orderId);
  }

  @Override
  public List<OrderMatch> unordered(OrderMatches.Clue clue, int limit) {
    return queries().unordered(clue, limit);
  }

  @Override
  public void put(OrderMatch match) {
    Examination one = match.examination();
    Examination.Person person = one.patient();
    statements.execute("DELETE FROM order_match WHERE exchange_id = ?", one.exchangeId());
    statements.execute(
        "INSERT INTO order_match (exchange_id, site_id, object_key, accession, modalities,"
            + " examined_at, patient_id, patient_issuer, patient_name, birth_date, sex, card,"
            + " verdict, rule, order_id, candidates, why_en, why_zh, standing, order_made,"
            + " decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        one.exchangeId(),
        one.siteId(),
        one.key(),
        one.accession(),
        String.join(" ", one.modalities()),
        micros(one.at()),
        person.id(),
        person.issuer(),
        person.name(),
        person.birthDate(),
        person.sex(),
        person.card(),
        match.verdict().name(),
        match.rule(),
        match.orderId(),
        String.join(" ", match.candidates()),
        match.why().en(),
        match.why().zh(),
        match.standing().name(),
        match.orderMade() ? 1 : 0,
        micros(match.at()));
  }
}

package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.identity.Comparison;
import org.farsight.identity.Contradiction;
import org.farsight.identity.IdCard;
import org.farsight.identity.Kinship;
import org.farsight.identity.PatientDesk;
import org.farsight.identity.PatientDesk.Ruling;

/**
 * {@code /patients}: which ids are one person's, and a person's decision about it, posted with
 * {@code {"by": …, "why": …}}. An id is written as {@code system|id}, or alone where one issuer
 * only has it. No names, no card numbers: who asks knows whom they ask about.
 */
public final class PatientHandlers {
  private static final int MOST = 100;
  private static final Set<String> ONE = Set.of("by", "why", "patient");
  private static final Set<String> TWO = Set.of("by", "why", "patient", "other");

  private final Identities identities;
  private final Kinship kinship;
  private final PatientDesk desk;

  /** Answers from these. */
  public PatientHandlers(Identities identities, PatientDesk desk) {
    this.identities = identities;
    this.kinship = new Kinship(identities);
    this.desk = desk;
  }

  /** A decision about two patients. */
  private interface Pair {
    Ruling about(Key patient, Key other, Maker maker);
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/patients"), (context, none) -> show(context));
    Posted.got(router.get("/patients/decisions"), (context, none) -> decisions(context));
    Posted.to(
        router.post("/patients/merge"), (context, posted) -> pair(context, posted, desk::merge));
    Posted.to(
        router.post("/patients/link"), (context, posted) -> pair(context, posted, desk::link));
    Posted.to(
        router.post("/patients/unlink"), (context, posted) -> pair(context, posted, desk::unlink));
    Posted.to(
        router.post("/patients/unmerge"),
        (context, posted) -> {
          posted.only(ONE);
          answer(context, desk.unmerge(key(posted, "patient"), posted.maker()));
        });
  }

  private void pair(RoutingContext context, Posted posted, Pair pair) {
    posted.only(TWO);
    answer(context, pair.about(key(posted, "patient"), key(posted, "other"), posted.maker()));
  }

  private static void answer(RoutingContext context, Ruling ruling) {
    switch (ruling) {
      case Ruling.Done done ->
          Json.answer(context, 202, Json.object().put("en", done.en()).put("zh", done.zh()));
      case Ruling.NotDone not -> Json.problem(context, 409, "not done", not.en(), not.zh());
      case Ruling.Unknown unknown ->
          Json.problem(context, 404, "not found", "nobody is known here under one of these ids");
    }
  }

  private Key key(Posted posted, String member) {
    String text =
        posted
            .text(member)
            .orElseThrow(() -> HttpProblem.badRequest(member + " is missing: system|id, or an id"));
    int bar = text.indexOf('|');
    if (bar > 0) {
      return new Key(text.substring(0, bar), text.substring(bar + 1));
    }
    List<Identity> known = identities.withId(text, MOST);
    if (known.size() > 1) {
      throw HttpProblem.badRequest(
          "several issuers have this "
              + member
              + ": write it as system|id, with one of "
              + known.stream().map(one -> one.key().system()).toList());
    }
    return known.stream()
        .map(Identity::key)
        .findFirst()
        .orElseThrow(() -> HttpProblem.notFound("nobody is known here under this " + member));
  }

  private void show(RoutingContext context) {
    List<String> ids = context.queryParam("id");
    if (ids.size() != 1 || ids.getFirst().isBlank()) {
      throw HttpProblem.badRequest("name one patient: ?id=…, or ?id=system|id");
    }
    String id = ids.getFirst().strip();
    int bar = id.indexOf('|');
    List<Identity> found =
        bar > 0
            ? identities.identity(new Key(id.substring(0, bar), id.substring(bar + 1))).stream()
                .toList()
            : identities.withId(id, MOST);
    ObjectNode body = Json.object();
    ArrayNode patients = body.putArray("patients");
    found.forEach(one -> patients.add(json(one)));
    Json.answer(context, 200, body);
  }

  private ObjectNode json(Identity one) {
    Kinship.Around around = kinship.around(one.key());
    ObjectNode node = Json.object();
    put(node, one.key())
        .put("site", one.siteId())
        .put("exchange", one.exchangeId())
        .put("card", card(one))
        .put("registered", one.registeredAt() != null);
    ArrayNode contradictions = node.putArray("contradictions");
    Comparison.within(one).forEach(found -> contradictions.add(found.code()));
    around.merges().into(one.key()).ifPresent(into -> put(node.putObject("mergedInto"), into));
    Key survivor = around.merges().survivor(one.key());
    if (!survivor.equals(one.key())) {
      put(node.putObject("remains"), survivor);
    }
    ArrayNode merged = node.putArray("merged");
    around.merges().mergedInto(one.key()).forEach(key -> put(merged.addObject(), key));
    ArrayNode same = node.putArray("same");
    around
        .same()
        .forEach(other -> put(same.addObject(), other.key()).put("by", other.evidence().name()));
    ArrayNode doubts = node.putArray("doubts");
    for (Kinship.Doubt doubt : around.doubts()) {
      ArrayNode against = put(doubts.addObject(), doubt.key()).putArray("against");
      doubt.against().stream().map(Contradiction::code).forEach(against::add);
    }
    node.set("decisions", array(identities.decisions(one.key())));
    return node;
  }

  /** What the number of the card is like, not the number. */
  private static String card(Identity one) {
    if (one.card().isEmpty()) {
      return "none";
    }
    return IdCard.parse(one.card()).map(card -> card.kind().name()).orElse("wrong");
  }

  private void decisions(RoutingContext context) {
    ObjectNode body = Json.object();
    body.set("decisions", array(identities.newestDecisions(MOST)));
    Json.answer(context, 200, body);
  }

  private static ArrayNode array(List<IdentityDecision> decisions) {
    ArrayNode array = Json.object().putArray("decisions");
    for (IdentityDecision one : decisions) {
      ObjectNode node =
          array
              .addObject()
              .put("at", one.at().toString())
              .put("decision", one.kind().name())
              .put("by", one.who())
              .put("why", one.why());
      put(node.putObject("patient"), one.from());
      put(node.putObject("other"), one.into());
    }
    return array;
  }

  private static ObjectNode put(ObjectNode node, Key key) {
    return node.put("system", key.system()).put("id", key.id());
  }
}

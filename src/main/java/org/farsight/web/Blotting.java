package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/**
 * Leaves out what may tell who a patient is, for somebody who looks after the engine and has no
 * right to patient data: accession number, keys that are no UID, how an order was found, and the
 * sentences of a story that is not about images.
 */
final class Blotting {
  private static final String BLOT = "•••";

  /**
   * A UID has arcs (PS3.5 §9.1), as patient ids have not; an exchange is a UUID, an ECG's key a
   * digest.
   */
  private static final String TECHNICAL =
      "[0-2](\\.\\d+){2,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}";

  private static final Set<String> WITHOUT_PERSON = Set.of("STUDY", "ECG");

  /** What may be told of the search for an order: not by which numbers, nor in which words. */
  private static final List<String> OF_ORDER =
      List.of("exchange", "site", "verdict", "order", "standing", "at");

  private Blotting() {}

  /** The JSON of an exchange as this visitor may see it. */
  static ObjectNode exchange(RoutingContext context, ObjectNode node) {
    if (Visiting.seesPatients(context)) {
      return node;
    }
    node.put("accession", node.path("accession").asText().isEmpty() ? "" : BLOT);
    if (!node.path("key").asText().matches(TECHNICAL)) {
      node.put("key", BLOT);
    }
    if (!WITHOUT_PERSON.contains(node.path("kind").asText())) {
      node.putArray("story");
    }
    if (node.get("order") instanceof ObjectNode order) {
      order.retain(OF_ORDER);
    }
    return node.put("blotted", true);
  }

  /**
   * Whether the ids that are asked for are none of a person: whoever asks must not learn either.
   */
  static boolean mayAsk(RoutingContext context, List<String> ids) {
    return Visiting.seesPatients(context)
        || ids.stream()
            .flatMap(name -> context.queryParam(name).stream())
            .allMatch(value -> value.matches(TECHNICAL));
  }
}

package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.farsight.access.Visitor;

/**
 * Who asks, for handlers: {@link Gate} says it. While there is no sign-in nobody is known, and all
 * is shown.
 */
final class Visiting {
  private static final String KEY = "org.farsight.visitor";
  private static final String LASTS = "org.farsight.lasts";

  private Visiting() {}

  static void is(RoutingContext context, Visitor visitor) {
    context.put(KEY, visitor);
  }

  /**
   * Notes how one learns whether whoever asks is still let in: an answer that goes on for hours
   * must not outlast the sign-in.
   */
  static void lasts(RoutingContext context, BooleanSupplier still) {
    context.put(LASTS, still);
  }

  /** Says, at any later time, whether whoever asks is still let in. */
  static BooleanSupplier lasts(RoutingContext context) {
    BooleanSupplier still = context.get(LASTS);
    return still == null ? () -> true : still;
  }

  /** Who asks; empty while there is no sign-in. */
  static Optional<Visitor> visitor(RoutingContext context) {
    Visitor visitor = context.get(KEY);
    return Optional.ofNullable(visitor);
  }

  /** The only site whose data may be shown; empty where all may. */
  static Optional<String> site(RoutingContext context) {
    return visitor(context).flatMap(Visitor::site);
  }

  /** Whether patient data may be shown. */
  static boolean seesPatients(RoutingContext context) {
    return visitor(context).map(Visitor::seesPatients).orElse(true);
  }

  /**
   * Who decides is who has signed in, whatever the body says: replaces {@code by}, and {@code
   * reader} with the {@code name} beside it.
   */
  static void sign(RoutingContext context, ObjectNode body) {
    Optional<Visitor> person = visitor(context).filter(visitor -> visitor.role().isPerson());
    if (person.isEmpty()) {
      return;
    }
    if (body.has("by")) {
      body.put("by", person.get().name());
    }
    if (body.has("reader")) {
      body.put("reader", person.get().name()).put("name", person.get().shown());
    }
  }
}

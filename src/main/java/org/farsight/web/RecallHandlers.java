package org.farsight.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.farsight.exchange.Recall;
import org.farsight.exchange.RejectionReason;

/**
 * {@code POST /exchange/{id}/recall}: a study or an ECG was sent under the wrong patient; {@code
 * POST /exchange/{id}/recall/undo}: it was not. Both are posted with {@code {"by": …, "why": …}}; a
 * recall may name a {@code "reason"} for archives, see {@link RejectionReason#word}.
 */
public final class RecallHandlers {
  private static final Set<String> DECISION = Set.of("by", "why");
  private static final Set<String> RECALL = Set.of("by", "why", "reason");

  private final Recall recall;

  /** Recalls by this. */
  public RecallHandlers(Recall recall) {
    this.recall = recall;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.to(router.post("/exchange/:id/recall"), this::recall);
    Posted.to(router.post("/exchange/:id/recall/undo"), this::undo);
  }

  private void recall(RoutingContext context, Posted posted) {
    posted.only(RECALL);
    RejectionReason reason =
        posted.text("reason").map(RecallHandlers::reason).orElse(RejectionReason.PATIENT_SAFETY);
    answer(context, recall.recall(context.pathParam("id"), reason, posted.maker()));
  }

  private void undo(RoutingContext context, Posted posted) {
    posted.only(DECISION);
    answer(context, recall.undo(context.pathParam("id"), posted.maker()));
  }

  private static RejectionReason reason(String word) {
    return RejectionReason.of(word)
        .orElseThrow(
            () -> HttpProblem.badRequest("reason is wrong-patient or wrong-worklist-entry"));
  }

  private static void answer(RoutingContext context, Recall.Outcome outcome) {
    switch (outcome) {
      case Recall.Outcome.Done done ->
          Json.answer(context, 202, Json.object().put("en", done.en()).put("zh", done.zh()));
      case Recall.Outcome.Not not -> Json.problem(context, 409, "not done", not.en(), not.zh());
      case Recall.Outcome.Unknown unknown ->
          Json.problem(context, 404, "not found", "there is no such exchange");
    }
  }
}

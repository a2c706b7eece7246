package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code POST /reload}: reads the configuration again. */
public final class ReloadHandler {

  /** Reads the configuration again and puts it in force. */
  public interface Reload {
    /**
     * Sentences about what has changed.
     *
     * @throws IllegalArgumentException with every mistake; nothing was changed
     */
    List<String> run();
  }

  private final Reload reload;

  /** Runs this on request. */
  public ReloadHandler(Reload reload) {
    this.reload = reload;
  }

  /** Adds the handler to the HTTP server. */
  public void addTo(Router router) {
    router.post("/reload").blockingHandler(this::run, true);
  }

  private void run(RoutingContext context) {
    try {
      ObjectNode body = Json.object();
      ArrayNode changes = body.putArray("changes");
      reload.run().forEach(changes::add);
      Json.answer(context, 200, body);
    } catch (IllegalArgumentException e) {
      Json.problem(context, 422, "the configuration has mistakes", String.valueOf(e.getMessage()));
    }
  }
}

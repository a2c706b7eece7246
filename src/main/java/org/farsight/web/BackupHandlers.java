package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /backup} with {@code {"to": FOLDER}} begins a backup; {@code GET /backup} says how
 * far it is, or how the last one ended. The body is asked for as {@code application/json}, which a
 * page of another site cannot send unasked.
 */
public final class BackupHandlers {

  /** What makes backups. Called by many threads. */
  public interface Backups {
    /** Begins one; false if one is under way. */
    boolean begin(Path to);

    /** The one under way, or the last one; empty where there was none. */
    Optional<State> state();
  }

  /**
   * How a backup stands.
   *
   * @param running false when it has ended
   * @param to its folder
   * @param files in it; so far unknown: 0
   * @param bytes to be copied, about
   * @param copied bytes copied so far
   * @param ledger whether the ledger is in it; else its database's own means keep it
   * @param why it has failed; null where it has not
   */
  public record State(
      boolean running,
      Path to,
      int files,
      long bytes,
      long copied,
      boolean ledger,
      @Nullable String why) {}

  private final Backups backups;

  /** Asks these. */
  public BackupHandlers(Backups backups) {
    this.backups = backups;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.to(router.post("/backup"), this::begin);
    Posted.got(router.get("/backup"), (context, nothing) -> state(context, 200));
  }

  private void begin(RoutingContext context, Posted posted) {
    String type = String.valueOf(context.request().getHeader("Content-Type"));
    if (!type.startsWith("application/json")) {
      throw new HttpProblem(415, "unsupported media type", "the body is application/json");
    }
    posted.only(Set.of("to"));
    Path to = folder(posted.text("to").orElse(""));
    if (!backups.begin(to)) {
      throw new HttpProblem(409, "busy", "a backup is under way");
    }
    state(context, 202);
  }

  private static Path folder(String text) {
    try {
      Path to = Path.of(text);
      if (to.isAbsolute()) {
        return to;
      }
    } catch (InvalidPathException e) {
      throw HttpProblem.badRequest("to is no path: " + e.getReason());
    }
    throw HttpProblem.badRequest("to is the absolute path of a folder");
  }

  private void state(RoutingContext context, int status) {
    State state =
        backups.state().orElseThrow(() -> HttpProblem.notFound("no backup since the start"));
    ObjectNode body =
        Json.object()
            .put("running", state.running())
            .put("to", state.to().toString())
            .put("files", state.files())
            .put("bytes", state.bytes())
            .put("copied", state.copied())
            .put("ledger", state.ledger());
    if (state.why() != null) {
      body.put("why", state.why());
    }
    Json.answer(context, status, body);
  }
}

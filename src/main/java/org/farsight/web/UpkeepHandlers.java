package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /status}: how full the disk is; {@code POST /retention/sweep}: sweeps at once. */
public final class UpkeepHandlers {
  private static final Logger log = LoggerFactory.getLogger(UpkeepHandlers.class);

  /** What the data folder is asked for. Called by many threads. */
  public interface Storage {
    /** How it stands. */
    Status status();

    /**
     * Sweeps by the rules in force; returns at its end.
     *
     * @throws IOException if files could not be removed
     */
    Sweep sweep() throws IOException;
  }

  /**
   * How the data folder stands.
   *
   * @param swept since the engine has started
   * @param sweptAt the end of the last sweep; null before the first
   */
  public record Status(
      Disk disk, Store store, Rules rules, Swept swept, @Nullable Instant sweptAt) {}

  /**
   * The disk.
   *
   * @param free bytes above the reserve
   * @param reserve bytes that are left free
   * @param ledger bytes of the ledger's files
   */
  public record Disk(long free, long reserve, long ledger) {}

  /**
   * The content store.
   *
   * @param files how many
   * @param bytes of them all
   * @param kept bytes in use; the rest goes with its file
   */
  public record Store(long files, long bytes, long kept) {}

  /**
   * The rules in force; 0: for ever, or no limit.
   *
   * @param studyDays how long the objects of studies are kept
   * @param ecgDays how long ECG files are kept
   * @param mostBytes above which the oldest goes earlier
   * @param ledgerDays how long the ledger tells of what was swept
   */
  public record Rules(long studyDays, long ecgDays, long mostBytes, long ledgerDays) {}

  /** What was swept. */
  public record Swept(long objects, long bytes) {}

  /**
   * What one sweep has done.
   *
   * @param forgotten exchanges that the ledger tells nothing of any more
   * @param files removed
   */
  public record Sweep(int exchanges, int objects, long bytes, int forgotten, int files) {}

  private final Storage storage;

  /** Asks this. */
  public UpkeepHandlers(Storage storage) {
    this.storage = storage;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    router.get("/status").blockingHandler(this::status, false);
    router.post("/retention/sweep").blockingHandler(this::sweep, false);
  }

  private void status(RoutingContext context) {
    Status status = storage.status();
    ObjectNode body = Json.object();
    body.putObject("disk")
        .put("free", status.disk().free())
        .put("reserve", status.disk().reserve())
        .put("ledger", status.disk().ledger());
    body.putObject("store")
        .put("files", status.store().files())
        .put("bytes", status.store().bytes())
        .put("kept", status.store().kept());
    ObjectNode retention =
        body.putObject("retention")
            .put("studyDays", status.rules().studyDays())
            .put("ecgDays", status.rules().ecgDays())
            .put("mostBytes", status.rules().mostBytes())
            .put("ledgerDays", status.rules().ledgerDays())
            .put("objects", status.swept().objects())
            .put("bytes", status.swept().bytes());
    if (status.sweptAt() != null) {
      retention.put("at", status.sweptAt().toString());
    }
    Json.answer(context, 200, body);
  }

  private void sweep(RoutingContext context) {
    try {
      Sweep done = storage.sweep();
      ObjectNode body =
          Json.object()
              .put("exchanges", done.exchanges())
              .put("objects", done.objects())
              .put("bytes", done.bytes())
              .put("forgotten", done.forgotten())
              .put("files", done.files());
      Json.answer(context, 200, body);
    } catch (IOException e) {
      log.error("files that nothing names could not be removed", e);
      Json.problem(
          context, 500, "not removed", "files could not be removed; the next start removes them");
    }
  }
}

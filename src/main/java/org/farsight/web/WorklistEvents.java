package org.farsight.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.farsight.exchange.Cases;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Sites;
import org.farsight.reading.CaseListener;

/**
 * {@code GET /worklist/events}: each change of a case as a server-sent event (HTML Living Standard
 * §9.2). Who listens and takes nothing is let go; it comes back with the number of the last change
 * that it has seen.
 */
public final class WorklistEvents implements CaseListener, AutoCloseable {
  private static final int MOST_LISTENERS = 200;
  private static final int MOST_MISSED = 1000;
  private static final int MOST_UNTAKEN = 1 << 20;
  private static final long HEARTBEAT_MILLIS = 15_000;

  private final Cases cases;
  private final CaseJson json;
  private final InstantSource clock;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /**
   * Events about these.
   *
   * @param criticals what branches are told of them
   * @param sites in force now
   */
  public WorklistEvents(
      Cases cases, CriticalValues criticals, Supplier<Sites> sites, InstantSource clock) {
    this.cases = cases;
    this.json = new CaseJson(sites, criticals);
    this.clock = clock;
  }

  /**
   * A response that goes on, and the thread that writes it.
   *
   * @param site only its cases are told; empty: all
   * @param lasts whether whoever listens is still let in
   */
  private record Listener(
      HttpServerResponse response, Context context, Optional<String> site, BooleanSupplier lasts) {
    boolean hearsOf(ReadingCase one) {
      return site.isEmpty() || site.get().equals(one.siteId());
    }
  }

  /** Adds the handler to the HTTP server. */
  public void addTo(Router router) {
    router.get("/worklist/events").handler(this::listen);
  }

  private void listen(RoutingContext request) {
    Optional<String> since =
        Optional.ofNullable(request.request().getHeader("Last-Event-ID"))
            .or(() -> request.queryParam("since").stream().findFirst());
    if (since.filter(number -> !number.matches("[0-9]{1,18}")).isPresent()) {
      Json.problem(request, 400, "bad request", "since is the change of an earlier answer");
      return;
    }
    if (listeners.size() >= MOST_LISTENERS) {
      Json.problem(request, 503, "too many listeners", MOST_LISTENERS + " listen already");
      return;
    }
    Vertx vertx = request.vertx();
    HttpServerResponse response = request.response();
    response
        .setChunked(true)
        .setWriteQueueMaxSize(MOST_UNTAKEN)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    Optional<String> site = request.queryParam("site").stream().findFirst();
    Listener listener =
        new Listener(response, vertx.getOrCreateContext(), site, Visiting.lasts(request));
    long timer = vertx.setPeriodic(HEARTBEAT_MILLIS, id -> write(listener, now()));
    response.exceptionHandler(failure -> listeners.remove(listener));
    response.closeHandler(
        closed -> {
          listeners.remove(listener);
          vertx.cancelTimer(timer);
        });
    listeners.add(listener);
    write(listener, now());
    var unused =
        vertx.executeBlocking(
            () -> {
              since.ifPresent(number -> catchUp(listener, Long.parseLong(number)));
              return listener;
            });
  }

  /** What was missed; what changes meanwhile comes by itself, and may come twice. */
  private void catchUp(Listener listener, long since) {
    long newest = cases.newestChange();
    List<ReadingCase> missed = cases.changedAfter(since, MOST_MISSED + 1);
    if (since < cases.newestClear() || since > newest || missed.size() > MOST_MISSED) {
      send(listener, event(newest, "reset", Json.object()));
      return;
    }
    missed.stream().filter(listener::hearsOf).forEach(one -> send(listener, event(one)));
  }

  private String now() {
    return event(-1, "now", Json.object().put("now", clock.instant().toString()));
  }

  private String event(ReadingCase one) {
    return event(one.change(), "case", json.row(one, clock.instant()));
  }

  private static String event(long id, String name, JsonNode data) {
    // a tree's text has no line breaks
    return (id < 0 ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n";
  }

  @Override
  public void changed(ReadingCase one) {
    if (!listeners.isEmpty()) {
      String event = event(one);
      listeners.stream()
          .filter(listener -> listener.hearsOf(one))
          .forEach(listener -> send(listener, event));
    }
  }

  @Override
  public void cleared() {
    String event = event(cases.newestChange(), "reset", Json.object());
    listeners.forEach(listener -> send(listener, event));
  }

  private void send(Listener listener, String event) {
    listener.context().runOnContext(turn -> write(listener, event));
  }

  private void write(Listener listener, String event) {
    HttpServerResponse response = listener.response();
    if (response.closed() || response.ended()) {
      listeners.remove(listener);
    } else if (response.writeQueueFull()) {
      listeners.remove(listener);
      response.reset();
    } else if (!listener.lasts().getAsBoolean()) {
      listeners.remove(listener);
      var unused = response.end(); // signed out, or the account has changed
    } else {
      var unused = response.write(event);
    }
  }

  /** Lets all go. */
  @Override
  public void close() {
    for (Listener listener : listeners) {
      listener
          .context()
          .runOnContext(
              turn -> {
                if (!listener.response().ended()) {
                  var unused = listener.response().end();
                }
              });
    }
    listeners.clear();
  }
}

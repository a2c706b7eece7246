package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Interventions;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.AlarmHandlers;
import org.farsight.web.Json;
import org.farsight.web.OrderHandlers;
import org.farsight.web.QuarantineHandlers;
import org.jspecify.annotations.Nullable;

/** What the ledger knows: asked of the running engine, read from the folder where none runs. */
final class Views implements AutoCloseable {

  private static final int MOST = 1000;

  private final @Nullable Engines engine;
  private final @Nullable SqlLedger ledger;

  private Views(@Nullable Engines engine, @Nullable SqlLedger ledger) {
    this.engine = engine;
    this.ledger = ledger;
  }

  /**
   * Of a data folder.
   *
   * @param config names the ledger's database; null: it is in the folder
   */
  static Views of(Path data, @Nullable Path config) throws CommandFailure {
    Optional<Engines> running = Engines.runningOn(data);
    if (running.isPresent()) {
      return new Views(running.get(), null);
    }
    try {
      return new Views(null, SqlLedger.open(options(data, config)));
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static SqlLedger.Options options(Path data, @Nullable Path config) throws CommandFailure {
    if (config != null) {
      return ConfigurationOptions.read(config, data, List.of()).storage().ledgerOptions();
    }
    if (!Files.exists(data.resolve("ledger.db"))) {
      throw new CommandFailure(
          "no engine runs on "
              + data.toAbsolutePath()
              + " and it holds no ledger: name the folder with --data, or with --config the"
              + " configuration that names the ledger's database");
    }
    return SqlLedger.Options.in(data);
  }

  /** Exchanges that an id speaks of, an array. */
  JsonNode find(String id, int limit) throws CommandFailure, InterruptedException {
    if (engine != null) {
      return engine.get("/exchange?limit=" + limit + "&id=" + Engines.encode(id)).path("exchanges");
    }
    ArrayNode found = new ObjectMapper().createArrayNode();
    if (ledger != null) {
      for (Exchange exchange : ledger.find(id, limit)) {
        ExchangeView.of(ledger, exchange.id()).map(Json::exchange).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Each object of an exchange, as it came; an array. */
  JsonNode arrivals(String exchangeId) throws CommandFailure, InterruptedException {
    if (engine != null) {
      return engine.get("/exchange/" + exchangeId + "/arrivals").path("arrivals");
    }
    return ledger == null
        ? new ObjectMapper().createArrayNode()
        : Json.arrivals(ledger.arrivals(exchangeId, 0)).path("arrivals");
  }

  /** Alarms: the open ones, or the newest whether open or not. */
  JsonNode alarms(boolean all) throws CommandFailure, InterruptedException {
    if (engine != null) {
      return engine.get("/alarms?limit=1000&all=" + all);
    }
    if (ledger == null) {
      return new ObjectMapper().createObjectNode();
    }
    return AlarmHandlers.json(all ? ledger.alarms().newest(1000) : ledger.alarms().open());
  }

  /**
   * What waits for a person.
   *
   * @param query of {@code GET /quarantine}
   * @param filter the same for a ledger
   */
  JsonNode quarantine(String query, Interventions.Filter filter)
      throws CommandFailure, InterruptedException {
    if (engine != null) {
      return engine.get("/quarantine?limit=" + MOST + query);
    }
    return ledger == null
        ? new ObjectMapper().createObjectNode()
        : QuarantineHandlers.body(ledger, ledger.interventions(), filter, MOST);
  }

  /** Orders and what of them is in doubt. */
  JsonNode orders(boolean onlyDoubt) throws CommandFailure, InterruptedException {
    if (engine != null) {
      return engine.get("/orders?limit=100" + (onlyDoubt ? "&show=doubt" : ""));
    }
    return ledger == null
        ? new ObjectMapper().createObjectNode()
        : OrderHandlers.body(
            ledger.orderMatches(),
            Duration.ofDays(1),
            InstantSource.system(),
            null,
            onlyDoubt,
            100);
  }

  /** One order, or one examination with its candidates. */
  JsonNode order(String id) throws CommandFailure, InterruptedException {
    if (engine != null) {
      return engine.get("/orders/" + Engines.encode(id));
    }
    return (ledger == null
            ? Optional.<JsonNode>empty()
            : OrderHandlers.shown(id, ledger.orders(), ledger.orderMatches())
                .map(JsonNode.class::cast))
        .orElseThrow(() -> new CommandFailure("there is no order and no examination " + id));
  }

  @Override
  public void close() throws CommandFailure {
    if (ledger != null) {
      try {
        ledger.close();
      } catch (IOException e) {
        throw new CommandFailure(String.valueOf(e.getMessage()));
      }
    }
  }
}

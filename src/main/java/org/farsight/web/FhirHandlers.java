package org.farsight.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /fhir[/ServiceRequest]?site=ID}: a resource, or a transaction or batch Bundle, from a
 * gateway. Each order in it goes through the one door; what is answered as taken is durable. There
 * is nothing to be read under {@code /fhir} but {@code /fhir/metadata}: a resource is answered 202
 * (it is taken, and will be made at the core hospital's server), a Bundle 200 with the response of
 * each entry. What is wrong is told as an OperationOutcome with its place.
 */
public final class FhirHandlers {
  private static final Logger log = LoggerFactory.getLogger(FhirHandlers.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/fhir+json; charset=utf-8";
  private static final long LONGEST = 8 << 20;

  private final Intake intake;
  private final Supplier<Sites> sites;
  private final Sorter sorter;
  private final String capability;

  /** Takes a body apart. */
  public interface Sorter {
    /**
     * The documents that the door is given of a body.
     *
     * @throws DocumentException if it is broken, or nothing that is taken here
     */
    List<byte[]> documents(byte[] body) throws DocumentException;
  }

  /**
   * Takes in through this door.
   *
   * @param sites those in force
   * @param capability the CapabilityStatement of what the sorter takes, as JSON
   */
  public FhirHandlers(Intake intake, Supplier<Sites> sites, Sorter sorter, String capability) {
    this.intake = intake;
    this.sites = sites;
    this.sorter = sorter;
    this.capability = capability;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    router.get("/fhir/metadata").handler(this::metadata);
    for (String path : List.of("/fhir", "/fhir/", "/fhir/ServiceRequest")) {
      router
          .post(path)
          .handler(BodyHandler.create(false).setBodyLimit(LONGEST))
          .failureHandler(FhirHandlers::failed)
          .blockingHandler(this::posted, false);
    }
    router.post("/fhir/*").handler(FhirHandlers::elsewhere);
  }

  private static void elsewhere(RoutingContext context) {
    String words = "POST /fhir and /fhir/ServiceRequest take orders; see GET /fhir/metadata";
    refuse(context, 404, "not-supported", words, "");
  }

  /** R4 §3.1.0.12: what can be asked here. */
  private void metadata(RoutingContext context) {
    List<String> formats = new ArrayList<>(context.queryParam("_format"));
    Optional.ofNullable(context.request().getHeader("Accept")).ifPresent(formats::add);
    boolean json = formats.isEmpty() || formats.getFirst().isEmpty() || isJson(formats.getFirst());
    if (json) {
      var unused = context.response().putHeader("Content-Type", TYPE).end(capability);
    } else {
      refuse(context, 406, "not-supported", "the statement is given as application/fhir+json", "");
    }
  }

  private static boolean isJson(String format) {
    String named = format.toLowerCase(Locale.ROOT);
    return named.contains("json") || named.contains("*/*") || named.contains("application/*");
  }

  private static void failed(RoutingContext context) {
    if (context.statusCode() == 413) {
      refuse(context, 413, "too-long", "a body has at most " + LONGEST + " bytes", "");
    } else {
      log.error("POST /fhir failed", context.failure());
      refuse(context, 500, "exception", "processing failure: not kept", "");
    }
  }

  private void posted(RoutingContext context) {
    String type = Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
    if (!type.isEmpty() && !type.toLowerCase(Locale.ROOT).contains("json")) {
      refuse(context, 415, "not-supported", "send application/fhir+json", "");
      return;
    }
    Optional<Site> site = site(context);
    if (site.isEmpty()) {
      String words =
          "name a configured site: POST /fhir?site=ID, or give the site the client's address in"
              + " networks";
      refuse(context, 403, "forbidden", words, "");
      return;
    }
    byte[] body =
        context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
    List<byte[]> documents;
    try {
      documents = sorter.documents(body);
    } catch (DocumentException e) {
      if (e.isForeign() || body.length == 0) {
        refuse(context, 422, "not-supported", e.problem(), e.where());
        return;
      }
      // the door finds the same fault and keeps the bytes
      documents = List.of(body);
    }
    take(context, site.get(), body, documents);
  }

  private Optional<Site> site(RoutingContext context) {
    List<String> named = context.queryParam("site");
    if (!named.isEmpty()) {
      return sites.get().ofName(named.getFirst());
    }
    try {
      InetAddress client = InetAddress.getByName(context.request().remoteAddress().hostAddress());
      return sites.get().configured(Sites.Call.plain("", "", client));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(RoutingContext context, Site site, byte[] body, List<byte[]> documents) {
    List<String> kept = new ArrayList<>();
    for (byte[] document : documents) {
      Receipt receipt =
          intake.receive(
              new Incoming(
                  Way.HTTP, site, "POST /fhir", null, null, new ByteArrayInputStream(document)));
      switch (receipt) {
        case Receipt.Kept one -> kept.add("exchange/" + one.exchangeId());
        case Receipt.Quarantined q when q.reason().httpStatus() == 200 ->
            kept.add("quarantine/" + q.quarantineId());
        case Receipt.Quarantined q -> {
          String words = q.why() + " (kept in quarantine as " + q.quarantineId() + ")";
          refuse(context, q.reason().httpStatus(), "invalid", words, place(q.why()));
          return;
        }
        case Receipt.NotKept not -> {
          refuse(context, not.cause().httpStatus(), "transient", "not kept: " + not.why(), "");
          return;
        }
      }
    }
    answer(context, body, kept);
  }

  /** The place that a sentence ends with. */
  private static String place(String why) {
    int at = why.lastIndexOf(" at ");
    return at < 0 ? "" : why.substring(at + 4);
  }

  private static void answer(RoutingContext context, byte[] body, List<String> kept) {
    JsonNode sent;
    try {
      sent = JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!sent.path("resourceType").asText().equals("Bundle")) {
      context.response().putHeader("Location", "/" + kept.getFirst());
      send(context, 202, outcome("information", "informational", kept.getFirst(), ""));
      return;
    }
    ObjectNode bundle = JSON.createObjectNode();
    boolean batch = sent.path("type").asText().equals("batch");
    bundle.put("resourceType", "Bundle");
    bundle.put("type", batch ? "batch-response" : "transaction-response");
    ArrayNode entries = bundle.putArray("entry");
    int order = 0;
    for (JsonNode entry : sent.path("entry")) {
      boolean isOrder =
          entry.path("resource").path("resourceType").asText().equals("ServiceRequest");
      // what stands beside an order is kept with it, with the first where there are more
      String place = isOrder ? kept.get(Math.min(order++, kept.size() - 1)) : kept.getFirst();
      ObjectNode response = entries.addObject().putObject("response");
      response.put("status", "202 Accepted").put("location", place);
    }
    send(context, 200, bundle);
  }

  private static void refuse(
      RoutingContext context, int status, String code, String words, String place) {
    if (status >= 500) {
      log.error("POST /fhir answered {}: {}", status, words);
    }
    send(context, status, outcome("error", code, words, place));
  }

  private static ObjectNode outcome(String severity, String code, String words, String place) {
    ObjectNode outcome = JSON.createObjectNode().put("resourceType", "OperationOutcome");
    ObjectNode issue = outcome.putArray("issue").addObject();
    issue.put("severity", severity).put("code", code).put("diagnostics", words);
    if (!place.isEmpty()) {
      issue.putArray("expression").add(place);
    }
    return outcome;
  }

  private static void send(RoutingContext context, int status, ObjectNode body) {
    if (!context.response().ended()) {
      context.response().setStatusCode(status).putHeader("Content-Type", TYPE);
      var unused = context.response().end(body.toString());
    }
  }
}

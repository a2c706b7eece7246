package org.farsight.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.ObjectFacts;
import org.farsight.orders.Item;
import org.farsight.orders.OrderWord;

/**
 * Reads orders that a gateway sends as FHIR: a ServiceRequest, or a Bundle with one and what it
 * refers to, as JSON. What carries more orders is taken apart before, see {@link #parts}.
 */
public final class FhirOrders implements DocumentReader {
  /** As {@link ObjectFacts#format} names it. */
  public static final String FORMAT = "order-fhir";

  /** Bytes of a body. */
  static final int LONGEST = 1 << 20;

  static final int MOST_ENTRIES = 1000;
  static final String ORDER = "ServiceRequest";

  private static final Pattern RECOGNISED =
      Pattern.compile(
          "^\\uFEFF?\\s*\\{.*\"resourceType\"\\s*:\\s*\"(ServiceRequest|Bundle)\"", Pattern.DOTALL);

  /** What an order may bring with it. */
  static final Set<String> BESIDE =
      Set.of(
          "Patient",
          "Organization",
          "Practitioner",
          "PractitionerRole",
          "Location",
          "Encounter",
          "Condition",
          "Provenance");

  private static final Set<String> METHODS = Set.of("", "POST", "PUT");

  /** A member twice, or more behind the end, would leave open what was ordered. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Override
  public String title() {
    return "FHIR order";
  }

  @Override
  public int longest() {
    return LONGEST;
  }

  @Override
  public boolean recognises(byte[] head) {
    return RECOGNISED.matcher(new String(head, StandardCharsets.UTF_8)).find();
  }

  @Override
  public ObjectFacts facts(byte[] document) throws DocumentException {
    OrderWord word = word(document);
    Optional<Subject.Id> patient = word.patient().flatMap(OrderWord::number);
    return ObjectFacts.ofDocument(
        FORMAT,
        word.key(),
        word.item(Item.MODALITY),
        patient.map(Subject.Id::value).orElse(""),
        patient.flatMap(Subject.Id::issuer).orElse(""),
        word.item(Item.ACCESSION));
  }

  /**
   * What a document says.
   *
   * @throws DocumentException if it is broken, or says nothing that is an order
   */
  public OrderWord word(byte[] document) throws DocumentException {
    JsonNode root = tree(document);
    List<Integer> orders = orders(root);
    if (orders.size() != 1) {
      throw new DocumentException(
          orders.isEmpty() ? "no ServiceRequest" : "more than one ServiceRequest", "Bundle.entry");
    }
    return FhirOrderReading.of(root, orders.getFirst()).word();
  }

  /**
   * A document for each order that a body holds; a body with one order is given as it is.
   *
   * @throws DocumentException if it is broken, or holds what is no order
   */
  public List<byte[]> parts(byte[] body) throws DocumentException {
    JsonNode root = tree(body);
    List<Integer> orders = orders(root);
    if (orders.isEmpty()) {
      throw DocumentException.notTaken("a Bundle without a ServiceRequest", "Bundle.entry");
    }
    for (int order : orders) {
      var unused = FhirOrderReading.of(root, order).word();
    }
    if (orders.size() == 1) {
      return List.of(body);
    }
    List<byte[]> parts = new ArrayList<>();
    for (int order : orders) {
      parts.add(alone(root, orders, order));
    }
    return parts;
  }

  private static byte[] alone(JsonNode root, List<Integer> orders, int order) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "collection");
    ArrayNode entries = bundle.putArray("entry");
    for (int i = 0; i < root.path("entry").size(); i++) {
      if (i == order || !orders.contains(i)) {
        entries.add(root.path("entry").path(i));
      }
    }
    try {
      return JSON.writeValueAsBytes(bundle);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }

  private static JsonNode tree(byte[] document) throws DocumentException {
    if (document.length > LONGEST) {
      throw new DocumentException(
          document.length + " bytes are above the limit of " + LONGEST, "byte 0");
    }
    try {
      JsonNode root = JSON.readTree(document);
      if (root == null || !root.isObject()) {
        throw new DocumentException("no JSON object", "byte 0");
      }
      return root;
    } catch (JsonProcessingException e) {
      // its words may hold a value of the person; a limit that was passed has no place
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      boolean limit = e instanceof StreamConstraintsException;
      throw new DocumentException(
          limit ? "JSON that is nested too deep or has a value that is too long" : "no JSON",
          "byte " + at);
    } catch (IOException | StackOverflowError e) {
      throw new DocumentException("no JSON", "byte 0");
    }
  }

  /** Entries that are orders; 0 for a ServiceRequest that stands alone. */
  private static List<Integer> orders(JsonNode root) throws DocumentException {
    String type = root.path("resourceType").asText();
    if (type.equals(ORDER)) {
      return List.of(0);
    }
    if (!type.equals("Bundle")) {
      throw DocumentException.notTaken(
          (type.matches("[A-Za-z]{1,40}") ? type : "a resource of no type") + " is not taken here",
          "resourceType");
    }
    JsonNode entries = root.path("entry");
    if (entries.size() > MOST_ENTRIES) {
      throw new DocumentException("more than " + MOST_ENTRIES + " entries", "Bundle.entry");
    }
    List<Integer> orders = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String place = "Bundle.entry[" + i + "]";
      String what = entries.path(i).path("resource").path("resourceType").asText();
      if (!METHODS.contains(entries.path(i).path("request").path("method").asText())) {
        throw DocumentException.notTaken(
            "nothing but POST and PUT is taken here", place + ".request.method");
      }
      if (what.equals(ORDER)) {
        orders.add(i);
      } else if (!BESIDE.contains(what)) {
        throw DocumentException.notTaken(
            (what.matches("[A-Za-z]{1,40}") ? what : "an entry without a resource")
                + " is not taken here",
            place + ".resource");
      }
    }
    return orders;
  }
}

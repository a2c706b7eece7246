package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resources of a FHIR server that starts at once: all in memory, each transaction first appended to
 * a file and synced. Knows what the engine asks for: transactions of conditional creates, updates
 * and creates (R4 §3.1.0.11), the searches of {@link LightFhirSearch}, update by id with {@code
 * If-Match}. It does not hide a double: what is created without a condition is there twice.
 */
final class LightFhirStore implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOG = "transactions.jsonl";

  private final FileChannel log;
  private final Map<String, ObjectNode> resources = new LinkedHashMap<>();
  private final Map<String, Set<String>> byIdentifier = new HashMap<>();
  private long lastId;

  /** What a client is told instead of an answer. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String why) {
      super(why);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * What became of an entry.
   *
   * @param resource as it is now
   * @param created whether it was not there before
   */
  record Written(ObjectNode resource, boolean created) {}

  private LightFhirStore(FileChannel log) {
    this.log = log;
  }

  /** Opens a folder; a transaction whose line is not whole was never answered. */
  static LightFhirStore open(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve(LOG);
    FileChannel log = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    LightFhirStore store = new LightFhirStore(log);
    long whole = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        line.write(b);
        if (b == '\n') {
          JSON.readTree(line.toByteArray()).forEach(resource -> store.put((ObjectNode) resource));
          whole += line.size();
          line.reset();
        }
      }
    }
    log.truncate(whole); // what is not whole was never answered
    log.position(whole);
    return store;
  }

  /** Does all of a transaction or nothing of it; the answers are in the order of its entries. */
  synchronized List<Written> transaction(JsonNode bundle) throws IOException, Refused {
    Map<String, String> placed = new HashMap<>();
    List<Written> written = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      Written one = place(entry);
      written.add(one);
      placed.put(entry.path("fullUrl").asText(), reference(one.resource()));
    }
    ArrayNode changed = JSON.createArrayNode();
    for (int i = 0; i < written.size(); i++) {
      if (isChange(bundle.path("entry").path(i), written.get(i))) {
        ObjectNode resource = written.get(i).resource();
        resolve(resource, placed);
        changed.add(resource);
      }
    }
    keep(changed);
    return written;
  }

  private static boolean isChange(JsonNode entry, Written written) {
    return written.created() || entry.path("request").path("method").asText().equals("PUT");
  }

  /** Gives an entry's resource its id and version; what is there already is given as it is. */
  private Written place(JsonNode entry) throws Refused {
    ObjectNode resource = entry.path("resource").deepCopy();
    String type = resource.path("resourceType").asText();
    JsonNode request = entry.path("request");
    String url = request.path("url").asText();
    return switch (request.path("method").asText()) {
      case "POST" -> {
        String condition = request.path("ifNoneExist").asText();
        Optional<ObjectNode> there = condition.isEmpty() ? Optional.empty() : only(type, condition);
        yield there
            .map(known -> new Written(known, false))
            .orElseGet(() -> new Written(versioned(resource, nextId(), 1), true));
      }
      case "PUT" -> {
        int query = url.indexOf('?');
        Optional<ObjectNode> there =
            query >= 0
                ? only(type, url.substring(query + 1))
                : Optional.ofNullable(resources.get(url));
        String id = query >= 0 ? nextId() : url.substring(url.indexOf('/') + 1);
        String ifMatch = request.path("ifMatch").asText();
        if (!ifMatch.isEmpty()) {
          matches(ifMatch, there.map(LightFhirStore::version).orElse(0));
        }
        yield there
            .map(known -> new Written(versioned(resource, id(known), version(known) + 1), false))
            .orElseGet(() -> new Written(versioned(resource, id, 1), true));
      }
      default -> throw new Refused(400, "only POST and PUT are known here");
    };
  }

  private String nextId() {
    return Long.toString(++lastId);
  }

  private static ObjectNode versioned(ObjectNode resource, String id, int version) {
    resource.put("id", id);
    ObjectNode meta =
        resource.get("meta") instanceof ObjectNode there ? there : resource.putObject("meta");
    meta.put("versionId", Integer.toString(version));
    meta.put("lastUpdated", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    return resource;
  }

  /** Replaces what entries call one another by what they are called here. */
  private static void resolve(JsonNode node, Map<String, String> placed) {
    if (node instanceof ObjectNode object) {
      String target = placed.get(object.path("reference").asText());
      if (target != null) {
        object.put("reference", target);
      }
    }
    node.forEach(child -> resolve(child, placed));
  }

  private void keep(ArrayNode changed) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap((JSON.writeValueAsString(changed) + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      log.write(line);
    }
    log.force(false);
    changed.forEach(resource -> put((ObjectNode) resource));
  }

  private void put(ObjectNode resource) {
    String reference = reference(resource);
    resources.put(reference, resource);
    for (JsonNode identifier : identifiers(resource)) {
      byIdentifier
          .computeIfAbsent(key(type(resource), identifier), key -> new LinkedHashSet<>())
          .add(reference);
    }
    if (id(resource).matches("[0-9]{1,15}")) {
      lastId = Math.max(lastId, Long.parseLong(id(resource)));
    }
  }

  private static Iterable<JsonNode> identifiers(JsonNode resource) {
    JsonNode identifier = resource.path("identifier");
    return identifier.isArray() ? identifier : List.of(identifier);
  }

  private static String key(String type, JsonNode identifier) {
    return type
        + " "
        + identifier.path("system").asText()
        + "|"
        + identifier.path("value").asText();
  }

  private Optional<ObjectNode> only(String type, String query) throws Refused {
    List<ObjectNode> found = search(type, query);
    if (found.size() > 1) {
      throw new Refused(412, found.size() + " resources match " + type);
    }
    return found.stream().findFirst();
  }

  /**
   * Resources of a type with an identifier ({@code identifier=system%7Cvalue}), about a patient
   * with one ({@code patient.identifier=…}), that refer to another ({@code part-of=Type/id},
   * based-on, focus), or changed since a time ({@code _lastUpdated=ge…}: the oldest first, at most
   * {@code _count}).
   */
  synchronized List<ObjectNode> search(String type, String query) throws Refused {
    LightFhirSearch search = LightFhirSearch.parse(query);
    Set<String> found = null;
    for (String token : search.identifiers()) {
      Set<String> these = byIdentifier.getOrDefault(type + " " + token, Set.of());
      if (found == null) {
        found = new LinkedHashSet<>(these);
      } else {
        found.retainAll(these);
      }
    }
    Set<String> about = new LinkedHashSet<>();
    for (String token : search.patients()) {
      about.addAll(byIdentifier.getOrDefault("Patient " + token, Set.of()));
    }
    List<ObjectNode> resourcesFound = new ArrayList<>();
    for (String reference : found == null ? resources.keySet() : found) {
      ObjectNode resource = resources.get(reference);
      boolean isMeant =
          resource != null
              && reference.startsWith(type + "/")
              && (search.patients().isEmpty()
                  || about.contains(resource.path("subject").path("reference").asText()));
      if (isMeant && resource != null) {
        resourcesFound.add(resource);
      }
    }
    return search.of(resourcesFound);
  }

  /** The resource {@code Type/id}. */
  synchronized Optional<ObjectNode> read(String reference) {
    return Optional.ofNullable(resources.get(reference));
  }

  /**
   * Updates {@code Type/id}.
   *
   * @param ifMatch the version that must be the newest; empty: any
   */
  synchronized Written update(String reference, JsonNode body, String ifMatch)
      throws IOException, Refused {
    ObjectNode before = resources.get(reference);
    int version = before == null ? 0 : version(before);
    if (!ifMatch.isEmpty()) {
      matches(ifMatch, version);
    }
    ObjectNode resource =
        versioned(body.deepCopy(), reference.substring(reference.indexOf('/') + 1), version + 1);
    keep(JSON.createArrayNode().add(resource));
    return new Written(resource, before == null);
  }

  private static void matches(String ifMatch, int version) throws Refused {
    if (!ifMatch.replaceAll("[W/\"]", "").equals("" + version)) {
      throw new Refused(412, "version " + version + " is the newest");
    }
  }

  /**
   * Creates.
   *
   * @param ifNoneExist a search that must find nothing; empty: without a condition
   */
  synchronized Written create(JsonNode body, String ifNoneExist) throws IOException, Refused {
    Optional<ObjectNode> there =
        ifNoneExist.isEmpty() ? Optional.empty() : only(type(body), ifNoneExist);
    if (there.isPresent()) {
      return new Written(there.get(), false);
    }
    ObjectNode resource = versioned(body.deepCopy(), nextId(), 1);
    keep(JSON.createArrayNode().add(resource));
    return new Written(resource, true);
  }

  static String reference(JsonNode resource) {
    return type(resource) + "/" + id(resource);
  }

  private static String type(JsonNode resource) {
    return resource.path("resourceType").asText();
  }

  private static String id(JsonNode resource) {
    return resource.path("id").asText();
  }

  static int version(JsonNode resource) {
    return resource.path("meta").path("versionId").asInt();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}

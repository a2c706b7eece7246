package org.farsight.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.farsight.exchange.Identity;

/** The stored transaction as the delivery must know it: which entry is which. */
final class SentBundle {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_WORDS = 400;

  private final String text;
  private final JsonNode entries;

  private SentBundle(String text, JsonNode entries) {
    this.text = text;
    this.entries = entries;
  }

  static SentBundle read(byte[] bytes) throws IOException {
    return new SentBundle(
        new String(bytes, StandardCharsets.UTF_8), JSON.readTree(bytes).path("entry"));
  }

  /** The Bundle as it is sent. */
  String text() {
    return text;
  }

  int size() {
    return entries.size();
  }

  /** Place of the reading task, -1 if there is none. */
  int task() {
    return place("Task");
  }

  /** Place of the patient, -1 if there is none. */
  int patient() {
    return place("Patient");
  }

  /** Place of the order, -1 if there is none. */
  int order() {
    return place("ServiceRequest");
  }

  /** The search that finds the order; empty where there is none that is looked for. */
  Optional<String> orderSearch() {
    return search("ServiceRequest", order());
  }

  private int place(String type) {
    for (int i = 0; i < entries.size(); i++) {
      if (resource(i).path("resourceType").asText().equals(type)) {
        return i;
      }
    }
    return -1;
  }

  /** The search that finds the reading task; empty where there is none that is looked for. */
  Optional<String> taskSearch() {
    return search("Task", task());
  }

  /** The search that finds the patient; empty where there is none that is looked for. */
  Optional<String> patientSearch() {
    return search("Patient", patient());
  }

  /** The identifier that the patient is known by; empty where there is no patient. */
  Optional<Identity.Key> patientKey() {
    JsonNode key = resource(patient()).path("identifier").path(0);
    return key.path("value").asText().isEmpty()
        ? Optional.empty()
        : Optional.of(new Identity.Key(key.path("system").asText(), key.path("value").asText()));
  }

  private Optional<String> search(String type, int place) {
    String match = entries.path(place).path("request").path("ifNoneExist").asText();
    return match.isEmpty() ? Optional.empty() : Optional.of(type + "?" + match);
  }

  /** Places of the orders in it. */
  List<Integer> orders() {
    return IntStream.range(0, entries.size())
        .filter(i -> resource(i).path("resourceType").asText().equals("ServiceRequest"))
        .boxed()
        .toList();
  }

  /** The search by which an entry is created only if nothing is found; empty where it has none. */
  Optional<String> search(int place) {
    return place < 0
        ? Optional.empty()
        : search(resource(place).path("resourceType").asText(), place);
  }

  /** Place of what the task is to read: the study or the recording, -1 if there is none. */
  int examination() {
    int task = task();
    if (task < 0) {
      return -1;
    }
    return named(
        resource(task).path("input").path(0).path("valueReference").path("reference").asText());
  }

  /** Place of who the task is given to, -1 if that is not in it. */
  int owner() {
    return taskOwner().map(owner -> named(owner.path("reference").asText())).orElse(-1);
  }

  /** Who the task is given to, if that is in the Bundle: a Reference. */
  Optional<JsonNode> taskOwner() {
    int task = task();
    JsonNode owner = task < 0 ? JSON.missingNode() : resource(task).path("owner");
    return named(owner.path("reference").asText()) < 0 ? Optional.empty() : Optional.of(owner);
  }

  private int named(String url) {
    for (int i = 0; i < entries.size(); i++) {
      if (!url.isEmpty() && entries.path(i).path("fullUrl").asText().equals(url)) {
        return i;
      }
    }
    return -1;
  }

  /** Searches for resources that are not in it but that it refers to, by what they must match. */
  Set<String> outside() {
    Set<String> searches = new TreeSet<>();
    for (JsonNode reference : entries.findValues("reference")) {
      if (reference.asText().contains("?")) {
        searches.add(reference.asText());
      }
    }
    return searches;
  }

  /**
   * A server's words without what the Bundle says of the patient, cut short: they go into logs and
   * on screens.
   */
  String withoutPatient(String words) {
    String clean = words.replaceAll("\\s+", " ").strip();
    for (String secret : secrets()) {
      clean = replace(clean, secret);
    }
    return clean.length() <= LONGEST_WORDS ? clean : clean.substring(0, LONGEST_WORDS) + "…";
  }

  private static String replace(String words, String secret) {
    String lower = words.toLowerCase(Locale.ROOT);
    String sought = secret.toLowerCase(Locale.ROOT);
    if (lower.length() != words.length()) {
      return words.replace(secret, "…");
    }
    StringBuilder kept = new StringBuilder();
    int from = 0;
    for (int at = lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, from)) {
      kept.append(words, from, at).append('…');
      from = at + sought.length();
    }
    return kept.append(words.substring(from)).toString();
  }

  /** All texts of the Patient but its type and systems, the longest first. */
  private List<String> secrets() {
    TreeSet<String> found = new TreeSet<>();
    for (int i = 0; i < entries.size(); i++) {
      JsonNode resource = resource(i);
      if (resource.path("resourceType").asText().equals("Patient")) {
        resource.path("identifier").forEach(id -> add(found, id.path("value")));
        resource.path("name").forEach(name -> collect(name, found));
        add(found, resource.path("birthDate"));
      }
    }
    List<String> longestFirst = new ArrayList<>(found);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    return longestFirst;
  }

  private static void collect(JsonNode node, TreeSet<String> found) {
    if (node.isTextual()) {
      add(found, node);
    } else {
      for (String part : List.of("text", "family", "given", "prefix", "suffix")) {
        JsonNode value = node.path(part);
        if (value.isArray()) {
          value.forEach(one -> add(found, one));
        } else {
          add(found, value);
        }
      }
    }
  }

  private static void add(TreeSet<String> found, JsonNode value) {
    if (value.isTextual() && !value.asText().isBlank()) {
      found.add(value.asText());
    }
  }

  /** What an entry brings. */
  JsonNode resource(int entry) {
    return entries.path(entry).path("resource");
  }
}

package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.farsight.crash.LightFhirStore.Refused;

/**
 * What the light FHIR server is asked for.
 *
 * @param identifiers {@code system|value}, all of which a resource has
 * @param patients {@code system|value}, all of which the patient has whom it is about
 * @param references {@code element=Type/id}, all of which a resource has; {@code a|b=…} in either
 * @param since of the last change; {@link Instant#MIN}: is not asked for
 * @param count at most so many
 */
record LightFhirSearch(
    List<String> identifiers,
    List<String> patients,
    List<String> references,
    Instant since,
    int count) {

  /** What HAPI FHIR gives at a time, however much it is asked for; it says nothing of it either. */
  private static final int LONGEST_PAGE = 50;

  static LightFhirSearch parse(String query) throws Refused {
    List<String> identifiers = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    List<String> references = new ArrayList<>();
    Instant since = Instant.MIN;
    int count = Integer.MAX_VALUE;
    for (String part : query.split("&")) {
      String[] words = part.split("=", 2);
      String value = words.length < 2 ? "" : URLDecoder.decode(words[1], StandardCharsets.UTF_8);
      switch (words[0]) {
        case "identifier" -> identifiers.add(value.replaceAll("\\\\(.)", "$1"));
        case "patient.identifier" -> patients.add(value.replaceAll("\\\\(.)", "$1"));
        case "part-of" -> references.add("partOf=" + value);
        case "based-on", "basedon" -> references.add("basedOn=" + value);
        case "target" -> references.add("target=" + value);
        case "focus" -> references.add("focus=" + value);
        case "subject" -> references.add("subject=" + value);
        case "patient" -> references.add("for|subject=" + value);
        case "_lastUpdated" -> since = Instant.parse(value.substring("ge".length()));
        case "_count" -> count = Integer.parseInt(value);
        default -> {
          if (!words[0].startsWith("_")) {
            throw new Refused(400, "a search by " + words[0] + " is not known here");
          }
        }
      }
    }
    if (identifiers.isEmpty() && references.isEmpty() && since.equals(Instant.MIN)) {
      throw new Refused(400, "a search by identifier, reference or _lastUpdated only");
    }
    return new LightFhirSearch(identifiers, patients, references, since, count);
  }

  /** Those among some that are asked for. */
  List<ObjectNode> of(List<ObjectNode> some) {
    boolean timed = !since.equals(Instant.MIN);
    return some.stream()
        .filter(one -> references.stream().allMatch(reference -> has(one, reference)))
        .filter(one -> !timed || !updated(one).isBefore(since))
        .sorted(
            timed
                ? Comparator.comparing(LightFhirSearch::updated)
                : Comparator.comparingInt(o -> 0))
        .limit(timed ? Math.min(count, LONGEST_PAGE) : count)
        .toList();
  }

  private static boolean has(JsonNode resource, String reference) {
    int equals = reference.indexOf('=');
    String target = reference.substring(equals + 1);
    for (String name : reference.substring(0, equals).split("\\|")) {
      JsonNode element = resource.path(name);
      for (JsonNode one : element.isArray() ? element : List.of(element)) {
        if (one.path("reference").asText().equals(target)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Instant updated(JsonNode resource) {
    String text = resource.path("meta").path("lastUpdated").asText();
    return text.isEmpty() ? Instant.MIN : Instant.parse(text);
  }
}

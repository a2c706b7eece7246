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
 * @param partOf {@code Type/id}; empty: is not asked for
 * @param since of the last change; {@link Instant#MIN}: is not asked for
 * @param count at most so many
 */
record LightFhirSearch(
    List<String> identifiers, List<String> patients, String partOf, Instant since, int count) {

  static LightFhirSearch parse(String query) throws Refused {
    List<String> identifiers = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    String partOf = "";
    Instant since = Instant.MIN;
    int count = Integer.MAX_VALUE;
    for (String part : query.split("&")) {
      String[] words = part.split("=", 2);
      String value = words.length < 2 ? "" : URLDecoder.decode(words[1], StandardCharsets.UTF_8);
      switch (words[0]) {
        case "identifier" -> identifiers.add(value.replaceAll("\\\\(.)", "$1"));
        case "patient.identifier" -> patients.add(value.replaceAll("\\\\(.)", "$1"));
        case "part-of" -> partOf = value;
        case "_lastUpdated" -> since = Instant.parse(value.substring("ge".length()));
        case "_count" -> count = Integer.parseInt(value);
        default -> {
          if (!words[0].startsWith("_")) {
            throw new Refused(400, "a search by " + words[0] + " is not known here");
          }
        }
      }
    }
    if (identifiers.isEmpty() && partOf.isEmpty() && since.equals(Instant.MIN)) {
      throw new Refused(400, "a search by identifier, part-of or _lastUpdated only");
    }
    return new LightFhirSearch(identifiers, patients, partOf, since, count);
  }

  /** Those among some that are asked for. */
  List<ObjectNode> of(List<ObjectNode> some) {
    boolean timed = !since.equals(Instant.MIN);
    return some.stream()
        .filter(one -> partOf.isEmpty() || isPartOf(one))
        .filter(one -> !timed || !updated(one).isBefore(since))
        .sorted(
            timed
                ? Comparator.comparing(LightFhirSearch::updated)
                : Comparator.comparingInt(o -> 0))
        .limit(count)
        .toList();
  }

  private boolean isPartOf(JsonNode resource) {
    for (JsonNode whole : resource.path("partOf")) {
      if (whole.path("reference").asText().equals(partOf)) {
        return true;
      }
    }
    return false;
  }

  private static Instant updated(JsonNode resource) {
    String text = resource.path("meta").path("lastUpdated").asText();
    return text.isEmpty() ? Instant.MIN : Instant.parse(text);
  }
}

package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/** What holds for each transaction that a conversion makes. */
final class BundleRules {

  private BundleRules() {}

  /** Parses strictly and checks keys, references, sources and identifiers. */
  static Bundle check(byte[] json, String exchangeId) throws IOException {
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    Bundle bundle = parser.parseResource(Bundle.class, new String(json, StandardCharsets.UTF_8));
    assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.TRANSACTION);
    Set<String> matches = new HashSet<>();
    Set<String> fullUrls = new HashSet<>();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      String match =
          entry.getRequest().getIfNoneExist() == null
              ? entry.getRequest().getUrl()
              : entry.getRequest().getUrl() + "?" + entry.getRequest().getIfNoneExist();
      assertThat(match).as("a key of its own").contains(match.contains("/") ? "/" : "?");
      assertThat(matches.add(match)).as("match URL twice: %s", match).isTrue();
      assertThat(fullUrls.add(entry.getFullUrl())).as("full URL twice").isTrue();
      assertThat(entry.getResource().getMeta().getSource()).isEqualTo(exchangeId);
      assertThat(entry.getResource().getMeta().getProfile())
          .as("a profile of ours: %s", match)
          .singleElement()
          .satisfies(profile -> assertThat(profile.getValue()).startsWith(Identifiers.BASE));
    }
    JsonNode tree = new ObjectMapper().readTree(json);
    // one with a question mark is found at the server, by an identifier
    tree.findValuesAsText("reference").stream()
        .filter(reference -> !reference.startsWith("#")) // a resource within the resource
        .filter(reference -> !reference.matches("[A-Za-z]+\\?identifier=\\S+%7C\\S+"))
        .forEach(reference -> assertThat(fullUrls).as("reference resolves").contains(reference));
    tree.findValues("identifier").forEach(BundleRules::hasSystem);
    return bundle;
  }

  /** All resources of a type. */
  static <T extends Resource> List<T> all(Bundle bundle, Class<T> type) {
    return bundle.getEntry().stream()
        .map(BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The only resource of a type. */
  static <T extends Resource> T one(Bundle bundle, Class<T> type) {
    List<T> all = all(bundle, type);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static void hasSystem(JsonNode identifier) {
    if (identifier.isArray()) {
      identifier.forEach(BundleRules::hasSystem);
    } else {
      assertThat(identifier.path("system").asText())
          .as("no identifier without a system")
          .isNotBlank();
      assertThat(identifier.path("value").asText()).isNotBlank();
    }
  }
}

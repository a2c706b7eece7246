package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SampledData;
import org.junit.jupiter.api.Test;

/** What one validation may answer for, and above all what it may not. */
class ShapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_DATE = "2026-13-01";
  private static final List<String> WRONG =
      List.of("", " x", "x ", "a\u0000b", "<b>x</b>", "a\u202Eb", NO_DATE);
  private static final Path FILE = Path.of("test-data", "ecg", "aecg", "qingshan-normal.xml");

  @Test
  void ecgsOfTwoPatientsWithOtherValuesHaveOneShape() throws IOException {
    String other =
        bundle(
            file ->
                file.replace("QS100274", "QS-7")
                    .replace("value=\"72\"", "value=\"143.5\"")
                    .replace("20260302", "20251129"));
    assertThat(other).contains("143.5").contains("2025-11-29").contains("QS-7");
    assertThat(Shape.of(other)).isEqualTo(Shape.of(bundle(file -> file)));
  }

  @Test
  void whatIsNotPlainlyRightIsAShapeOfItsOwn() throws IOException {
    JsonNode right = JSON.readTree(bundle(file -> file));
    String shape = Shape.of(right.toString());
    int leaves = 0;
    for (Leaf leaf : leaves(right)) {
      for (int i = 0; i < 2; i++) {
        String wrong = WRONG.get((leaves + 3 * i) % WRONG.size());
        if (wrong.equals(NO_DATE) && leaf.isText()) {
          continue; // a text like any other
        }
        leaf.set(new TextNode(wrong));
        assertThat(Shape.of(right.toString())).as("%s: '%s'", leaf, wrong).isNotEqualTo(shape);
      }
      leaf.restore();
      leaves++;
    }
    assertThat(leaves).isGreaterThan(500);
    assertThat(Shape.of(right.toString())).as("all restored").isEqualTo(shape);
  }

  static Observation recording(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Observation.class::isInstance)
        .map(Observation.class::cast)
        .filter(one -> one.getIdentifierFirstRep().getSystem().equals(Identifiers.CONTENT))
        .findFirst()
        .orElseThrow();
  }

  static <T extends Resource> T one(Bundle bundle, Class<T> type) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  static Bundle parsed(String json) {
    return R4.context().newJsonParser().parseResource(Bundle.class, json);
  }

  /** The transaction of the file with something else in it, without its samples and bytes. */
  static String bundle(UnaryOperator<String> change) throws IOException {
    KeptFiles kept = new KeptFiles();
    String file = change.apply(Files.readString(FILE));
    Arrival arrival =
        kept.ecg(
            "01J00000000000000000000000", file.getBytes(StandardCharsets.UTF_8), "aecg", id(file));
    Conversions conversions =
        new Conversions(kept, ConversionsTest.OPTIONS, EcgFormats.standard(), Optional.empty());
    Outcome outcome =
        conversions.convert(KeptFiles.exchange(List.of(arrival)), KeptFiles.SITE, List.of(arrival));
    Bundle bundle =
        parsed(new String(((Outcome.Converted) outcome).bundle(), StandardCharsets.UTF_8));
    recording(bundle)
        .getComponent()
        .forEach(lead -> ((SampledData) lead.getValue()).setData("0 1 E"));
    one(bundle, org.hl7.fhir.r4.model.Binary.class).setData(new byte[] {0});
    return R4.context().newJsonParser().encodeResourceToString(bundle);
  }

  private static String id(String file) {
    return file.contains("QS100274") ? "QS100274" : "QS-7";
  }

  /** A text in a tree, and how it is set to another one. */
  private record Leaf(String name, JsonNode before, Consumer<JsonNode> setter) {
    void set(JsonNode value) {
      setter.accept(value);
    }

    void restore() {
      set(before);
    }

    boolean isText() {
      return List.of("text", "family", "given", "valueString", "title", "value").contains(name);
    }

    @Override
    public String toString() {
      return name + " " + before;
    }
  }

  private static List<Leaf> leaves(JsonNode node) {
    List<Leaf> leaves = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                String name = field.getKey();
                if (field.getValue().isTextual()) {
                  leaves.add(new Leaf(name, field.getValue(), v -> object.set(name, v)));
                } else if (field.getValue() instanceof ArrayNode array) {
                  for (int i = 0; i < array.size(); i++) {
                    int at = i;
                    if (array.get(i).isTextual()) {
                      leaves.add(new Leaf(name, array.get(i), v -> array.set(at, v)));
                    } else {
                      leaves.addAll(leaves(array.get(i)));
                    }
                  }
                } else {
                  leaves.addAll(leaves(field.getValue()));
                }
              });
    }
    return leaves;
  }
}

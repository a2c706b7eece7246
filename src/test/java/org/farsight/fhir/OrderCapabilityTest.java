package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.exchange.DocumentException;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.ResourceType;
import org.junit.jupiter.api.Test;

/** The statement of what {@code /fhir} takes says what the reader of orders does. */
class OrderCapabilityTest {
  private static final Path EXAMPLES = Path.of("fhir-profiles/examples/order-request");

  private final CapabilityStatement statement =
      FhirContext.forR4Cached()
          .newJsonParser()
          .parseResource(CapabilityStatement.class, OrderCapability.json("1.2"));

  private final CapabilityStatementRestComponent rest = statement.getRestFirstRep();
  private final FhirOrders orders = new FhirOrders();

  private static List<String> examples(String kind) throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(kind))
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(OrderCapabilityTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean isTaken(String body) {
    try {
      return !orders.parts(body.getBytes(StandardCharsets.UTF_8)).isEmpty();
    } catch (DocumentException e) {
      return false;
    }
  }

  private static String bundle(String order, String method, String beside) {
    return """
    {"resourceType": "Bundle", "type": "transaction", "entry": [
      {"resource": %s, "request": {"method": "%s", "url": "ServiceRequest"}}%s]}\
    """
        .formatted(order, method, beside);
  }

  private static Set<String> types(List<CapabilityStatementRestResourceComponent> resources) {
    return resources.stream()
        .map(CapabilityStatementRestResourceComponent::getType)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void itIsValid() {
    assertThat(LoadedProfiles.get().errors(statement)).isEmpty();
    assertThat(statement.getSoftware().getVersion()).isEqualTo("1.2");
  }

  @Test
  void eachTypeThatItNamesIsTakenBesideAnOrderAndNoOther() throws IOException {
    String order = examples("valid-order").getFirst();
    Set<String> taken = new TreeSet<>();
    for (ResourceType type : ResourceType.values()) {
      String entry = ",{\"resource\": {\"resourceType\": \"%s\"}}".formatted(type.name());
      // an order that says nothing is one that is taken and faulty
      boolean isOrder = type == ResourceType.ServiceRequest;
      if (isTaken(bundle(order, "POST", isOrder ? "" : entry))) {
        taken.add(type.name());
      }
    }
    assertThat(types(rest.getResource())).isEqualTo(taken).contains("ServiceRequest", "Patient");
  }

  @Test
  void whatCanBeCreatedAloneIsWhatItSaysCanBeCreated() throws IOException {
    String order = examples("valid-order").getFirst();
    Set<String> alone = new TreeSet<>();
    for (ResourceType type : ResourceType.values()) {
      if (isTaken(order.replace("\"ServiceRequest\"", "\"" + type.name() + "\""))) {
        alone.add(type.name());
      }
    }
    Set<String> stated =
        types(
            rest.getResource().stream()
                .filter(one -> one.getInteraction().stream().anyMatch(is -> is.hasCode()))
                .toList());
    assertThat(stated).isEqualTo(alone).containsExactly("ServiceRequest");
    assertThat(rest.getResource())
        .allSatisfy(one -> assertThat(one.getSearchParam()).isEmpty())
        .flatMap(CapabilityStatementRestResourceComponent::getInteraction)
        .extracting(one -> one.getCode().toCode())
        .containsExactly("create");
  }

  @Test
  void aBundleMakesAndChangesAndDoesNothingElse() throws IOException {
    String order = examples("valid-order").getFirst();
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
      boolean stated = rest.getDocumentation().contains(method);
      assertThat(isTaken(bundle(order, method, ""))).as(method).isEqualTo(stated);
    }
    assertThat(rest.getInteraction())
        .extracting(one -> one.getCode().toCode())
        .containsExactly("transaction", "batch");
  }

  @Test
  void theLimitsAreTheReaders() throws IOException {
    String order = examples("valid-order").getFirst();
    String patient = ",{\"resource\": {\"resourceType\": \"Patient\"}}";
    assertThat(rest.getDocumentation()).contains("at most 1000 entries and 1048576 bytes");
    assertThat(isTaken(bundle(order, "PUT", patient.repeat(999)))).isTrue();
    assertThat(isTaken(bundle(order, "PUT", patient.repeat(1000)))).isFalse();
    assertThat(
            isTaken(order + " ".repeat((1 << 20) - order.getBytes(StandardCharsets.UTF_8).length)))
        .isTrue();
    assertThat(isTaken(order + " ".repeat(1 << 20))).isFalse();
  }

  /** What the profile passes is taken, what it refuses is refused. */
  @Test
  void theProfileThatItNamesIsTheReaders() throws IOException {
    assertThat(rest.getResource())
        .flatMap(CapabilityStatementRestResourceComponent::getSupportedProfile)
        .extracting(CanonicalType::getValue)
        .containsExactly(OrderCapability.PROFILE);
    assertThat(examples("valid-"))
        .hasSizeGreaterThan(1)
        .allSatisfy(one -> assertThat(isTaken(one)).as(one).isTrue());
    assertThat(examples("invalid-"))
        .hasSizeGreaterThan(3)
        .allSatisfy(
            one ->
                assertThatThrownBy(() -> orders.parts(one.getBytes(StandardCharsets.UTF_8)))
                    .as(one)
                    .isInstanceOf(DocumentException.class));
  }
}

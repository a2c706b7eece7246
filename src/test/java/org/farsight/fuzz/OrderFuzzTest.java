package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.DocumentReader;
import org.farsight.fhir.FhirOrders;
import org.farsight.orders.Hl7Orders;
import org.junit.jupiter.params.provider.MethodSource;

/** Orders as HL7 v2 and as FHIR. */
final class OrderFuzzTest {
  private static final Hl7Orders MESSAGES = new Hl7Orders();
  private static final FhirOrders RESOURCES = new FhirOrders();

  static Stream<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("test-data/hl7v2"))) {
      files.sorted().forEach(file -> seeds.add(bytes(file)));
    }
    String order =
        "{\"resourceType\":\"ServiceRequest\",\"status\":\"active\",\"intent\":\"order\","
            + "\"identifier\":[{\"system\":\"urn:x\",\"value\":\"1\"}],"
            + "\"subject\":{\"identifier\":{\"value\":\"P\"}},\"priority\":\"stat\"}";
    seeds.add(order.getBytes(StandardCharsets.UTF_8));
    String bundle = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + order + "}]}";
    seeds.add(bundle.getBytes(StandardCharsets.UTF_8));
    return seeds.stream();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isAnOrderOrARefusalThatSaysWhere(byte[] input) {
    for (DocumentReader reader : List.of(MESSAGES, RESOURCES)) {
      try {
        assertThat(reader.facts(input).study()).isNotBlank();
        assertThat(reader.facts(input)).isEqualTo(reader.facts(input));
      } catch (DocumentException e) {
        assertThat(e.where()).isNotBlank();
      }
    }
    assertThat(MESSAGES.parts(input)).isNotEmpty();
  }
}

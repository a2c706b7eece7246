package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** The bytes of Binaries find their places, and nothing else is changed. */
class BundleJsonTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  @Test
  void theJsonIsWhatTheLibraryWritesOfTheSameBundle() {
    byte[] first = bytes(100_000);
    byte[] second = bytes(1);
    byte[] third = bytes(2);
    TransactionBundle bundle = new TransactionBundle("01J");
    bundle.place("application/xml", first, Digests.sha256(first));
    Patient patient = new Patient();
    patient.addName().setText("王建国 \"" + Digests.sha256(second) + "\"");
    bundle.place(patient, "p");
    bundle.place("application/pdf", second, Digests.sha256(second));
    bundle.place("image/svg+xml", third, Digests.sha256(third));
    bundle.place("image/svg+xml", third, Digests.sha256(third));
    byte[] written = bundle.toJson(CONTEXT);

    Bundle whole = bundle.bundle();
    Map.of(0, first, 2, second, 3, third)
        .forEach(
            (place, bytes) -> ((Binary) whole.getEntry().get(place).getResource()).setData(bytes));
    assertThat(whole.getEntry()).as("the third stands in it once").hasSize(4);
    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo(CONTEXT.newJsonParser().encodeResourceToString(whole));
  }

  @Test
  void bytesWithoutABinaryAreAFault() {
    assertThatThrownBy(
            () -> new BundleJson(CONTEXT).write(new Bundle(), Map.of("0".repeat(64), bytes(3))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}

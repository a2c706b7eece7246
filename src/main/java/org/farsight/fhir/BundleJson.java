package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;

/**
 * A Bundle as JSON, with the bytes of its Binaries written where they stand. The library encodes
 * bytes anew each time a Binary is filled, copied and written, by code of its own; here they become
 * Base64 once, by the JDK's.
 */
record BundleJson(FhirContext context) {

  private static final String QUOTE = "\"";

  /** What a Binary holds until it is written: nothing else in a Bundle can be equal to it. */
  static byte[] standIn(String digest) {
    return digest.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * FHIR JSON in UTF-8.
   *
   * @param contents the bytes of each Binary by its digest, in the order of the Binaries
   */
  byte[] write(Bundle bundle, Map<String, byte[]> contents) {
    String json = context.newJsonParser().encodeResourceToString(bundle);
    int room = contents.values().stream().mapToInt(bytes -> bytes.length / 3 * 4 + 4).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length() * 9 / 8 + room);
    int from = 0;
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      String standIn =
          QUOTE + Base64.getEncoder().encodeToString(standIn(content.getKey())) + QUOTE;
      int at = json.indexOf(standIn, from);
      if (at < 0) {
        throw new IllegalStateException("a Binary is not in its Bundle");
      }
      out.writeBytes(json.substring(from, at + 1).getBytes(StandardCharsets.UTF_8));
      out.writeBytes(Base64.getEncoder().encode(content.getValue()));
      from = at + standIn.length() - 1;
    }
    out.writeBytes(json.substring(from).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}

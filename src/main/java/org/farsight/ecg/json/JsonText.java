package org.farsight.ecg.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.farsight.ecg.Samples;

/** JSON under construction in memory, so that nothing can fail; what is not known is left out. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final StringWriter text;
  private final JsonGenerator json;

  JsonText(int room) {
    text = new StringWriter(room);
    try {
      json = FACTORY.createGenerator(text).enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One call of the generator. */
  private interface Writing {
    void run() throws IOException;
  }

  private JsonText write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  JsonText open() {
    return write(json::writeStartObject);
  }

  JsonText close() {
    return write(json::writeEndObject);
  }

  JsonText openList() {
    return write(json::writeStartArray);
  }

  JsonText closeList() {
    return write(json::writeEndArray);
  }

  JsonText name(String name) {
    return write(() -> json.writeFieldName(name));
  }

  JsonText value(String value) {
    return write(() -> json.writeString(value));
  }

  JsonText value(long value) {
    return write(() -> json.writeNumber(value));
  }

  JsonText member(String name, String value) {
    return write(() -> json.writeStringField(name, value));
  }

  JsonText member(String name, Optional<String> value) {
    value.ifPresent(known -> member(name, known));
    return this;
  }

  /** A number with all its digits and no exponent. */
  JsonText member(String name, BigDecimal value) {
    return write(() -> json.writeNumberField(name, value));
  }

  /** The integers in time order, null where none was recorded. */
  JsonText samples(Samples samples) {
    return write(
        () -> {
          json.writeStartArray();
          for (int i = 0; i < samples.length(); i++) {
            if (samples.isMissing(i)) {
              json.writeNull();
            } else {
              json.writeNumber(samples.at(i));
            }
          }
          json.writeEndArray();
        });
  }

  /** All that was written, in UTF-8. */
  byte[] bytes() {
    write(json::close);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

package org.farsight.report;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.farsight.exchange.DocumentException;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a JSON value that is signed (RFC 8785): members in the order of their names'
 * UTF-16 code units, no blanks, only what must be escaped is, UTF-8. Numbers are whole ones, which
 * have one form anyway.
 */
final class CanonicalJson {
  /** Bytes of a document at most, unless its reader takes more: of 50,000 objects the digests. */
  static final int MOST_BYTES = 16 << 20;

  private static final int MOST_DEPTH = 12;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxNumberLength(18)
                          .maxStringLength(Integer.MAX_VALUE) // the document is bounded
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .characterEscapes(new Escapes())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CanonicalJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The canonical bytes of an object. */
  static byte[] write(ObjectNode object) {
    try {
      String text = JSON.writeValueAsString(sorted(object));
      ByteBuffer bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes can always be written", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text holds half a character (a lone surrogate)", e);
    }
  }

  /**
   * Reads an object, in canonical form or not.
   *
   * @throws DocumentException if it is none, with the byte at which that shows
   */
  static ObjectNode read(byte[] bytes) throws DocumentException {
    return read(bytes, MOST_BYTES);
  }

  /** The same of at most so many bytes. */
  static ObjectNode read(byte[] bytes, int most) throws DocumentException {
    if (bytes.length > most) {
      throw new DocumentException("is larger than " + most + " bytes", "byte " + most);
    }
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new DocumentException("is no JSON object", "byte 0");
    } catch (JsonProcessingException e) {
      // the library's message may quote the document
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw new DocumentException("is no JSON that is taken here", "byte " + at);
    } catch (IOException e) {
      throw new DocumentException("is no JSON that is taken here", "byte 0");
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Map<String, JsonNode> members = new TreeMap<>();
      object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      ObjectNode sorted = object();
      members.forEach((name, value) -> sorted.set(name, sorted(value)));
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode sorted = JSON.createArrayNode();
      array.forEach(one -> sorted.add(sorted(one)));
      return sorted;
    }
    return node;
  }

  /** RFC 8785 §3.2.2.2: control characters in lower case hexadecimals. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (int i = 0; i < ' '; i++) {
        if (codes[i] == ESCAPE_STANDARD) {
          codes[i] = ESCAPE_CUSTOM;
        }
      }
      return codes;
    }

    /** Asked for control characters and for all that is not ASCII, which stays as it is. */
    @Override
    public @Nullable SerializableString getEscapeSequence(int letter) {
      return letter > 0x7F
          ? null
          : new SerializedString(String.format(Locale.ROOT, "\\u%04x", letter));
    }
  }
}

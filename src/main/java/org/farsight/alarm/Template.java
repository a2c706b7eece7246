package org.farsight.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a webhook's request: JSON, in whose texts {@code ${name}} stands for what is told.
 * What is filled in is a text's content and never its syntax.
 */
public final class Template {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");

  private final JsonNode tree;

  private Template(JsonNode tree) {
    this.tree = tree;
  }

  /**
   * Reads a template.
   *
   * @throws IOException if it is no JSON, or asks for what no message has
   */
  public static Template parse(String text) throws IOException {
    JsonNode tree;
    try {
      tree = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!tree.isObject()) {
      throw new IOException("is no JSON object");
    }
    Matcher names = NAME.matcher(text);
    while (names.find()) {
      if (!Message.NAMES.contains(names.group(1))) {
        throw new IOException(
            names.group() + " is none of " + Message.NAMES.stream().sorted().toList());
      }
    }
    return new Template(tree);
  }

  /** The body for a message. */
  String fill(Message message) {
    try {
      return JSON.writeValueAsString(filled(tree, message.values()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes can always be written", e);
    }
  }

  private static JsonNode filled(JsonNode node, Map<String, String> values) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JSON.createObjectNode();
        object.properties().forEach(e -> copy.set(e.getKey(), filled(e.getValue(), values)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JSON.createArrayNode();
        array.forEach(item -> copy.add(filled(item, values)));
        yield copy;
      }
      case TextNode text -> TextNode.valueOf(filled(text.textValue(), values));
      default -> node;
    };
  }

  private static String filled(String text, Map<String, String> values) {
    return NAME.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && tree.equals(template.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }
}

package org.farsight.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** The options {@code --by} and {@code --why}: who decides, and why; told in the story. */
final class Person {

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who decides (default: the name of the system's user).")
  private String by = System.getProperty("user.name", "");

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      description = "Why, in one line; without a patient's data.")
  private String why = "";

  ObjectNode toJson() {
    return new ObjectMapper().createObjectNode().put("by", by).put("why", why);
  }

  /** The same as part of a query string. */
  String toQuery() {
    return "by=" + Engines.encode(by) + "&why=" + Engines.encode(why);
  }
}

package org.farsight.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The {@code *.camel.yaml} files of a folder as nodes that know their line, for {@link
 * RoutesCheck}.
 */
final class RouteFiles {

  /**
   * A route, route template or route configuration.
   *
   * @param kind {@code route}, {@code routeTemplate} or {@code routeConfiguration}
   * @param id its id; empty where missing
   * @param body its YAML
   * @param place file and line
   */
  record Part(String kind, String id, MappingNode body, String place) {}

  private final List<Part> parts = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  /** Reads each file of the folder, in the order of their names. */
  static RouteFiles read(Path folder) throws IOException {
    RouteFiles files = new RouteFiles();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file :
          list.filter(f -> f.getFileName().toString().endsWith(".camel.yaml")).sorted().toList()) {
        files.readFile(file);
      }
    }
    return files;
  }

  private void readFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build())
              .composeInputStream(in);
      if (root.orElse(null) instanceof SequenceNode list) {
        list.getValue().forEach(item -> add(file, item));
      } else {
        mistakes.add(file + ":1: is no list of routes");
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
      mistakes.add(file + ":" + line + ": is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      mistakes.add(file + ": is not YAML: " + e.getMessage());
    }
  }

  private void add(Path file, Node item) {
    if (item instanceof MappingNode map
        && map.getValue().size() == 1
        && map.getValue().getFirst().getKeyNode() instanceof ScalarNode kind
        && map.getValue().getFirst().getValueNode() instanceof MappingNode body) {
      parts.add(
          new Part(
              kind.getValue(), text(body, "id").orElse(""), body, place(file.toString(), body)));
    } else {
      mistakes.add(place(file.toString(), item) + ": is no route, template or configuration");
    }
  }

  /** All parts of all files. */
  List<Part> parts() {
    return parts;
  }

  /** What could not be read. */
  List<String> mistakes() {
    return mistakes;
  }

  /** Text below a path of keys. */
  static Optional<String> text(Node node, String... keys) {
    return child(node, keys) instanceof ScalarNode s ? Optional.of(s.getValue()) : Optional.empty();
  }

  /** The node below a path of keys; null where there is none. */
  static @Nullable Node child(Node node, String... keys) {
    Node at = node;
    for (String key : keys) {
      Node next = null;
      if (at instanceof MappingNode map) {
        for (NodeTuple tuple : map.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key)) {
            next = tuple.getValueNode();
          }
        }
      }
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /** Every scalar that stands under this key, at whatever depth. */
  static List<ScalarNode> all(Node node, String key) {
    List<ScalarNode> found = new ArrayList<>();
    collect(node, key, found);
    return found;
  }

  private static void collect(Node node, String key, List<ScalarNode> found) {
    if (node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode k
            && k.getValue().equals(key)
            && tuple.getValueNode() instanceof ScalarNode value) {
          found.add(value);
        }
        collect(tuple.getValueNode(), key, found);
      }
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> collect(item, key, found));
    }
  }

  private static String place(String file, Node node) {
    return file + ":" + node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
  }
}

package org.farsight.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
 * A YAML file as dotted keys with their place, so that each mistake can say file and line. A value
 * is a list of scalars; most have one. Keys nobody asked for are mistakes.
 */
final class Settings {

  /** A value and where it stands. */
  private record Setting(List<String> values, String place) {
    boolean isEmpty() {
      return values.stream().allMatch(String::isBlank);
    }
  }

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<String> mistakes = new ArrayList<>();
  private final String name;

  private Settings(String name) {
    this.name = name;
  }

  /**
   * Reads a file and lays overrides over it.
   *
   * @param overrides {@code key=value}; a list is written with commas
   */
  static Settings read(Path file, List<String> overrides) {
    Settings settings = new Settings(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      new Compose(LoadSettings.builder().setLabel(file.toString()).build())
          .composeInputStream(in)
          .ifPresent(root -> settings.flatten("", root));
    } catch (IOException e) {
      settings.mistakes.add(file + ": cannot be read: " + e.getMessage());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
      settings.mistakes.add(file + ":" + line + ": is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      settings.mistakes.add(file + ": is not YAML: " + e.getMessage());
    }
    for (String override : overrides) {
      settings.override(override);
    }
    return settings;
  }

  private void flatten(String prefix, Node node) {
    String place = name + ":" + node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    switch (node) {
      case MappingNode map when map.getValue().isEmpty() && !prefix.isEmpty() ->
          put(prefix, new Setting(List.of(""), place));
      case MappingNode map -> {
        for (NodeTuple tuple : map.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key) {
            String dotted = prefix.isEmpty() ? key.getValue() : prefix + "." + key.getValue();
            flatten(dotted, tuple.getValueNode());
          } else {
            mistakes.add(place + ": a key must be plain text");
          }
        }
      }
      case SequenceNode list when prefix.isEmpty() ->
          mistakes.add(place + ": keys are expected, such as http: {port: 8080}");
      case SequenceNode list -> {
        List<String> values = new ArrayList<>();
        for (Node item : list.getValue()) {
          if (item instanceof ScalarNode scalar) {
            values.add(scalar.getValue());
          } else {
            mistakes.add(place + ": " + prefix + " is a list of plain values");
          }
        }
        put(prefix, new Setting(values, place));
      }
      case ScalarNode scalar when prefix.isEmpty() ->
          mistakes.add(place + ": keys are expected, such as http: {port: 8080}");
      case ScalarNode scalar -> put(prefix, new Setting(List.of(scalar.getValue()), place));
      default -> mistakes.add(place + ": anchors and tags are not used here");
    }
  }

  private void put(String key, Setting setting) {
    Setting before = settings.putIfAbsent(key, setting);
    if (before != null) {
      mistakes.add(setting.place() + ": " + key + " is set already at " + before.place());
    }
  }

  private void override(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      mistakes.add("--set " + text + ": write key=value");
      return;
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    settings.put(key, new Setting(List.of(value.split(",")), "--set " + key));
  }

  /** One value, parsed; a failing parser is a mistake at the value's place. */
  <T> T get(String key, T otherwise, Function<String, T> parser) {
    asked.add(key);
    Setting setting = settings.get(key);
    if (setting == null || setting.values().isEmpty()) {
      return otherwise;
    }
    if (setting.values().size() > 1) {
      mistakes.add(setting.place() + ": " + key + " takes one value");
      return otherwise;
    }
    try {
      return parser.apply(setting.values().getFirst().strip());
    } catch (IllegalArgumentException e) {
      mistakes.add(setting.place() + ": " + key + ": " + e.getMessage());
      return otherwise;
    }
  }

  /** Text as it stands. */
  Optional<String> text(String key) {
    return get(key, Optional.<String>empty(), Optional::of);
  }

  /** A whole number within limits. */
  int number(String key, int otherwise, int least, int most) {
    return get(
        key,
        otherwise,
        s -> {
          int n;
          try {
            n = Integer.parseInt(s);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + s + "' is no whole number", e);
          }
          if (n < least || n > most) {
            throw new IllegalArgumentException(s + " is outside " + least + " to " + most);
          }
          return n;
        });
  }

  /** A list; empty where nothing is set. */
  Set<String> set(String key) {
    asked.add(key);
    Setting setting = settings.get(key);
    Set<String> values = new LinkedHashSet<>();
    if (setting != null) {
      setting.values().stream().map(String::strip).filter(v -> !v.isEmpty()).forEach(values::add);
    }
    return values;
  }

  /** The names that stand directly below a key, as {@code sites} has its site ids. */
  Set<String> namesBelow(String key) {
    Set<String> names = new LinkedHashSet<>();
    String prefix = key + ".";
    asked.add(prefix);
    for (String dotted : settings.keySet()) {
      if (dotted.startsWith(prefix)) {
        String rest = dotted.substring(prefix.length());
        int dot = rest.indexOf('.');
        names.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return names;
  }

  /** Where a key stands, for messages. */
  String place(String key) {
    Setting setting = settings.get(key);
    if (setting != null) {
      return setting.place();
    }
    return settings.entrySet().stream()
        .filter(e -> e.getKey().startsWith(key + "."))
        .map(e -> e.getValue().place())
        .findFirst()
        .orElse(name);
  }

  /** Adds a mistake found elsewhere, which names its place itself. */
  void mistake(String whole) {
    mistakes.add(whole);
  }

  /** Adds a mistake found by the reader. */
  void mistake(String place, String what) {
    mistakes.add(place + ": " + what);
  }

  /** All mistakes, those of keys nobody asked for at the end. */
  List<String> mistakes() {
    List<String> all = new ArrayList<>(mistakes);
    settings.forEach(
        (key, setting) -> {
          if (!asked.contains(key) && !(setting.isEmpty() && isGroup(key))) {
            all.add(setting.place() + ": unknown key " + key + nearest(key));
          }
        });
    return all;
  }

  /** Whether keys below it are known: with nothing below it, it says nothing. */
  private boolean isGroup(String key) {
    return asked.stream().anyMatch(known -> known.startsWith(key + "."));
  }

  private String nearest(String key) {
    return asked.stream()
        .filter(known -> distance(known, key) <= 2)
        .findFirst()
        .map(known -> "; did you mean " + known.replaceFirst("\\.$", "") + "?")
        .orElse("");
  }

  /** Levenshtein distance: number of letters to change, add or drop. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

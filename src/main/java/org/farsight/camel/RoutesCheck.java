package org.farsight.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.camel.RouteFiles.Part;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds in route files what Camel does not see before the first message, or never: a route
 * configuration that no route names, a {@code direct:} without a consumer, a queue without a way
 * for dead letters, a bean that nobody binds; and what the house asks of a route (id, description,
 * error configuration, at most {@value #MOST_STEPS} steps).
 */
public final class RoutesCheck {

  private static final int MOST_STEPS = 12;

  private final List<String> mistakes = new ArrayList<>();
  private final Set<String> beans;

  private RoutesCheck(Set<String> beans) {
    this.beans = beans;
  }

  /**
   * Checks a folder of {@code *.camel.yaml}.
   *
   * @param folder the routes
   * @param beans names that the engine binds
   * @return each mistake with file and line; empty when all is well
   */
  public static List<String> check(Path folder, Set<String> beans) throws IOException {
    RoutesCheck check = new RoutesCheck(beans);
    RouteFiles files = RouteFiles.read(folder);
    check.mistakes.addAll(files.mistakes());
    check.all(files.parts(), folder);
    return check.mistakes;
  }

  private void all(List<Part> parts, Path folder) {
    if (parts.isEmpty()) {
      mistakes.add(folder + ": holds no *.camel.yaml");
    }
    uniqueIds(parts);
    Map<String, Part> configurations = new HashMap<>();
    for (Part part : parts) {
      if (part.kind().equals("routeConfiguration")) {
        configurations.put(part.id(), part);
      }
    }
    Set<String> named = new HashSet<>();
    for (Part part : parts) {
      switch (part.kind()) {
        case "route" -> route(part, part.body(), configurations, named);
        case "routeTemplate" -> {
          Node inner = RouteFiles.child(part.body(), "route");
          if (inner == null) {
            mistake(part, "has no route: inside, so it can name no routeConfigurationId");
          } else {
            route(part, inner, configurations, named);
          }
        }
        case "routeConfiguration" -> beansExist(part);
        default -> mistake(part, "is not used here: routes, templates and configurations only");
      }
    }
    configurations.forEach(
        (id, part) -> {
          if (!named.contains(id)) {
            mistake(part, "is named by no route: Camel would never apply it");
          }
        });
    directs(parts);
  }

  private void uniqueIds(List<Part> parts) {
    Map<String, Part> seen = new HashMap<>();
    for (Part part : parts) {
      if (part.id().isEmpty()) {
        mistake(part, "has no id");
      } else {
        Part before = seen.put(part.id(), part);
        if (before != null) {
          mistake(part, "has the id of " + before.place());
        }
      }
    }
  }

  private void route(Part part, Node route, Map<String, Part> configurations, Set<String> named) {
    if (RouteFiles.text(route, "description").isEmpty()) {
      mistake(part, "has no description");
    }
    Optional<String> configuration = RouteFiles.text(route, "routeConfigurationId");
    if (configuration.isEmpty()) {
      mistake(part, "names no routeConfigurationId: its errors would be lost in the log");
    } else if (!configurations.containsKey(configuration.get())) {
      mistake(part, "names the routeConfiguration " + configuration.get() + ", which is missing");
    } else {
      named.add(configuration.get());
      String from = RouteFiles.text(route, "from", "uri").orElse("");
      if (from.startsWith("jms:") && !hasDeadLetters(configurations.get(configuration.get()))) {
        mistake(part, "takes from a queue, but its configuration has no way for dead letters");
      }
    }
    if (RouteFiles.child(route, "from", "steps") instanceof SequenceNode steps
        && steps.getValue().size() > MOST_STEPS) {
      mistake(part, "has " + steps.getValue().size() + " steps, more than " + MOST_STEPS);
    }
    if (RouteFiles.text(route, "from", "uri").isEmpty()) {
      mistake(part, "has no from: uri");
    }
    beansExist(part);
  }

  private static boolean hasDeadLetters(Part configuration) {
    return RouteFiles.all(configuration.body(), "uri").stream()
        .anyMatch(u -> u.getValue().startsWith("jms:") && u.getValue().contains("dead"));
  }

  private void beansExist(Part part) {
    for (ScalarNode ref : RouteFiles.all(part.body(), "ref")) {
      if (!beans.contains(ref.getValue())) {
        mistake(part, "uses the bean " + ref.getValue() + "; there are " + sorted(beans));
      }
    }
  }

  private void directs(List<Part> parts) {
    Set<String> consumed = new HashSet<>();
    for (Part part : parts) {
      for (String[] path : new String[][] {{"from", "uri"}, {"route", "from", "uri"}}) {
        RouteFiles.text(part.body(), path).ifPresent(consumed::add);
      }
    }
    for (Part part : parts) {
      for (ScalarNode uri : RouteFiles.all(part.body(), "uri")) {
        if (uri.getValue().startsWith("direct:") && !consumed.contains(uri.getValue())) {
          mistake(part, "sends to " + uri.getValue() + ", which no route consumes");
        }
      }
    }
  }

  private void mistake(Part part, String what) {
    String id = part.id().isEmpty() ? "" : " " + part.id();
    mistakes.add(part.place() + ": " + part.kind() + id + " " + what);
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}

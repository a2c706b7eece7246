package org.farsight.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.farsight.app.Wiring;
import org.farsight.camel.RoutesCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camel does not see in the routes, this test does. */
class RoutesTest {

  private static final Set<String> BEANS = Wiring.BEANS;

  private static final String CONFIGURATION =
      """
      - routeConfiguration:
          id: c
          onException:
            - onException:
                exception: [java.lang.Exception]
                handled: {constant: "true"}
                steps:
                  - bean: {ref: trouble}
                  - to: {uri: "jms:queue:dead"}
      """;

  @TempDir Path folder;

  @Test
  void theShippedRoutesHaveNoMistake() throws Exception {
    assertThat(RoutesCheck.check(Path.of("routes"), BEANS)).isEmpty();
  }

  @Test
  void aSoundRouteHasNoMistake() throws Exception {
    assertThat(check(CONFIGURATION + route("jms:queue:a", "bean: {ref: step}"))).isEmpty();
  }

  @Test
  void aConfigurationThatNoRouteNamesIsFound() throws Exception {
    assertThat(check(CONFIGURATION)).singleElement().asString().contains("named by no route");
  }

  @Test
  void aRouteWithoutAConfigurationIsFound() throws Exception {
    String route =
        route("file:x", "bean: {ref: step}").replace("routeConfigurationId: c", "group: g");
    assertThat(check(route)).singleElement().asString().contains("names no routeConfigurationId");
  }

  @Test
  void aConfigurationThatIsMissingIsFound() throws Exception {
    assertThat(check(route("file:x", "bean: {ref: step}")))
        .singleElement()
        .asString()
        .contains("missing");
  }

  @Test
  void aDirectWithoutAConsumerIsFoundWithItsLine() throws Exception {
    assertThat(check(CONFIGURATION + route("file:x", "to: {uri: \"direct:nobody\"}")))
        .singleElement()
        .asString()
        .contains("routes.camel.yaml:11")
        .contains("direct:nobody, which no route consumes");
  }

  @Test
  void aQueueWithoutAWayForDeadLettersIsFound() throws Exception {
    String lame = CONFIGURATION.replaceAll("(?m)^ *- to: .*\\R", "");
    assertThat(lame).isNotEqualTo(CONFIGURATION);
    assertThat(check(lame + route("jms:queue:a", "bean: {ref: step}")))
        .singleElement()
        .asString()
        .contains("no way for dead letters");
  }

  @Test
  void aBeanThatNobodyBindsIsFound() throws Exception {
    assertThat(check(CONFIGURATION + route("file:x", "bean: {ref: stepp}")))
        .singleElement()
        .asString()
        .contains("stepp");
  }

  @Test
  void aRouteOfTooManyStepsIsFound() throws Exception {
    String many = route("file:x", "bean: {ref: step}").stripTrailing();
    many = many + "\n          - bean: {ref: step}".repeat(12) + "\n";
    assertThat(check(CONFIGURATION + many)).singleElement().asString().contains("13 steps");
  }

  @Test
  void missingIdAndDescriptionAreFound() throws Exception {
    String bare =
        route("file:x", "bean: {ref: step}")
            .replace("id: r\n", "group: g\n")
            .replace("description: d", "nodePrefixId: d");
    assertThat(check(CONFIGURATION + bare)).hasSize(2);
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLine() throws Exception {
    assertThat(check("- route: {id: a\n- b"))
        .isNotEmpty()
        .first()
        .asString()
        .contains("is not YAML");
  }

  private List<String> check(String yaml) throws Exception {
    Files.writeString(folder.resolve("routes.camel.yaml"), yaml);
    return RoutesCheck.check(folder, BEANS);
  }

  private static String route(String from, String step) {
    return """
    - route:
        id: r
        description: d
        routeConfigurationId: c
        from:
          uri: "%s"
          steps:
              - %s
    """
        .formatted(from, step);
  }
}

package org.farsight.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.farsight.camel.dicom.DicomConsumer;

/** The Camel context that runs {@code routes/*.camel.yaml}, and the HTTP server it owns. */
public final class Routes implements AutoCloseable {

  private static final String AT_PORT = "receive-dicom-at-port-";

  private final Main main;

  private Routes(Main main) {
    this.main = main;
  }

  /**
   * What the routes need.
   *
   * @param folder of the {@code *.camel.yaml}
   * @param httpHost address of the HTTP server
   * @param httpPort its port; 0 for a free one
   * @param maxBody longest HTTP body in bytes
   * @param properties what {@code {{…}}} in the routes stands for
   * @param beans by the names that routes use
   * @param gate stands before every handler of the HTTP server, those of routes too
   */
  public record Options(
      Path folder,
      String httpHost,
      int httpPort,
      long maxBody,
      Map<String, String> properties,
      Map<String, Object> beans,
      Optional<Handler<RoutingContext>> gate) {}

  /**
   * Puts a handler on the HTTP server's router before any route can: Camel makes the router, and
   * tells of routes, before these are on it.
   */
  private static final class First extends LifecycleStrategySupport {
    private final Handler<RoutingContext> gate;
    private boolean there;

    First(Handler<RoutingContext> gate) {
      this.gate = gate;
    }

    @Override
    public synchronized void onRoutesAdd(Collection<org.apache.camel.Route> routes) {
      if (!there && !routes.isEmpty()) {
        CamelContext context = routes.iterator().next().getCamelContext();
        Router router = router(context);
        if (!router.getRoutes().isEmpty()) {
          throw new IllegalStateException("a handler was on the HTTP server before its gate");
        }
        router.route().order(Integer.MIN_VALUE).handler(gate);
        there = true;
      }
    }
  }

  /** Starts the HTTP server and every route; listeners accept from here on. */
  public static Routes start(Options options, ConnectionFactory connections, MeterRegistry meters)
      throws Exception {
    Main main = new Main();
    // Camel's own stops the routes in a hook of the JVM, beside the engine's end and not in its
    // order, and keeps every engine that ever ran
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    Properties properties = new Properties();
    properties.putAll(options.properties());
    properties.setProperty("camel.main.name", "farsight");
    properties.setProperty(
        "camel.main.routesIncludePattern", "file:" + options.folder() + "/*.camel.yaml");
    // Farsight has one way to set each thing: neither the environment nor stray files.
    properties.setProperty("camel.main.autoConfigurationEnvironmentVariablesEnabled", "false");
    properties.setProperty("camel.main.autoConfigurationSystemPropertiesEnabled", "false");
    properties.setProperty("camel.main.shutdownTimeout", "20");
    properties.setProperty("camel.main.jmxEnabled", "false");
    properties.setProperty("camel.server.enabled", "true");
    properties.setProperty("camel.server.host", options.httpHost());
    properties.setProperty("camel.server.port", Integer.toString(options.httpPort()));
    properties.setProperty("camel.server.maxBodySize", Long.toString(options.maxBody()));
    properties.setProperty("camel.server.fileUploadEnabled", "false");
    main.setInitialProperties(properties);
    main.setDefaultPropertyPlaceholderLocation("false");
    options.beans().forEach(main::bind);
    main.bind("jms", JmsComponent.jmsComponent(connections));
    main.bind("metricsRegistry", meters);
    main.init();
    MicrometerRoutePolicyFactory perRoute = new MicrometerRoutePolicyFactory();
    perRoute.setMeterRegistry(meters);
    main.getCamelContext().addRoutePolicyFactory(perRoute);
    options.gate().ifPresent(gate -> main.getCamelContext().addLifecycleStrategy(new First(gate)));
    main.start();
    return new Routes(main);
  }

  /** The HTTP server's router, for handlers that are no routes. */
  public Router router() {
    return router(context());
  }

  private static Router router(CamelContext context) {
    return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Camel started no HTTP server"));
  }

  /** What the HTTP server answers to: {@code GET /exchange/:id}, {@code * /ecg} for any method. */
  public List<String> addresses() {
    return router().getRoutes().stream()
        .filter(route -> route.getName() != null)
        .flatMap(
            route ->
                route.methods() == null
                    ? Stream.of("* " + route.getName())
                    : route.methods().stream().map(method -> method + " " + route.getName()))
        .distinct()
        .toList();
  }

  /** The port the HTTP server listens on. */
  public int httpPort() {
    VertxPlatformHttpServer server = context().hasService(VertxPlatformHttpServer.class);
    if (server == null) {
      throw new IllegalStateException("Camel started no HTTP server");
    }
    return server.getPort();
  }

  /** Starts the DICOM listener that a site has to itself. */
  public void addPort(String site, int port) throws Exception {
    TemplatedRouteBuilder.builder(context(), "receive-dicom-at-port")
        .routeId(AT_PORT + site)
        .parameter("site", site)
        .parameter("port", Integer.toString(port))
        .add();
  }

  /** Stops the DICOM listener that a site has to itself; open associations end first. */
  public void removePort(String site) throws Exception {
    context().getRouteController().stopRoute(AT_PORT + site);
    context().removeRoute(AT_PORT + site);
  }

  /** The port that the plain {@code dicom:} consumer listens on. */
  public int dicomPort() {
    return dicomPort(false)
        .orElseThrow(() -> new IllegalStateException("no route listens for DICOM"));
  }

  /** The port that the {@code dicom:} consumer with TLS listens on; empty where there is none. */
  public Optional<Integer> dicomTlsPort() {
    return dicomPort(true);
  }

  private Optional<Integer> dicomPort(boolean secured) {
    return context().getRoutes().stream()
        .filter(route -> !route.getRouteId().startsWith(AT_PORT))
        .map(org.apache.camel.Route::getConsumer)
        .filter(DicomConsumer.class::isInstance)
        .map(DicomConsumer.class::cast)
        .filter(consumer -> consumer.isSecured() == secured)
        .map(DicomConsumer::port)
        .findFirst();
  }

  /** What is wrong with the {@code dicom:} listeners by their health checks; empty if nothing. */
  public Optional<String> dicomTrouble() {
    List<String> wrong =
        context().getRoutes().stream()
            .map(org.apache.camel.Route::getConsumer)
            .filter(DicomConsumer.class::isInstance)
            .map(consumer -> ((DicomConsumer) consumer).getHealthCheck().callReadiness())
            .filter(result -> result.getState() == HealthCheck.State.DOWN)
            .map(result -> result.getMessage().orElse(result.getCheck().getId()))
            .toList();
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  /** True while every route that shall run runs. */
  public boolean running() {
    return context().getStatus().isStarted()
        && context().getRoutes().stream()
            .allMatch(
                r -> context().getRouteController().getRouteStatus(r.getRouteId()).isStarted());
  }

  /** Starts the delivery route of a target. */
  public void addTarget(String id) throws Exception {
    TemplatedRouteBuilder.builder(context(), "deliver")
        .routeId("deliver-" + id)
        .parameter("target", id)
        .add();
  }

  /** Stops the delivery route of a target; a delivery under way ends first. */
  public void removeTarget(String id) throws Exception {
    String route = "deliver-" + id;
    context().getRouteController().stopRoute(route);
    context().removeRoute(route);
  }

  private CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
  }
}

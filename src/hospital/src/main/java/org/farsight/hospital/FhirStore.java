package org.farsight.hospital;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.config.JpaConfig;
import ca.uhn.fhir.jpa.config.r4.FhirContextR4Config;
import ca.uhn.fhir.jpa.interceptor.UserRequestRetryVersionConflictsInterceptor;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A FHIR R4 server over a database, running from {@link #start} to {@link #close}. */
public final class FhirStore implements AutoCloseable {

  private static final int THREADS = 40;
  private static final int HEADER_BYTES = 64 * 1024;

  private final AnnotationConfigApplicationContext context;
  private final Server server;

  private FhirStore(AnnotationConfigApplicationContext context, Server server) {
    this.context = context;
    this.server = server;
  }

  /**
   * Opens the database (making its tables where they are missing) and the socket. On return
   * requests are answered.
   *
   * @param host address to bind
   * @param port 0 for a free one
   * @throws Exception what the database or the socket says; nothing stays open then
   */
  static FhirStore start(Database database, String host, int port) throws Exception {
    AnnotationConfigApplicationContext context = context(database);
    try {
      context.refresh();
      FhirStore store = new FhirStore(context, server(host, port, restfulServer(context)));
      try {
        store.server.start();
        return store;
      } catch (Exception e) {
        store.server.stop();
        throw e;
      }
    } catch (Exception e) {
      context.close();
      throw e;
    }
  }

  /** The base address, without a slash at its end. */
  URI url() {
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    String host = connector.getHost();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + connector.getLocalPort() + "/fhir");
  }

  /**
   * Ends running requests, then closes the database, in any case.
   *
   * @throws IOException the socket's server did not stop in order
   */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException("the HTTP server did not stop in order", e);
    } finally {
      context.close();
    }
  }

  private static AnnotationConfigApplicationContext context(Database database) {
    FhirContext fhir = FhirContextR4Config.configureFhirContext(FhirContext.forR4());
    PreloadedProfiles profiles = new PreloadedProfiles(fhir);
    LazyRepositories repositories = new LazyRepositories();
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.getDefaultListableBeanFactory().setAutowireCandidateResolver(repositories);
    context.addBeanFactoryPostProcessor(repositories);
    context.registerBean(Database.class, () -> database);
    // Under HAPI FHIR's own names, so that these take the place of what it would make itself.
    context.registerBean("primaryFhirContext", FhirContext.class, () -> fhir);
    context.registerBean(
        JpaConfig.DEFAULT_PROFILE_VALIDATION_SUPPORT,
        DefaultProfileValidationSupport.class,
        () -> profiles);
    context.register(StoreConfiguration.class);
    return context;
  }

  private static RestfulServer restfulServer(AnnotationConfigApplicationContext context) {
    IFhirSystemDao<?, ?> dao = context.getBean(IFhirSystemDao.class);
    RestfulServer fhir = new RestfulServer(dao.getContext());
    fhir.registerProviders(context.getBean(ResourceProviderFactory.class).createProviders());
    fhir.registerProvider(context.getBean(IJpaSystemProvider.class));
    JpaCapabilityStatementProvider capabilities =
        new JpaCapabilityStatementProvider(
            fhir,
            dao,
            context.getBean(JpaStorageSettings.class),
            context.getBean(ISearchParamRegistry.class),
            context.getBean(IValidationSupport.class));
    capabilities.setImplementationDescription("Farsight's stand-in core hospital");
    fhir.setServerConformanceProvider(capabilities);
    fhir.setPagingProvider(context.getBean(DatabaseBackedPagingProvider.class));
    fhir.setDefaultResponseEncoding(EncodingEnum.JSON);
    fhir.registerInterceptor(new UserRequestRetryVersionConflictsInterceptor());
    fhir.registerInterceptor(new FaultLog());
    if (!context.getBean(Database.class).isPostgresql()) {
      fhir.registerInterceptor(new DurableAnswers(context.getBean(DataSource.class)));
    }
    return fhir;
  }

  private static Server server(String host, int port, RestfulServer fhir) {
    Server server = new Server(new QueuedThreadPool(THREADS));
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setSendServerVersion(false);
    http.addCustomizer(new ForwardedRequestCustomizer());
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler root = new ServletContextHandler("/");
    ServletHolder servlet = new ServletHolder("fhir", fhir);
    servlet.setInitOrder(1);
    root.addServlet(servlet, "/fhir/*");
    BodyBudget budget = BodyBudget.ofThisMachine();
    root.addFilter(budget, "/fhir/*", EnumSet.of(DispatcherType.REQUEST));
    // The budget believes a declared length; this holds the sender to it where none is declared.
    SizeLimitHandler limit = new SizeLimitHandler(budget.bytes(), -1);
    limit.setHandler(root);
    server.setHandler(limit);
    return server;
  }
}

package org.farsight.camel.dicom;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.ServiceUser;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsClient;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.TlsServer;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.jspecify.annotations.Nullable;

/** Send and receive medical images and ECGs, query and retrieve them by DICOM. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "dicom",
    title = "DICOM",
    syntax = "dicom:address",
    headersClass = DicomHeaders.class,
    category = {Category.HEALTH, Category.NETWORKING})
public class DicomEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

  /** The address of a consumer. */
  static final String LISTEN = "listen";

  @UriPath(
      description =
          "For a consumer the word listen; for a producer the peer: its AE title, an at sign, host,"
              + " colon, port. An IPv6 address stands in brackets.")
  @Metadata(required = true)
  private String address = LISTEN;

  @UriParam private DicomProducerConfiguration producing = new DicomProducerConfiguration();

  @UriParam private DicomConsumerConfiguration consuming = new DicomConsumerConfiguration();

  @UriParam(
      label = "security",
      description = "Key, and whom to trust; with it TLS is spoken, and nothing else.")
  private @Nullable SSLContextParameters sslContextParameters;

  @UriParam(
      label = "security",
      defaultValue = "bcp-195",
      enums = "bcp-195,non-downgrading-bcp-195,modified-bcp-195",
      description = "Profile of DICOM PS3.15 annex B: TLS versions and cipher suites.")
  private String tlsProfile = TlsProfile.BCP_195.word();

  private @Nullable Connector connector;
  private @Nullable StoragePool pool;

  /** Made by the component. */
  public DicomEndpoint(String uri, DicomComponent component) {
    super(uri, component);
    setExchangePattern(ExchangePattern.InOut);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (!address.equals(LISTEN)) {
      throw new IllegalArgumentException(
          "dicom:" + address + " is a producer; a consumer is dicom:" + LISTEN);
    }
    DicomConsumer consumer = new DicomConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() throws Exception {
    if (address.equals(LISTEN)) {
      throw new IllegalArgumentException(
          "dicom:" + LISTEN + " is a consumer; a producer is dicom:AET@host:port");
    }
    return new DicomProducer(this);
  }

  /** The peer of a producer. */
  AeAddress peer() {
    return AeAddress.parse(address);
  }

  /** Opens associations as the options say. */
  synchronized Connector connector() throws Exception {
    Connector known = connector;
    if (known == null) {
      Timeouts standard = Timeouts.standard();
      Timeouts timeouts =
          new Timeouts(
              Duration.ofMillis(producing.getConnectTimeout()),
              standard.artim(),
              standard.idle(),
              Duration.ofMillis(producing.getResponseTimeout()),
              standard.write());
      SSLContextParameters parameters = sslContextParameters;
      known =
          new Connector(
              timeouts,
              parameters == null
                  ? Optional.empty()
                  : Optional.of(
                      new TlsClient(
                          parameters.createSSLContext(getCamelContext()),
                          profile(),
                          producing.isHostnameVerification())));
      connector = known;
    }
    return known;
  }

  /** The associations by which all producers of this endpoint store. */
  synchronized StoragePool pool() {
    StoragePool known = pool;
    if (known == null) {
      known =
          new StoragePool(
              new StoragePool.Limits(
                  producing.getPoolSize(),
                  Duration.ofMillis(producing.getPoolPatience()),
                  Duration.ofMillis(producing.getPoolIdle())));
      pool = known;
    }
    return known;
  }

  /** What the listener is started with. */
  Listener.Configuration listening(ServiceUser services, AssociationPolicy policy, int port)
      throws Exception {
    Listener.Configuration plain =
        new Listener.Configuration(
            new InetSocketAddress(consuming.getHost(), port),
            consuming.getMaxAssociations(),
            Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
            Timeouts.standard().withIdle(Duration.ofSeconds(consuming.getIdleSeconds())),
            policy,
            consuming.getObserver(),
            services,
            Optional.empty(),
            getComponent(DicomComponent.class)::nextAssociation);
    SSLContextParameters parameters = sslContextParameters;
    return parameters == null
        ? plain
        : plain.securedBy(
            new TlsServer(
                parameters.createSSLContext(getCamelContext()), profile(), clientCertificate()));
  }

  private TlsProfile profile() {
    return TlsProfile.of(tlsProfile)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tlsProfile=" + tlsProfile + "; there are " + TlsProfile.words()));
  }

  private ClientCertificate clientCertificate() {
    if (consuming.isNeedClientAuth()) {
      return ClientCertificate.REQUIRED;
    }
    return consuming.isWantClientAuth() ? ClientCertificate.WANTED : ClientCertificate.NONE;
  }

  @Override
  protected void doStop() throws Exception {
    StoragePool open;
    synchronized (this) {
      open = pool;
      pool = null;
    }
    if (open != null) {
      open.close();
    }
    super.doStop();
  }

  @Override
  public String getServiceUrl() {
    return address.equals(LISTEN) ? consuming.getHost() + ":" + consuming.getPort() : address;
  }

  @Override
  public String getServiceProtocol() {
    return sslContextParameters == null ? "dicom" : "dicom-tls";
  }

  public String getAddress() {
    return address;
  }

  /**
   * {@code listen} or {@code AET@host:port}.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public void setAddress(String address) {
    if (!address.equals(LISTEN)) {
      AeAddress.parse(address);
    }
    this.address = address;
  }

  public DicomProducerConfiguration getProducing() {
    return producing;
  }

  public void setProducing(DicomProducerConfiguration producing) {
    this.producing = producing;
  }

  public DicomConsumerConfiguration getConsuming() {
    return consuming;
  }

  public void setConsuming(DicomConsumerConfiguration consuming) {
    this.consuming = consuming;
  }

  public @Nullable SSLContextParameters getSslContextParameters() {
    return sslContextParameters;
  }

  public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
    this.sslContextParameters = sslContextParameters;
  }

  public String getTlsProfile() {
    return tlsProfile;
  }

  public void setTlsProfile(String tlsProfile) {
    this.tlsProfile = tlsProfile;
  }
}

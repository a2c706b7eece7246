package org.farsight.camel.dicom;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.ServiceUser;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.TlsServer;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM listener. The message body of each C-STORE is an {@code InputStream} over the data set as
 * it comes from the network; the route runs on the association's thread and decides the answer by
 * {@link DicomHeaders#STATUS}. In and out, one exchange per object.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "dicom",
    title = "DICOM",
    syntax = "dicom:listen",
    consumerOnly = true,
    category = {Category.HEALTH})
public class DicomEndpoint extends DefaultEndpoint {

  @UriParam(defaultValue = "0.0.0.0", description = "Address to bind")
  private String host = "0.0.0.0";

  @UriParam(defaultValue = "11112", description = "TCP port; 0 for a free one")
  private int port = 11_112;

  @UriParam(defaultValue = "200", description = "Associations at a time")
  private int maxAssociations = 200;

  @UriParam(defaultValue = "60", description = "A silent association is aborted after this")
  private int idleSeconds = 60;

  @UriParam(description = "Decides who may open an association; default: everybody")
  private AssociationPolicy policy = AssociationPolicy.acceptAll();

  @UriParam(description = "Is told what happens to associations")
  private AssociationObserver observer = AssociationObserver.none();

  @UriParam(description = "Services besides C-ECHO and C-STORE, a java.util.List of DimseService")
  private List<DimseService> services = List.of();

  @UriParam(
      label = "security",
      description = "Key, and whom to trust; with it the listener speaks TLS only")
  private @Nullable SSLContextParameters sslContextParameters;

  @UriParam(
      label = "security",
      defaultValue = "bcp-195",
      enums = "bcp-195,non-downgrading-bcp-195,modified-bcp-195",
      description = "Profile of PS3.15 annex B: TLS versions and cipher suites")
  private String tlsProfile = TlsProfile.BCP_195.word();

  @UriParam(
      label = "security",
      defaultValue = "false",
      description = "Whoever shows no trusted certificate is not heard")
  private boolean needClientAuth;

  @UriParam(
      label = "security",
      defaultValue = "false",
      description = "A certificate is asked for; one that is shown must be trusted")
  private boolean wantClientAuth;

  /** Made by the component. */
  public DicomEndpoint(String uri, DicomComponent component) {
    super(uri, component);
  }

  /** What the listener is started with. */
  Listener.Configuration configuration(ServiceUser services) throws Exception {
    Listener.Configuration plain =
        new Listener.Configuration(
            new InetSocketAddress(host, port),
            maxAssociations,
            Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
            Timeouts.standard().withIdle(Duration.ofSeconds(idleSeconds)),
            policy,
            observer,
            services,
            Optional.empty(),
            getComponent(DicomComponent.class)::nextAssociation);
    SSLContextParameters parameters = sslContextParameters;
    if (parameters == null) {
      return plain;
    }
    TlsProfile profile =
        TlsProfile.of(tlsProfile)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "tlsProfile=" + tlsProfile + "; there are " + TlsProfile.words()));
    return plain.securedBy(
        new TlsServer(
            parameters.createSSLContext(getCamelContext()), profile, clientCertificate()));
  }

  private ClientCertificate clientCertificate() {
    if (needClientAuth) {
      return ClientCertificate.REQUIRED;
    }
    return wantClientAuth ? ClientCertificate.WANTED : ClientCertificate.NONE;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "dicom:listen is a consumer: nothing can be sent to it");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    DicomConsumer consumer = new DicomConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** Address to bind. */
  public String getHost() {
    return host;
  }

  /** Address to bind. */
  public void setHost(String host) {
    this.host = host;
  }

  /** TCP port; 0 for a free one. */
  public int getPort() {
    return port;
  }

  /** TCP port; 0 for a free one. */
  public void setPort(int port) {
    this.port = port;
  }

  /** Associations at a time. */
  public int getMaxAssociations() {
    return maxAssociations;
  }

  /** Associations at a time. */
  public void setMaxAssociations(int maxAssociations) {
    this.maxAssociations = maxAssociations;
  }

  /** Seconds after which a silent association is aborted. */
  public int getIdleSeconds() {
    return idleSeconds;
  }

  /** Seconds after which a silent association is aborted. */
  public void setIdleSeconds(int idleSeconds) {
    this.idleSeconds = idleSeconds;
  }

  /** Who may open an association. */
  public AssociationPolicy getPolicy() {
    return policy;
  }

  /** Who may open an association. */
  public void setPolicy(AssociationPolicy policy) {
    this.policy = policy;
  }

  /** Is told what happens to associations. */
  public AssociationObserver getObserver() {
    return observer;
  }

  /** Is told what happens to associations. */
  public void setObserver(AssociationObserver observer) {
    this.observer = observer;
  }

  /** Services besides C-ECHO and C-STORE. */
  public List<DimseService> getServices() {
    return services;
  }

  /** Services besides C-ECHO and C-STORE. */
  public void setServices(List<DimseService> services) {
    this.services = services;
  }

  /** Key and trust of a TLS listener; null where it is plain. */
  public @Nullable SSLContextParameters getSslContextParameters() {
    return sslContextParameters;
  }

  /** Key and trust of a TLS listener; its versions and cipher suites are those of the profile. */
  public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
    this.sslContextParameters = sslContextParameters;
  }

  /** Profile of PS3.15 annex B. */
  public String getTlsProfile() {
    return tlsProfile;
  }

  /** Profile of PS3.15 annex B: {@code bcp-195} and others, see {@link TlsProfile#words}. */
  public void setTlsProfile(String tlsProfile) {
    this.tlsProfile = tlsProfile;
  }

  /** Whether the requestor must show a trusted certificate. */
  public boolean isNeedClientAuth() {
    return needClientAuth;
  }

  /** Whether the requestor must show a trusted certificate. */
  public void setNeedClientAuth(boolean needClientAuth) {
    this.needClientAuth = needClientAuth;
  }

  /** Whether the requestor is asked for a certificate. */
  public boolean isWantClientAuth() {
    return wantClientAuth;
  }

  /** Whether the requestor is asked for a certificate. */
  public void setWantClientAuth(boolean wantClientAuth) {
    this.wantClientAuth = wantClientAuth;
  }
}

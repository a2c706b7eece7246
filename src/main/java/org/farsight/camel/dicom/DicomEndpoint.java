package org.farsight.camel.dicom;

import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;

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

  /** Made by the component. */
  public DicomEndpoint(String uri, DicomComponent component) {
    super(uri, component);
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
}

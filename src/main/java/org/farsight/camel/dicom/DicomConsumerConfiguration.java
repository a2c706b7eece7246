package org.farsight.camel.dicom;

import java.util.List;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;

/** The options of the consumer; the annotations describe them, here and in the docs. */
@UriParams
public class DicomConsumerConfiguration implements Cloneable {

  @UriParam(label = "consumer", defaultValue = "0.0.0.0", description = "Address to bind.")
  private String host = "0.0.0.0";

  @UriParam(
      label = "consumer",
      defaultValue = "11112",
      description = "TCP port to bind; 0 for a free one.")
  private int port = 11_112;

  @UriParam(
      label = "consumer",
      defaultValue = "200",
      description =
          "Associations at a time; one more is rejected for now. Each has one thread, on which the"
              + " route runs.")
  private int maxAssociations = 200;

  @UriParam(
      label = "consumer",
      defaultValue = "60",
      description = "An association that is silent for so many seconds is aborted.")
  private int idleSeconds = 60;

  @UriParam(
      label = "consumer",
      defaultValue = "store",
      description =
          "Requests that are handed to the route, separated by commas: store, find, worklist, mpps."
              + " C-ECHO is answered by the component.")
  private String operations = "store";

  @UriParam(
      label = "consumer",
      defaultValue = "false",
      description =
          "Whether the route has to answer by the header CamelDicomStatus: if true, an exchange"
              + " that ends without it is answered by 0110H, processing failure; if false, by"
              + " success.")
  private boolean statusRequired;

  @UriParam(
      label = "consumer,advanced",
      description =
          "Services besides those that are handed to the route, a java.util.List of"
              + " org.farsight.dicom.service.DimseService; they are asked first.")
  private List<DimseService> services = List.of();

  @UriParam(
      label = "consumer,advanced",
      description = "Decides who may open an association. Default: everybody.")
  private AssociationPolicy policy = AssociationPolicy.acceptAll();

  @UriParam(label = "consumer,advanced", description = "Is told what happens to associations.")
  private AssociationObserver observer = AssociationObserver.none();

  @UriParam(
      label = "consumer,security",
      defaultValue = "false",
      description = "Whether a requestor must show a trusted certificate.")
  private boolean needClientAuth;

  @UriParam(
      label = "consumer,security",
      defaultValue = "false",
      description =
          "Whether a requestor is asked for a certificate; one that is shown must be trusted.")
  private boolean wantClientAuth;

  /** A copy that an endpoint may change. */
  DicomConsumerConfiguration copy() {
    try {
      return (DicomConsumerConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  public String getHost() {
    return host;
  }

  public void setHost(String host) {
    this.host = host;
  }

  public int getPort() {
    return port;
  }

  public void setPort(int port) {
    this.port = port;
  }

  public int getMaxAssociations() {
    return maxAssociations;
  }

  public void setMaxAssociations(int maxAssociations) {
    this.maxAssociations = maxAssociations;
  }

  public int getIdleSeconds() {
    return idleSeconds;
  }

  public void setIdleSeconds(int idleSeconds) {
    this.idleSeconds = idleSeconds;
  }

  public String getOperations() {
    return operations;
  }

  public void setOperations(String operations) {
    this.operations = operations;
  }

  public boolean isStatusRequired() {
    return statusRequired;
  }

  public void setStatusRequired(boolean statusRequired) {
    this.statusRequired = statusRequired;
  }

  public List<DimseService> getServices() {
    return services;
  }

  public void setServices(List<DimseService> services) {
    this.services = services;
  }

  public AssociationPolicy getPolicy() {
    return policy;
  }

  public void setPolicy(AssociationPolicy policy) {
    this.policy = policy;
  }

  public AssociationObserver getObserver() {
    return observer;
  }

  public void setObserver(AssociationObserver observer) {
    this.observer = observer;
  }

  public boolean isNeedClientAuth() {
    return needClientAuth;
  }

  public void setNeedClientAuth(boolean needClientAuth) {
    this.needClientAuth = needClientAuth;
  }

  public boolean isWantClientAuth() {
    return wantClientAuth;
  }

  public void setWantClientAuth(boolean wantClientAuth) {
    this.wantClientAuth = wantClientAuth;
  }
}

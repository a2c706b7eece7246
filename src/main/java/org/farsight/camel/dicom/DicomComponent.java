package org.farsight.camel.dicom;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

/**
 * The {@code dicom:} component. {@code dicom:listen} is a consumer, an application entity that
 * hands what it is asked for to a route; {@code dicom:AET@host:port} is a producer, which asks
 * another.
 */
@Component("dicom")
public class DicomComponent extends HealthCheckComponent implements SSLContextParametersAware {

  private final AtomicLong associations = new AtomicLong();

  @Metadata(
      label = "security",
      defaultValue = "false",
      description = "Enable usage of global SSL context parameters.")
  private boolean useGlobalSslContextParameters;

  /** A number that no other association of this component's listeners has. */
  long nextAssociation() {
    return associations.incrementAndGet();
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    DicomEndpoint endpoint = new DicomEndpoint(uri, this);
    endpoint.setAddress(remaining);
    setProperties(endpoint, parameters);
    if (endpoint.getSslContextParameters() == null) {
      endpoint.setSslContextParameters(retrieveGlobalSslContextParameters());
    }
    return endpoint;
  }

  @Override
  public boolean isUseGlobalSslContextParameters() {
    return useGlobalSslContextParameters;
  }

  @Override
  public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
    this.useGlobalSslContextParameters = useGlobalSslContextParameters;
  }
}

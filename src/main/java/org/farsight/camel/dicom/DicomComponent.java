package org.farsight.camel.dicom;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The {@code dicom:} component. {@code dicom:listen} is a consumer: a DICOM application entity that
 * answers C-ECHO itself and hands each object of a C-STORE to the route while it arrives, see
 * {@link DicomEndpoint}.
 */
public class DicomComponent extends DefaultComponent {

  private final AtomicLong associations = new AtomicLong();

  /** A number that no other association of this component's listeners has. */
  long nextAssociation() {
    return associations.incrementAndGet();
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!remaining.equals("listen")) {
      throw new IllegalArgumentException("dicom:" + remaining + ": there is only dicom:listen");
    }
    DicomEndpoint endpoint = new DicomEndpoint(uri, this);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}

package org.farsight.camel.dicom;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;

/** A Camel application of its own: nothing of the engine, one listener, routes of the test. */
public final class CamelApplication implements AutoCloseable {

  /** What a listener of these applications begins with. */
  public static final String LISTEN = "dicom:listen?host=127.0.0.1&port=0";

  private final CamelContext context = new DefaultCamelContext();

  /** Starts it. */
  public CamelApplication(RouteBuilder routes) throws Exception {
    context.addRoutes(routes);
    context.start();
  }

  public CamelContext context() {
    return context;
  }

  public ProducerTemplate template() {
    return context.createProducerTemplate();
  }

  /** The consumer of a route. */
  public DicomConsumer consumer(String route) {
    return (DicomConsumer) context.getRoute(route).getConsumer();
  }

  /** A producer's address of the listener of a route, without options. */
  public String address(String route) {
    return "dicom:SCP@127.0.0.1:" + consumer(route).port();
  }

  /** A small object. */
  public static DataSet image() {
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, Uid.random())
        .put(Tag.MODALITY, VR.CS, "CT")
        .putInts(Tag.ROWS, VR.US, 513)
        .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[] {1, 2, 3, 4});
  }

  @Override
  public void close() {
    context.stop();
  }
}

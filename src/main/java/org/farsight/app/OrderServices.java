package org.farsight.app;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.Sites;
import org.farsight.fhir.FhirOrders;
import org.farsight.fhir.OrderCapability;
import org.farsight.identity.hl7v2.AdtReader;
import org.farsight.intake.Intake;
import org.farsight.orders.Hl7Orders;
import org.farsight.web.FhirHandlers;

/** What takes orders in, and the documents that the door knows. */
final class OrderServices {
  private static final FhirOrders RESOURCES = new FhirOrders();

  /** Formats of documents, as the one door recognises them. */
  static final List<DocumentReader> READERS = List.of(new AdtReader(), new Hl7Orders(), RESOURCES);

  private OrderServices() {}

  /** Orders by HTTP. */
  static void addTo(Router router, Intake intake, Supplier<Sites> sites) {
    String version = OrderServices.class.getPackage().getImplementationVersion();
    String capability = OrderCapability.json(version == null ? "development" : version);
    new FhirHandlers(intake, sites, RESOURCES::parts, capability).addTo(router);
  }
}

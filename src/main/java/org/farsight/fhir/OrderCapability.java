package org.farsight.fhir;

import java.util.Set;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;

/**
 * What {@code GET /fhir/metadata} answers: what {@link FhirOrders} takes, and that nothing can be
 * read or searched. Made of the reader's own limits, so that it says no more than is done.
 */
public final class OrderCapability {
  /** What an order is held to, and which examples show. */
  static final String PROFILE = "https://farsight.org/fhir/StructureDefinition/order-request";

  private static final String DATE = "2026-11-23";

  private OrderCapability() {}

  /**
   * The statement as JSON.
   *
   * @param version of this software
   */
  public static String json(String version) {
    return R4.context().newJsonParser().encodeResourceToString(statement(version));
  }

  private static CapabilityStatement statement(String version) {
    CapabilityStatement statement = new CapabilityStatement();
    statement.setName("FarsightOrders");
    statement.setTitle("What the engine takes by FHIR");
    statement.setStatus(PublicationStatus.ACTIVE);
    statement.setDateElement(new DateTimeType(DATE));
    statement.setPublisher("Farsight");
    statement.setKind(CapabilityStatementKind.INSTANCE);
    statement.getSoftware().setName("Farsight").setVersion(version);
    statement
        .getImplementation()
        .setDescription(
            "The engine keeps what it is sent and makes it at the core hospital's FHIR server.");
    statement.setFhirVersion(FHIRVersion._4_0_1);
    statement.addFormat("json");
    CapabilityStatementRestComponent rest = statement.addRest();
    rest.setMode(RestfulCapabilityMode.SERVER);
    rest.setDocumentation(
        "Nothing can be read, searched or deleted here. A Bundle, of whatever type, has at most "
            + FhirOrders.MOST_ENTRIES
            + " entries and "
            + FhirOrders.LONGEST
            + " bytes, and at least one ServiceRequest; the methods of its entries are POST and"
            + " PUT, which mean the same: by its number an order is new or changed. Each order is"
            + " answered with 202 and where it is kept; those before one that is refused are kept"
            + " too.");
    rest.getSecurity()
        .setDescription(
            "A token of a site (Authorization: Bearer), where sign-in is configured; the parameter"
                + " site, or the client's address, tells the site.");
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    order(rest);
    beside(rest, FhirOrders.BESIDE);
    return statement;
  }

  private static void order(CapabilityStatementRestComponent rest) {
    var order = rest.addResource();
    order.setType(FhirOrders.ORDER);
    order.addSupportedProfile(PROFILE);
    order.setDocumentation(
        "An order. It is taken by POST /fhir/ServiceRequest and POST /fhir, alone or in a Bundle.");
    order.addInteraction().setCode(TypeRestfulInteraction.CREATE);
    order.setVersioning(ResourceVersionPolicy.NOVERSION);
    order.setConditionalCreate(false);
    order.setConditionalUpdate(false);
    order.setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED);
  }

  private static void beside(CapabilityStatementRestComponent rest, Set<String> types) {
    types.stream()
        .sorted()
        .forEach(
            type ->
                rest.addResource()
                    .setType(type)
                    .setDocumentation(
                        "Taken in a Bundle only, beside an order, with which it is kept."));
  }
}

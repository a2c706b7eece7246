package org.farsight.fhir;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.Acquisition;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.DeviceNameType;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Endpoint.EndpointStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;

/** Where an exchange came from and where its images can be had. */
final class SiteResources {

  private SiteResources() {}

  /** The branch; shared. */
  static Reference addSite(TransactionBundle bundle, Site site) {
    return organization(bundle, Identifiers.SITE, site.id(), site.name());
  }

  /** The core hospital's reading department; shared. */
  static Reference addDepartment(TransactionBundle bundle, ConversionOptions options) {
    return organization(
        bundle, Identifiers.DEPARTMENT, options.departmentId(), options.departmentName());
  }

  private static Reference organization(
      TransactionBundle bundle, String system, String id, String name) {
    Identifier key = new Identifier().setSystem(system).setValue(id);
    Organization organization = new Organization().setActive(true);
    organization.getMeta().addProfile(Identifiers.PROFILE_ORGANIZATION);
    organization.addIdentifier(key);
    organization.setName(FhirText.clean(name).orElse(id));
    return bundle.share(organization, key);
  }

  /** The archive's WADO-RS; ours. */
  static Reference addEndpoint(TransactionBundle bundle, ConversionOptions options) {
    Identifier key = new Identifier().setSystem(Identifiers.ENDPOINT).setValue(options.wadoUrl());
    Endpoint endpoint = new Endpoint();
    endpoint.getMeta().addProfile(Identifiers.PROFILE_ENDPOINT);
    endpoint.addIdentifier(key);
    endpoint.setStatus(EndpointStatus.ACTIVE);
    endpoint.setConnectionType(
        Codings.coding(
            "http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
            "dicom-wado-rs",
            "DICOM WADO-RS"));
    endpoint.addPayloadType(
        Codings.concept(
            "http://terminology.hl7.org/CodeSystem/endpoint-payload-type", "any", "Any"));
    endpoint.addPayloadMimeType("application/dicom");
    endpoint.setAddress(options.wadoUrl());
    return bundle.own(endpoint, key);
  }

  /**
   * The modality or cart; ours. Its identifier is made of maker, model and serial number (or
   * station name), since serial numbers of two makers may be equal.
   *
   * @return empty where the object says nothing of its device
   */
  static Optional<Reference> addDevice(
      TransactionBundle bundle,
      Site site,
      Reference organization,
      Acquisition.Device facts,
      Optional<String> station) {
    Optional<String> maker = facts.manufacturer().flatMap(FhirText::code);
    Optional<String> model = facts.model().flatMap(FhirText::code);
    Optional<String> serial = facts.serialNumber().flatMap(FhirText::code);
    Optional<String> place = station.flatMap(FhirText::code);
    String value =
        Stream.of(maker, model, serial.or(() -> place))
            .flatMap(Optional::stream)
            .map(Identifiers::encoded)
            .collect(Collectors.joining("/"));
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Identifier key = new Identifier().setSystem(site.deviceSystem()).setValue(shortened(value));
    Device device = new Device();
    device.getMeta().addProfile(Identifiers.PROFILE_DEVICE);
    device.addIdentifier(key);
    maker.ifPresent(device::setManufacturer);
    model.ifPresent(device::setModelNumber);
    serial.ifPresent(device::setSerialNumber);
    model.ifPresent(name -> device.addDeviceName().setName(name).setType(DeviceNameType.MODELNAME));
    place.ifPresent(
        name -> device.addDeviceName().setName(name).setType(DeviceNameType.USERFRIENDLYNAME));
    facts
        .software()
        .flatMap(FhirText::code)
        .ifPresent(version -> device.addVersion().setValue(version));
    device.setOwner(organization);
    return Optional.of(bundle.own(device, key));
  }

  private static String shortened(String value) {
    return value.length() <= 128 ? value : Digests.sha256(value);
  }
}

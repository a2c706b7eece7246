package org.farsight.delivery;

import java.util.Optional;
import java.util.function.Function;
import org.farsight.dicom.service.StoragePool;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Order;

/**
 * What the ways back to branches need.
 *
 * @param fhir how long a FHIR server is waited for
 * @param archives associations, shared by all
 * @param connectors call archives, as secured as each is
 * @param orders numbers of the order of an examination, by the examination's exchange
 * @param killSwitch is told of the places that a way comes to
 */
public record ReturnPorts(
    FhirOptions fhir,
    StoragePool archives,
    ArchiveConnector connectors,
    Function<String, Optional<Order.Numbers>> orders,
    KillSwitch killSwitch) {}

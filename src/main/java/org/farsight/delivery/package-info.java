/**
 * Handing over what is already stored: to a FHIR R4 server as a transaction, to a DICOM archive by
 * C-STORE. Expected trouble becomes a {@code DeliveryOutcome}. Sees {@code exchange}, {@code
 * dicom}, {@code fhir}'s identifiers and the HAPI FHIR client.
 */
@NullMarked
package org.farsight.delivery;

import org.jspecify.annotations.NullMarked;

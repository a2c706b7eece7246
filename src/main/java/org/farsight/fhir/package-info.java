/**
 * From what arrived to one FHIR R4 transaction Bundle: patient, order, study, ECG, reading task and
 * provenance, each written by the rule of who owns it. Sees {@code exchange}, {@code identity},
 * {@code dicom.data/io}, {@code ecg} and the HAPI FHIR library; knows no server.
 */
@NullMarked
package org.farsight.fhir;

import org.jspecify.annotations.NullMarked;

/**
 * Reads the HL7 version 3 Annotated ECG (aECG, PORT_MT020001, 2003-12 ballot) in the dialects that
 * carts and monitors write. JDK only; document types and external entities are refused.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.aecg;

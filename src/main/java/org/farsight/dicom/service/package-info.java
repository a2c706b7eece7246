/**
 * DICOM service classes (PS3.4) over DIMSE, each as provider (SCP) behind a small handler interface
 * and as user (SCU). {@code ServiceRegistry} joins providers to the listener of {@code dicom.ul};
 * what becomes of an object is the handler's affair.
 */
@NullMarked
package org.farsight.dicom.service;

import org.jspecify.annotations.NullMarked;

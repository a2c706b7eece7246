/**
 * The DICOM upper layer (PS3.8): protocol data units as values, the state table, associations over
 * TCP as requestor and acceptor. Bytes come in through {@code PduReader}, the pure {@code
 * UpperLayer} says what to do, {@code Association} does it. Knows nothing of DIMSE messages.
 */
@NullMarked
package org.farsight.dicom.ul;

import org.jspecify.annotations.NullMarked;

/**
 * Storage commitment (PS3.4 annex J): which objects a device may rely on, asked of the archives
 * where the site wants that, and the report to the device, sent again until it arrives. All state
 * is in the ledger: a crash loses nothing. Imports {@code exchange} and {@code dicom}.
 */
@NullMarked
package org.farsight.commitment;

import org.jspecify.annotations.NullMarked;

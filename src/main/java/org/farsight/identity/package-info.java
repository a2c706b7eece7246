/**
 * Who a person is: id cards and, later, issuers, links and merges. Sees {@code exchange} and {@code
 * dicom.data} only.
 */
@NullMarked
package org.farsight.identity;

import org.jspecify.annotations.NullMarked;

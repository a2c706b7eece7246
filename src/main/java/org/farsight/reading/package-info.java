/**
 * The reading room: which cases wait, who has them, by when they must be read, and what other
 * programs do about them. FHIR's Task and DiagnosticReport are the truth; the ledger holds a
 * projection that can be made again. Knows {@code exchange}, {@code fhir} and the FHIR client.
 */
@NullMarked
package org.farsight.reading;

import org.jspecify.annotations.NullMarked;

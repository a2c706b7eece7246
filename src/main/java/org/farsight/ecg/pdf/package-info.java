/**
 * A bare PDF (ISO 32000) as the page of an ECG: it names nobody, and nothing is read out of it.
 * Bytes in, {@code EcgDocument} out.
 */
@NullMarked
package org.farsight.ecg.pdf;

import org.jspecify.annotations.NullMarked;

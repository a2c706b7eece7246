/**
 * EDF (Kemp et al. 1992) and EDF+ (Kemp and Olivan 2003): the signals that are ECG leads, with the
 * time-stamped annotations of EDF+. Bytes in, {@code Recording} out.
 */
@NullMarked
package org.farsight.ecg.edf;

import org.jspecify.annotations.NullMarked;

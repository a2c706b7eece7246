/**
 * GE MUSE XML ({@code RestingECG}): rhythm and median waveforms in base64, eight leads recorded and
 * four derived. There is no public standard; the elements are known from files of MUSE 7 to 9.
 */
@NullMarked
package org.farsight.ecg.muse;

import org.jspecify.annotations.NullMarked;

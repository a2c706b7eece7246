/**
 * ECGs in HL7 v2 messages (ORU^R01): waveforms as numeric arrays with channel definitions (chapter
 * 7), encapsulated files, measurements and text. Bytes in, {@code Recording} out.
 */
@NullMarked
package org.farsight.ecg.hl7v2;

import org.jspecify.annotations.NullMarked;

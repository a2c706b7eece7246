/**
 * HL7 version 2 messages as bytes: the frame they travel in (MLLP), their characters, their header
 * and the acknowledgement. JDK only; what a message means is read in the rooms above.
 */
@NullMarked
package org.farsight.hl7v2;

import org.jspecify.annotations.NullMarked;

/**
 * HL7 version 2 messages: the frame they travel in (MLLP), their characters, their header, their
 * segments, the person they are about, and the acknowledgement. What a message means is read in the
 * rooms above.
 */
@NullMarked
package org.farsight.hl7v2;

import org.jspecify.annotations.NullMarked;

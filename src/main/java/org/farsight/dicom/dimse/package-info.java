/**
 * DIMSE (PS3.7): messages as values, the command set that carries them, status codes, and the
 * channel that exchanges messages over an association. A further message is a record in {@code
 * Message} and its lines in {@code CommandReader} and {@code CommandWriter}.
 */
@NullMarked
package org.farsight.dicom.dimse;

import org.jspecify.annotations.NullMarked;

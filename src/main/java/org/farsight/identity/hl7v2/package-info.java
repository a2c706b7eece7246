/**
 * What a site's registration says of its patients: HL7 v2 ADT messages (chapter 3). Bytes in,
 * values out; segments are parsed by the HL7 library.
 */
@NullMarked
package org.farsight.identity.hl7v2;

import org.jspecify.annotations.NullMarked;

/**
 * Reports of other systems as they come by HL7 v2: ORU^R01 of a reporting system (HL7 v2.5 chapter
 * 7). Bytes in, what is said out; which case it answers is for others to find.
 */
@NullMarked
package org.farsight.report.hl7v2;

import org.jspecify.annotations.NullMarked;

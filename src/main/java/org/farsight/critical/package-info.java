/**
 * Critical values on their way to the branch: who must be told, by when, and who has answered.
 * Works on the ledger alone; how a notice is carried is the ways', how it looks at a FHIR server is
 * the conversion's.
 */
@NullMarked
package org.farsight.critical;

import org.jspecify.annotations.NullMarked;

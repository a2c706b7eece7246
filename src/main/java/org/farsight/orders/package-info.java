/**
 * What is said about orders: HL7 v2 messages (ORM, OMI, OMG) as words, and words put together into
 * the order as it stands; and by which rules an examination finds its order. Knows no socket, no
 * ledger and no FHIR library.
 */
@NullMarked
package org.farsight.orders;

import org.jspecify.annotations.NullMarked;

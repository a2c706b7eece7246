/**
 * The ledger and the content store on local disk: {@link org.farsight.ledger.SqlLedger} fills the
 * port {@code Ledger} by SQL, {@link org.farsight.ledger.SegmentStore} the port {@code
 * ContentStore} by append-only segments. Rows name bytes; bytes are synced before the rows that
 * name them are committed.
 */
@NullMarked
package org.farsight.ledger;

import org.jspecify.annotations.NullMarked;

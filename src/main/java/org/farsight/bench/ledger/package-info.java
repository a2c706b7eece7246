/**
 * Measures what a large ledger costs against a small one, in one run. Knows the rooms {@code
 * ledger} and {@code exchange}, not the engine.
 */
@NullMarked
package org.farsight.bench.ledger;

import org.jspecify.annotations.NullMarked;

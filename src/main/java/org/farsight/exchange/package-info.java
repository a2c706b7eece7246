/**
 * The heart: what an exchange, an arrival, a step and a receipt are; the pure functions that say
 * when a study is complete, when a step is tried again and which word is shown; and the ports that
 * other rooms fill (ledger, content store, conversion, delivery). JDK only.
 */
@NullMarked
package org.farsight.exchange;

import org.jspecify.annotations.NullMarked;

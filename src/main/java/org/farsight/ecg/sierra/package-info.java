/**
 * Philips Sierra XML ({@code restingecgdata}), as PageWriter carts and monitors of that maker write
 * it: versions 1.03, 1.04 and 1.04.x. The maker's schema is public in part; the compression XLI is
 * known from files. {@code docs/ecg.md} says what is known and what is inferred.
 */
@NullMarked
package org.farsight.ecg.sierra;

import org.jspecify.annotations.NullMarked;

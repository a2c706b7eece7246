/**
 * The one door: whatever comes, by whatever way, is spooled, digested, identified and kept by
 * {@link org.farsight.intake.Intake}, or not kept, and the sender is told which.
 */
@NullMarked
package org.farsight.intake;

import org.jspecify.annotations.NullMarked;

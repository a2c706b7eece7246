/**
 * The crash test: an engine, an archive and a FHIR server as processes, devices that send and send
 * again, kills at random moments and at every {@code KillPoint}, and a checker that compares what
 * was acknowledged with what arrived (docs/crash.md). Sees {@code exchange}'s kill points, {@code
 * archive} and {@code dicom}; the engine it sees from outside only, but for what a loss of power
 * leaves, which it opens with {@code ledger}.
 */
@NullMarked
package org.farsight.crash;

import org.jspecify.annotations.NullMarked;

/**
 * Whether an ECG can be read: faults of its signal and of the electrodes, found in the samples
 * alone, against limits that a site may set. Sees {@code ecg} only.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.quality;

/**
 * Reads electrocardiograms out of DICOM waveform objects (PS3.3 A.34, C.10.9): 12-lead, general,
 * ambulatory and 32-bit ECG, and the ECG that some devices store as a haemodynamic waveform. Builds
 * on {@code dicom.data} and {@code dicom.io}.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.waveform;

/**
 * Measures C-STORE SCPs, ours and others, with one client and the same objects: how fast they take
 * objects, at what cost of CPU and memory, and how soon what they took can be seen. Objects are
 * synthesised. Also how long an ECG takes to the FHIR server. Imports {@code org.farsight.dicom}
 * and the JDK only; knows the engine as a process.
 */
@NullMarked
package org.farsight.bench;

import org.jspecify.annotations.NullMarked;

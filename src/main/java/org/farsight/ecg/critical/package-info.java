/**
 * Critical values: the rules by which an ECG is told at once, as a chief reader has signed them,
 * and what becomes of them for a recording. The rules are data; none stands in the code. Sees
 * {@code ecg} only.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.critical;

/**
 * The one list of ECG formats that are read; it stands above the readers, so that none knows it.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.formats;

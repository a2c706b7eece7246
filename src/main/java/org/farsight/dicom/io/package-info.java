/**
 * Data sets from and to bytes (PS3.5 §7, annex A) and files (PS3.10 §7): pull reading with limits
 * and a stop, structural walk, writing. Streams in, values out; imports {@code dicom.data} only.
 */
@NullMarked
package org.farsight.dicom.io;

import org.jspecify.annotations.NullMarked;

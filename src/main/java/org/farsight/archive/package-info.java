/**
 * The stand-in hospital's DICOM archive: takes C-STORE and C-ECHO (PS3.4 annexes B and A) and keeps
 * each object as a file of its own (PS3.10 §7), durably before it answers. Imports {@code
 * org.farsight.dicom} only.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.archive;

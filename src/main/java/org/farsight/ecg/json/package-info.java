/**
 * A recording as JSON, exactly: the integers as stored, scales as decimals, nothing rounded;
 * documented in {@code docs/ecg.md}. Uses {@code ecg} and {@code ecg.quality} and no library.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.json;

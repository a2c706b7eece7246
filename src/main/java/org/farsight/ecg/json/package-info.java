/**
 * A recording as JSON, exactly: the integers as stored, scales as decimals, nothing rounded;
 * documented in {@code docs/ecg.md}. Uses {@code ecg}, {@code ecg.quality} and {@code
 * ecg.critical}, and the JSON library.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.json;

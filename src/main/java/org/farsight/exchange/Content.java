package org.farsight.exchange;

/**
 * Where kept bytes are: callers know no segments, only this.
 *
 * @param digest SHA-256 of the bytes, lower-case hex
 * @param file name of the file, relative to the store
 * @param offset first byte in the file
 * @param length number of bytes
 */
public record Content(String digest, String file, long offset, long length) {}

package org.farsight.exchange;

/**
 * Where kept bytes are: callers know no segments, only this.
 *
 * @param digest SHA-256 of the bytes, lower-case hex
 * @param file name of the file, relative to the store; empty: the bytes have been swept
 * @param offset first byte in the file
 * @param length number of bytes
 */
public record Content(String digest, String file, long offset, long length) {
  /** True if the bytes have been removed by the rule of retention; their digest stays known. */
  public boolean isSwept() {
    return file.isEmpty();
  }
}

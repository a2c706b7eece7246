package org.farsight.dicom.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Turns big endian words into little endian ones on their way; a rest of a word stays as it is. */
final class ByteSwap extends FilterOutputStream {

  private final byte[] word;
  private int filled;

  /**
   * @param wordSize bytes of a word: 2, 4 or 8
   */
  ByteSwap(OutputStream out, int wordSize) {
    super(out);
    this.word = new byte[wordSize];
  }

  @Override
  public void write(int value) throws IOException {
    word[filled++] = (byte) value;
    if (filled == word.length) {
      for (int i = word.length - 1; i >= 0; i--) {
        out.write(word[i]);
      }
      filled = 0;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end && filled > 0) {
      write(bytes[at++]);
    }
    int whole = (end - at) / word.length * word.length;
    byte[] swapped = new byte[whole];
    for (int start = 0; start < whole; start += word.length) {
      for (int i = 0; i < word.length; i++) {
        swapped[start + i] = bytes[at + start + word.length - 1 - i];
      }
    }
    out.write(swapped, 0, whole);
    for (at += whole; at < end; at++) {
      write(bytes[at]);
    }
  }

  @Override
  public void flush() throws IOException {
    out.write(word, 0, filled);
    filled = 0;
    out.flush();
  }
}

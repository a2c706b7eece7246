package org.farsight.catalogue;

import org.farsight.dicom.data.Tag;

/** A key of a query that cannot be matched by: its message says why, without its value. */
public final class KeyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int tag;

  KeyException(int tag, String why) {
    super(Tag.toString(tag) + " " + why);
    this.tag = tag;
  }

  /** Which key. */
  public int tag() {
    return tag;
  }
}

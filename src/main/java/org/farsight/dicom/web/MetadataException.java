package org.farsight.dicom.web;

import java.io.IOException;

/** A Store request whose metadata cannot be read; says in which part and where. */
public final class MetadataException extends IOException {

  private static final long serialVersionUID = 1L;

  MetadataException(int part, IOException cause) {
    super("part " + part + ", metadata: " + cause.getMessage(), cause);
  }

  MetadataException(String problem) {
    super(problem);
  }
}

package org.farsight.dicom.io;

import java.io.IOException;
import javax.xml.stream.Location;
import org.jspecify.annotations.Nullable;

/** XML that is no Native DICOM Model (PS3.19 annex A.1); says where, and holds no value. */
public final class NativeDicomModelException extends IOException {

  private static final long serialVersionUID = 1L;

  NativeDicomModelException(String problem, @Nullable Location at, String path) {
    super(
        problem
            + (at == null
                ? ""
                : " in line " + at.getLineNumber() + ", column " + at.getColumnNumber())
            + (path.isEmpty() ? "" : ", " + path));
  }
}

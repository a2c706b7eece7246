package org.farsight.cli;

import java.nio.file.Path;

/** Is told what became of each file that was to be sent. */
interface SendListener {

  /**
   * The other side keeps it.
   *
   * @param length of what was sent, in bytes
   */
  void sent(Path file, long length);

  /** The other side keeps it and had something to say; {@link #sent} is called as well. */
  void remark(Path file, String remark);

  /** It is no object of the kind sent. */
  void skipped(Path file, String why);

  /** It was to be sent, and the other side does not keep it as far as we know. */
  void failed(Path file, String why);
}

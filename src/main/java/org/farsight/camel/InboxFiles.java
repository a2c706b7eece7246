package org.farsight.camel;

import java.io.File;
import java.time.Duration;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * The bean {@code inboxFiles}: which files of the inbox are looked at. One that is empty is left
 * for a while, since somebody may be about to write it; waiting for it would hold up all others.
 */
public final class InboxFiles implements GenericFileFilter<File> {
  private final Duration emptyFor;

  /**
   * Looks at what is written.
   *
   * @param emptyFor how long a file must have been empty to be taken as one that stays so
   */
  public InboxFiles(Duration emptyFor) {
    this.emptyFor = emptyFor;
  }

  @Override
  public boolean accept(GenericFile<File> file) {
    if (file.isDirectory()) {
      return true;
    }
    return file.getFile().isFile()
        && (file.getFileLength() > 0
            || System.currentTimeMillis() - file.getLastModified() >= emptyFor.toMillis());
  }
}

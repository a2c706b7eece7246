package org.farsight.exchange;

/**
 * What it takes until a site's devices are told that an object is committed (storage commitment,
 * PS3.4 annex J). Whatever is chosen, no object is committed that an archive was to have and does
 * not have.
 */
public enum CommitmentMode {
  /**
   * As much as can be had: {@link #ARCHIVE_COMMITTED} where the archive offers storage commitment,
   * else {@link #ARCHIVE_STORED}; {@link #DURABLE_HERE} where no archive is configured.
   */
  AUTOMATIC,
  /** Each archive was asked for storage commitment after the delivery, and has committed it. */
  ARCHIVE_COMMITTED,
  /** Each archive has accepted it, and it was found again there by C-FIND. */
  ARCHIVE_STORED,
  /** It is kept here durably, under the class that the device names. */
  DURABLE_HERE;

  /**
   * What is asked of archives.
   *
   * @param archives number of archives that are configured
   */
  public CommitmentMode with(int archives) {
    return this == AUTOMATIC && archives == 0 ? DURABLE_HERE : this;
  }
}

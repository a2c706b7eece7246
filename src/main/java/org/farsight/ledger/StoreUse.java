package org.farsight.ledger;

/**
 * What the content store takes of the disk.
 *
 * @param files how many
 * @param bytes of all files, up to the last byte that was ever named in each
 * @param named bytes that rows name: the rest goes with its file
 */
public record StoreUse(long files, long bytes, long named) {}

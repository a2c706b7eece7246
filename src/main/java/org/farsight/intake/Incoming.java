package org.farsight.intake;

import java.io.InputStream;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.jspecify.annotations.Nullable;

/**
 * One object at the door.
 *
 * @param way how it comes
 * @param site who it comes from
 * @param caller calling AE title, remote address or folder, for the record
 * @param association number of the association that carries it; null where there is none
 * @param announced what the sender says it is; null for a file, which is recognised by its bytes
 * @param body its bytes, read to the end; the caller closes it
 * @param patient the site's patient id, as the sender says it beside a file that names nobody; null
 *     where it says none
 */
public record Incoming(
    Way way,
    Site site,
    String caller,
    @Nullable Long association,
    @Nullable Announced announced,
    InputStream body,
    @Nullable String patient) {

  /** An object of which its sender says nothing beside it. */
  public Incoming(
      Way way,
      Site site,
      String caller,
      @Nullable Long association,
      @Nullable Announced announced,
      InputStream body) {
    this(way, site, caller, association, announced, body, null);
  }

  @Override
  public String toString() {
    return way + " of " + caller;
  }
}

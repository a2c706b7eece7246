package org.farsight.delivery;

import java.util.Optional;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsClient;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.exchange.Node;
import org.farsight.exchange.Target;

/** How associations with archives and devices are opened: plain or secured, as each wants. */
public final class ArchiveConnector {

  private final Timeouts timeouts;
  private final Optional<TlsKeys> keys;
  private final TlsProfile profile;

  /**
   * Opens plain and secured associations.
   *
   * @param timeouts of each association
   * @param keys ours and whom we trust; empty where no target is secured
   * @param profile what may be negotiated
   */
  public ArchiveConnector(Timeouts timeouts, Optional<TlsKeys> keys, TlsProfile profile) {
    this.timeouts = timeouts;
    this.keys = keys;
    this.profile = profile;
  }

  /** Opens plain associations only. */
  public static ArchiveConnector plain(Timeouts timeouts) {
    return new ArchiveConnector(timeouts, Optional.empty(), TlsProfile.BCP_195);
  }

  /**
   * The connector for one archive.
   *
   * @throws IllegalArgumentException where it is to be secured and there are no keys
   */
  public Connector of(Target.Archive archive) {
    return of(archive.id(), archive.tls());
  }

  /**
   * The connector for a device or workstation.
   *
   * @throws IllegalArgumentException where it is to be secured and there are no keys
   */
  public Connector of(Node node) {
    return of(node.toString(), node.tls());
  }

  private Connector of(String name, Target.Tls tls) {
    return switch (tls) {
      case NONE -> new Connector(timeouts);
      case VERIFIED_HOST -> secured(name, true);
      case ANY_HOST -> secured(name, false);
    };
  }

  private Connector secured(String name, boolean hostChecked) {
    TlsKeys ours =
        keys.orElseThrow(
            () -> new IllegalArgumentException(name + ": TLS without trusted certificates"));
    return new Connector(
        timeouts, Optional.of(new TlsClient(ours.context(), profile, hostChecked)));
  }
}

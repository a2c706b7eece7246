package org.farsight.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Site;

/**
 * The ports that an engine is to listen on: whether they can be had is asked before anything is
 * started, and all that cannot are named by their keys.
 */
final class ListenerPorts {

  /** A key and what it demands. */
  private record Wanted(String key, String host, int port) {}

  private ListenerPorts() {}

  /**
   * Tries each port for a moment.
   *
   * @throws IOException if one is taken, or is of no address of this machine
   */
  static void check(Configuration configuration) throws IOException {
    List<String> faults = new ArrayList<>();
    for (Wanted wanted : wanted(configuration)) {
      if (wanted.port() != 0) {
        fault(wanted).ifPresent(faults::add);
      }
    }
    if (!faults.isEmpty()) {
      throw new IOException(String.join("; ", faults));
    }
  }

  private static List<Wanted> wanted(Configuration configuration) {
    List<Wanted> all = new ArrayList<>();
    Configuration.Dicom dicom = configuration.dicom();
    all.add(new Wanted("http.port", configuration.http().host(), configuration.http().port()));
    all.add(new Wanted("dicom.port", dicom.host(), dicom.port()));
    dicom
        .tlsIfAny()
        .map(Configuration.DicomTls::port)
        .ifPresent(port -> all.add(new Wanted("dicom.tls.port", dicom.host(), port)));
    all.add(new Wanted("mllp.port", configuration.mllp().host(), configuration.mllp().port()));
    for (Site site : configuration.sites()) {
      site.access()
          .port()
          .ifPresent(
              port -> all.add(new Wanted("sites." + site.id() + ".port", dicom.host(), port)));
    }
    return all;
  }

  private static Optional<String> fault(Wanted wanted) throws IOException {
    InetSocketAddress address = new InetSocketAddress(wanted.host(), wanted.port());
    String named = wanted.key() + " (" + wanted.host() + ":" + wanted.port() + ")";
    if (address.isUnresolved()) {
      return Optional.of(named + ": no such host; name an address of this machine");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return Optional.empty();
    } catch (BindException e) {
      boolean taken = !String.valueOf(e.getMessage()).contains("assign");
      return Optional.of(
          named
              + (taken
                  ? " is taken by another program: stop that one (ss -ltnp names it), or choose"
                      + " another port"
                  : " is no address of this machine"));
    }
  }
}

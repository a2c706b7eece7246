package org.farsight.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The workstations of the core hospital. They may ask for the studies of all sites, so that an AE
 * title alone, which anybody can claim, does not make one: the address has to fit too.
 *
 * @param nodes all configured
 */
public record Workstations(List<Node> nodes) {

  /** Takes a copy. */
  public Workstations {
    nodes = List.copyOf(nodes);
  }

  /**
   * The workstation that calls.
   *
   * @param calling calling AE title
   * @param address of the peer
   */
  public Optional<Node> ofCaller(String calling, InetAddress address) {
    return nodes.stream()
        .filter(node -> node.aet().equals(calling) && isAt(node, address))
        .findFirst();
  }

  private static boolean isAt(Node node, InetAddress address) {
    try {
      return Arrays.asList(InetAddress.getAllByName(node.host())).contains(address);
    } catch (UnknownHostException e) {
      return false; // a name that leads nowhere is no address of the caller
    }
  }

  /**
   * Where what a caller asks for may be sent: a site's caller names addresses of its own site, a
   * workstation those of all.
   *
   * @return empty where there is none of this AE title, or several in different sites
   */
  public Optional<Node> destination(Caller caller, String aet, List<Site> sites) {
    return switch (caller) {
      case Caller.OfSite branch -> first(branch.site().addresses(), aet);
      case Caller.Workstation workstation -> {
        Optional<Node> own = first(nodes, aet);
        if (own.isPresent()) {
          yield own;
        }
        List<Node> theirs =
            sites.stream()
                .flatMap(site -> site.addresses().stream())
                .filter(node -> node.aet().equals(aet))
                .distinct()
                .toList();
        yield theirs.size() == 1 ? Optional.of(theirs.getFirst()) : Optional.empty();
      }
    };
  }

  private static Optional<Node> first(List<Node> among, String aet) {
    return among.stream().filter(node -> node.aet().equals(aet)).findFirst();
  }
}

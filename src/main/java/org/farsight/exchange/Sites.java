package org.farsight.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may push. A site is recognised by TLS certificate, port, called AE title, calling AE title or
 * network address, in this order; two sites that match one caller are a mistake that {@link
 * #overlaps} names.
 *
 * @param sites all configured
 * @param acceptUnknown true: a caller nobody knows becomes the site {@code unknown:<AET>}
 */
public record Sites(List<Site> sites, boolean acceptUnknown) {

  private static final String UNKNOWN = "unknown:";

  /**
   * What a caller is recognised by.
   *
   * @param calling calling AE title; empty: none was said
   * @param called called AE title; empty: none was said
   * @param address of the peer
   * @param port of ours that was called; empty: it does not count
   * @param certificate SHA-256 fingerprint of the one it has shown, as in {@link
   *     Site.Access#certificates}
   */
  public record Call(
      String calling,
      String called,
      InetAddress address,
      Optional<Integer> port,
      Optional<String> certificate) {

    /** By DICOM over a plain connection, to a port that does not count. */
    public static Call plain(String calling, String called, InetAddress address) {
      return new Call(calling, called, address, Optional.empty(), Optional.empty());
    }
  }

  /**
   * The site that calls.
   *
   * @return empty: reject the caller
   */
  public Optional<Site> ofCaller(Call call) {
    Optional<Site> known = configured(call);
    return known.isPresent() || !acceptUnknown ? known : Optional.of(unknown(call.calling()));
  }

  /** The same, but of the configured sites only. */
  public Optional<Site> configured(Call call) {
    return call.certificate()
        .flatMap(shown -> first(s -> s.access().certificates().contains(shown)))
        .or(() -> call.port().flatMap(port -> first(s -> isAt(s, port))))
        .or(() -> first(s -> s.calledAets().contains(call.called())))
        .or(() -> first(s -> s.callingAets().contains(call.calling())))
        .or(() -> first(s -> s.networks().stream().anyMatch(n -> contains(n, call.address()))));
  }

  private static boolean isAt(Site site, int port) {
    return site.access().port().filter(own -> own == port).isPresent();
  }

  /**
   * The site that sends an HL7 v2 message: by its facility, else by its address.
   *
   * @param facility MSH-4, first component
   * @param address of the sender
   * @return empty: reject the message
   */
  public Optional<Site> ofMessage(String facility, InetAddress address) {
    Optional<Site> known =
        first(s -> s.facilities().contains(facility))
            .or(() -> first(s -> s.networks().stream().anyMatch(n -> contains(n, address))));
    return known.isPresent() || !acceptUnknown
        ? known
        : Optional.of(unknown(facility.isEmpty() ? address.getHostAddress() : facility));
  }

  /**
   * The site with this id, as the inbox and {@code POST /ecg?site=} name it.
   *
   * @return empty: nobody of this name may push
   */
  public Optional<Site> ofName(String id) {
    Optional<Site> known = first(s -> s.id().equals(id));
    return known.isPresent() || !acceptUnknown ? known : Optional.of(unknown(id));
  }

  /** The site of an exchange that is here already, even if it has left the configuration since. */
  public Site ofExchange(String id) {
    return first(s -> s.id().equals(id)).orElseGet(() -> unknown(id));
  }

  private Optional<Site> first(java.util.function.Predicate<Site> matches) {
    return sites.stream().filter(matches).findFirst();
  }

  private static Site unknown(String caller) {
    String name = caller.startsWith(UNKNOWN) ? caller.substring(UNKNOWN.length()) : caller;
    String safe = name.strip().replaceAll("[^A-Za-z0-9._-]", "_");
    return new Site(
        UNKNOWN + safe,
        name.strip(),
        "https://farsight.org/fhir/site/unknown/" + safe,
        ZoneId.of("+08:00"),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        List.of());
  }

  /** Sentences about callers that two sites would both match, and networks that are none. */
  public static List<String> overlaps(List<Site> sites) {
    Set<String> found = new LinkedHashSet<>();
    for (Site site : sites) {
      for (String network : site.networks()) {
        if (!isNetwork(network)) {
          found.add("sites." + site.id() + ": " + network + " is no address or CIDR block");
        }
      }
    }
    for (int i = 0; i < sites.size(); i++) {
      for (int j = i + 1; j < sites.size(); j++) {
        overlap(sites.get(i), sites.get(j)).forEach(found::add);
      }
    }
    return new ArrayList<>(found);
  }

  private static Stream<String> overlap(Site a, Site b) {
    String both = "sites." + a.id() + " and sites." + b.id() + " both match ";
    Stream<String> calling =
        a.callingAets().stream()
            .filter(b.callingAets()::contains)
            .map(t -> both + "calling AE title " + t);
    Stream<String> called =
        a.calledAets().stream()
            .filter(b.calledAets()::contains)
            .map(t -> both + "called AE title " + t);
    Stream<String> networks =
        a.networks().stream()
            .flatMap(n -> b.networks().stream().filter(m -> intersect(n, m)))
            .map(n -> both + "network " + n);
    Stream<String> certificates =
        a.access().certificates().stream()
            .filter(b.access().certificates()::contains)
            .map(c -> both + "certificate " + c);
    Stream<String> facilities =
        a.facilities().stream()
            .filter(b.facilities()::contains)
            .map(f -> both + "sending facility " + f);
    Stream<String> ports =
        a.access().port().filter(own -> isAt(b, own)).map(p -> both + "port " + p).stream();
    return Stream.of(calling, called, networks, certificates, facilities, ports)
        .flatMap(all -> all);
  }

  private static boolean isNetwork(String text) {
    byte[] address = bytes(text);
    int bits = bits(text);
    return address.length > 0 && bits >= 0 && bits <= address.length * 8;
  }

  private static boolean contains(String network, InetAddress address) {
    return isNetwork(network) && samePrefix(bytes(network), address.getAddress(), bits(network));
  }

  private static boolean intersect(String a, String b) {
    return isNetwork(a)
        && isNetwork(b)
        && samePrefix(bytes(a), bytes(b), Math.min(bits(a), bits(b)));
  }

  private static boolean samePrefix(byte[] a, byte[] b, int bits) {
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The address before the slash; only literal addresses, since a name could mean anything. */
  private static byte[] bytes(String network) {
    String address = network.split("/", 2)[0];
    if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }

  private static int bits(String network) {
    int slash = network.indexOf('/');
    if (slash < 0) {
      return bytes(network).length * 8;
    }
    String bits = network.substring(slash + 1);
    return bits.matches("\\d{1,3}") ? Integer.parseInt(bits) : -1;
  }
}

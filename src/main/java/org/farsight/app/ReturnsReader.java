package org.farsight.app;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.BranchWay.Characters;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;

/** Reads {@code sites.ID.returns}: by which ways reports go back to a branch. */
final class ReturnsReader {
  private static final int LONGEST_WAIT = 600;
  private static final int LONGEST_NAME = 180;

  private final Settings s;
  private final Configuration.Dicom ours;
  private final String siteId;
  private final String key;

  private ReturnsReader(Settings s, Configuration.Dicom ours, String siteId) {
    this.s = s;
    this.ours = ours;
    this.siteId = siteId;
    this.key = "sites." + siteId + ".returns";
  }

  /** The ways of all sites; each has its page. */
  static List<BranchWay> read(Settings s, List<Site> sites, Configuration.Dicom ours) {
    List<BranchWay> all = new ArrayList<>();
    for (Site site : sites) {
      all.addAll(new ReturnsReader(s, ours, site.id()).read());
    }
    return List.copyOf(all);
  }

  private List<BranchWay> read() {
    List<BranchWay> ways = new ArrayList<>();
    fhir().ifPresent(ways::add);
    hl7().ifPresent(ways::add);
    dicom().ifPresent(ways::add);
    folder().ifPresent(ways::add);
    ways.add(new BranchWay.Page(siteId, required("page")));
    if (ways.stream().noneMatch(BranchWay::required)) {
      s.mistake(
          s.place(key),
          key + ": no way is required, so that nothing would ever count as returned: page will do");
    }
    return ways;
  }

  private boolean required(String way) {
    return s.get(key + "." + way + ".required", true, ReturnsReader::yes);
  }

  private Optional<BranchWay> fhir() {
    boolean required = required("fhir");
    Optional<Path> token = s.get(key + ".fhir.token-file", Optional.empty(), ReturnsReader::path);
    return one("fhir", "url", url -> new BranchWay.Fhir(siteId, required, url(url), token));
  }

  private Optional<BranchWay> hl7() {
    boolean required = required("hl7");
    Characters characters =
        s.get(key + ".hl7.charset", Characters.UTF_8, ReturnsReader::characters);
    String application = s.get(key + ".hl7.application", "", ReturnsReader::name);
    String facility = s.get(key + ".hl7.facility", "", ReturnsReader::name);
    Duration wait =
        Duration.ofSeconds(s.number(key + ".hl7.ack-within-seconds", 30, 1, LONGEST_WAIT));
    return one(
        "hl7",
        "address",
        address -> {
          URI place = URI.create("mllp://" + address);
          if (place.getHost() == null || place.getPort() < 1 || !address.endsWith(port(place))) {
            throw new IllegalArgumentException("write HOST:PORT instead of " + address);
          }
          String host = place.getHost().replaceAll("[\\[\\]]", "");
          return new BranchWay.Hl7(
              siteId, required, host, place.getPort(), characters, application, facility, wait);
        });
  }

  private static String port(URI place) {
    return ":" + place.getPort();
  }

  private Optional<BranchWay> dicom() {
    boolean required = required("dicom");
    return one(
        "dicom",
        "address",
        value -> new BranchWay.Dicom(siteId, required, node(value), ours.aet()));
  }

  private Node node(String value) {
    int slash = value.lastIndexOf('/');
    Target.Tls tls =
        slash < 0 ? Target.Tls.NONE : TlsSettings.ofAddress(value.substring(slash + 1));
    AeAddress address = AeAddress.parse(slash < 0 ? value : value.substring(0, slash));
    if (tls != Target.Tls.NONE && ours.tls() == null) {
      throw new IllegalArgumentException("needs dicom.tls.trusted, or nobody is trusted");
    }
    return new Node(address.aeTitle(), address.host(), address.port(), tls);
  }

  private Optional<BranchWay> folder() {
    boolean required = required("folder");
    return one(
        "folder",
        "path",
        value ->
            new BranchWay.Folder(
                siteId, required, path(value).orElseThrow().toAbsolutePath().normalize()));
  }

  /** {@code way: {main: VALUE, …}}, or {@code way: VALUE} where nothing else is said of it. */
  private Optional<BranchWay> one(String way, String main, Function<String, BranchWay> parser) {
    String shortly = key + "." + way;
    String whole = shortly + "." + main;
    Optional<BranchWay> written = s.get(shortly, Optional.empty(), parser.andThen(Optional::of));
    Optional<BranchWay> named = s.get(whole, Optional.empty(), parser.andThen(Optional::of));
    boolean more = s.namesBelow(shortly).stream().anyMatch(name -> !name.equals(main));
    if (written.isPresent() && named.isPresent()) {
      s.mistake(s.place(whole), whole + " is set already, as " + shortly);
    } else if (more && written.isEmpty() && s.text(whole).isEmpty()) {
      s.mistake(s.place(shortly), whole + " is missing");
    }
    return written.or(() -> named);
  }

  private static String url(String value) {
    URI uri = URI.create(value);
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(value + " is no http address");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "an address has no user and password in it: they would not be sent");
    }
    return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
  }

  private static Optional<Path> path(String value) {
    try {
      return Optional.of(Path.of(value));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path: " + e.getMessage(), e);
    }
  }

  private static Characters characters(String value) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "UTF-8" -> Characters.UTF_8;
      case "GB18030" -> Characters.GB18030;
      default -> throw new IllegalArgumentException("is UTF-8 or GB18030");
    };
  }

  /** HD.1 of MSH-5 and MSH-6. */
  private static String name(String value) {
    if (value.length() > LONGEST_NAME || value.matches(".*[|^~\\\\&\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "has at most " + LONGEST_NAME + " characters and none of | ^ ~ \\ &");
    }
    return value;
  }

  private static boolean yes(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw new IllegalArgumentException("is true or false");
    };
  }
}

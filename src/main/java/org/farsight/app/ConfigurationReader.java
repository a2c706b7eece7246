package org.farsight.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.farsight.camel.MllpPort;
import org.farsight.critical.CriticalClocks;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Node;
import org.farsight.exchange.Retention;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.fhir.ConversionOptions;

/**
 * Reads {@code farsight.yaml} and {@code --set} into {@link Configuration}, whole or not at all.
 */
public final class ConfigurationReader {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private ConfigurationReader() {}

  /**
   * Reads and checks.
   *
   * @param file the YAML file; routes are the {@code *.camel.yaml} beside it, else those of the
   *     working directory's {@code routes/}
   * @param data the data folder
   * @param overrides {@code key=value} of {@code --set}, which win over the file
   * @throws ConfigurationException with every mistake, each with file and line
   */
  public static Configuration read(Path file, Path data, List<String> overrides) {
    return read(file, data, overrides, Path.of("").toAbsolutePath());
  }

  /**
   * Reads and checks.
   *
   * @param home where this installation lies, with {@code routes/} and {@code fhir-profiles/}: its
   *     routes run where none lie beside {@code file}
   * @throws ConfigurationException with every mistake, each with file and line
   */
  public static Configuration read(Path file, Path data, List<String> overrides, Path home) {
    Settings s = Settings.read(file, overrides);
    List<String> warnings = new ArrayList<>();
    Configuration.Http http = http(s, warnings);
    Configuration.Dicom dicom = dicom(s, warnings);
    Completeness study =
        new Completeness(
            Duration.ofSeconds(s.number("study.quiet-seconds", 5, 0, 3600)),
            Duration.ofSeconds(s.number("study.max-wait-seconds", 600, 1, 86_400)));
    Configuration.Storage storage = storage(s, data);
    String broker = s.text("broker.url").orElse(null);
    String wado =
        s.get(
            "archive.wado-url",
            "http://" + http.host() + ":" + http.port() + "/dicom-web",
            ConfigurationReader::url);
    int maxInstances =
        s.number("study.max-instances", ConversionOptions.USUAL_INSTANCES, 1, 50_000);
    Configuration.Department department =
        new Configuration.Department(
            s.text("reading.department-id").orElse("remote-reading"),
            s.text("reading.department-name").orElse("远程诊断中心"));
    List<Target> targets = targets(s, dicom);
    List<Site> sites = sites(s, dicom, warnings);
    List<Node> workstations = nodes(s, "dicom.workstations", dicom);
    Configuration.Mllp mllp = mllp(s);
    if (targets.isEmpty()) {
      warnings.add(file + ": no target: set fhir.url and archive, or nothing is delivered");
    }
    for (Target target : targets) {
      if (target instanceof Target.Archive archive && !archive.rejectionNotes()) {
        warnings.add(file + ": what is recalled a person has to reject at " + archive.id());
      }
    }
    Configuration.Commitment commitment = CommitmentReader.read(s, sites, targets);
    Configuration.Ecg ecg = EcgRulesReader.read(s, file, home, sites);
    Configuration.Retries retries = RetryReader.read(s);
    Retention retention = RetentionReader.read(s);
    AlarmSettings alarms = AlarmReader.read(s, file, home, sites);
    ReadingSettings reading = ReadingReader.read(s, department, sites, targets);
    ReportSettings reports = ReportReader.read(s, file, home);
    Configuration.Matching matching = MatchReader.read(s);
    List<BranchWay> ways = ReturnsReader.read(s, sites, dicom);
    CriticalClocks critical = CriticalClocksReader.read(s, sites);
    List<String> mistakes = s.mistakes();
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
    return new Configuration(
        file,
        List.copyOf(overrides),
        routes(file, home),
        home,
        http,
        dicom,
        mllp,
        study,
        storage,
        broker,
        department,
        wado,
        maxInstances,
        targets,
        ways,
        sites,
        workstations,
        commitment,
        ecg,
        retries,
        retention,
        alarms,
        reading,
        reports,
        matching,
        critical,
        List.copyOf(warnings));
  }

  private static Path routes(Path file, Path home) {
    Path beside = file.toAbsolutePath().getParent();
    if (beside != null) {
      try (DirectoryStream<Path> routes = Files.newDirectoryStream(beside, "*.camel.yaml")) {
        if (routes.iterator().hasNext()) {
          return beside;
        }
      } catch (IOException e) {
        throw new ConfigurationException(List.of(beside + ": cannot be read: " + e.getMessage()));
      }
    }
    return home.resolve("routes");
  }

  private static Configuration.Http http(Settings s, List<String> warnings) {
    String host = s.text("http.host").orElse("127.0.0.1");
    Optional<AccessSettings> access = AccessReader.read(s);
    if (access.isEmpty() && !isLoopback(host)) {
      s.mistake(
          s.place("http.host"),
          host
              + " is no loopback address: without sign-in (http.auth: on) the HTTP server stays on"
              + " this machine");
    }
    if (access.isPresent() && !isLoopback(host) && access.get().origins().own().isEmpty()) {
      warnings.add(
          s.place("http.host")
              + ": passwords go over the network as they are: let a proxy speak TLS and name its"
              + " address in http.public-url");
    }
    return new Configuration.Http(
        host,
        s.number("http.port", 8080, 0, 65_535),
        s.number("http.max-body-megabytes", 64, 1, 1024) * (1L << 20),
        s.number("http.max-dicom-megabytes", 16_384, 1, 1 << 20) * (1L << 20),
        access);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Configuration.Dicom dicom(Settings s, List<String> warnings) {
    boolean accept =
        s.get(
            "dicom.unknown-callers",
            false,
            value ->
                switch (value) {
                  case "accept" -> true;
                  case "reject" -> false;
                  default -> throw new IllegalArgumentException("is accept or reject");
                });
    return new Configuration.Dicom(
        s.text("dicom.host").orElse("0.0.0.0"),
        s.number("dicom.port", 11_112, 0, 65_535),
        s.get("dicom.aet", "FARSIGHT", ConfigurationReader::aet),
        accept,
        s.number("dicom.max-associations", 200, 1, 10_000),
        Duration.ofSeconds(s.number("dicom.idle-seconds", 60, 1, 3600)),
        TlsSettings.tls(s, warnings));
  }

  private static Configuration.Mllp mllp(Settings s) {
    return new Configuration.Mllp(
        s.text("mllp.host").orElse("0.0.0.0"),
        s.number("mllp.port", 2575, 0, 65_535),
        new MllpPort.Limits(
            s.number("mllp.max-message-megabytes", 64, 1, 1024) << 20,
            s.number("mllp.max-connections", 200, 1, 10_000),
            Duration.ofSeconds(s.number("mllp.idle-seconds", 3600, 1, 86_400))));
  }

  private static Configuration.Storage storage(Settings s, Path data) {
    DatabaseReader.Place ledger = DatabaseReader.read(s, data);
    return new Configuration.Storage(
        data,
        s.get("store.url", data.resolve("store"), Path::of),
        ledger.folder(),
        ledger.server(),
        data.resolve("inbox"),
        s.number("store.reserve-megabytes", 512, 0, 1 << 20) * (1L << 20));
  }

  private static List<Target> targets(Settings s, Configuration.Dicom ours) {
    List<Target> targets = new ArrayList<>();
    boolean drawing = s.get("ecg.drawing", true, ConfigurationReader::yes);
    s.text("fhir.url").ifPresent(u -> fhir(s, "fhir", "fhir.url", u, drawing, targets));
    boolean ecgs = s.get("ecg.to-archive", true, ConfigurationReader::yes);
    archive(s, "archive", "archive", "archive", ours, ecgs, targets);
    for (String id : s.namesBelow("targets")) {
      String key = "targets." + id;
      if (!NAME.matcher(id).matches() || id.equals("fhir") || id.equals("archive")) {
        s.mistake(s.place(key), id + ": a target's name is a-z, 0-9, -, and not fhir or archive");
      }
      s.text(key + ".fhir-url").ifPresent(u -> fhir(s, id, key + ".fhir-url", u, drawing, targets));
      archive(s, id, key + ".archive", key, ours, ecgs, targets);
    }
    return targets;
  }

  private static void fhir(
      Settings s, String id, String key, String value, boolean drawing, List<Target> to) {
    try {
      to.add(new Target.FhirServer(id, url(value), drawing));
    } catch (IllegalArgumentException e) {
      s.mistake(s.place(key), key + ": " + e.getMessage());
    }
  }

  private static void archive(
      Settings s,
      String id,
      String key,
      String its,
      Configuration.Dicom ours,
      boolean ecgs,
      List<Target> to) {
    Target.Tls tls = TlsSettings.ofTarget(s, its + ".tls", ours.tls() != null);
    boolean notes = s.get(its + ".rejection-note", true, ConfigurationReader::yes);
    Optional<String> value = s.text(key);
    if (value.isEmpty()) {
      return;
    }
    try {
      AeAddress address = AeAddress.parse(value.get());
      to.add(
          new Target.Archive(
              id,
              aet(address.aeTitle()),
              address.host(),
              address.port(),
              ours.aet(),
              tls,
              ecgs,
              notes));
    } catch (IllegalArgumentException e) {
      s.mistake(s.place(key), key + ": write AET@host:port instead of " + value.get());
    }
  }

  private static List<Site> sites(Settings s, Configuration.Dicom ours, List<String> warnings) {
    boolean secured = ours.tlsIfAny().map(Configuration.DicomTls::port).isPresent();
    List<Site> sites = new ArrayList<>();
    for (String id : s.namesBelow("sites")) {
      String key = "sites." + id;
      if (!NAME.matcher(id).matches()) {
        s.mistake(s.place(key), id + ": a site's id is a-z, 0-9 and -, at most 40 letters");
      }
      sites.add(
          new Site(
              id,
              s.text(key + ".name").orElse(id),
              s.get(key + ".system", "https://farsight.org/fhir/site/" + id, x -> system(x)),
              s.get(key + ".zone", ZoneId.of("+08:00"), ConfigurationReader::zone),
              s.set(key + ".calling-aets"),
              s.set(key + ".called-aets"),
              s.set(key + ".networks"),
              s.get(key + ".single-association", false, ConfigurationReader::yes),
              nodes(s, key + ".addresses", ours),
              TlsSettings.ofSite(s, key, secured, warnings),
              s.set(key + ".facilities")));
    }
    for (String overlap : Sites.overlaps(sites)) {
      s.mistake(s.place("sites"), overlap);
    }
    for (Site site : sites) {
      if (site.access().port().filter(own -> own == ours.port()).isPresent()) {
        String key = "sites." + site.id() + ".port";
        s.mistake(s.place(key), key + " is dicom.port, which everybody calls: take another");
      }
    }
    return sites;
  }

  /** {@code AET@host:port}, and how it is secured behind a slash. */
  private static List<Node> nodes(Settings s, String key, Configuration.Dicom ours) {
    List<Node> nodes = new ArrayList<>();
    for (String value : s.set(key)) {
      try {
        int slash = value.lastIndexOf('/');
        Target.Tls tls =
            slash < 0 ? Target.Tls.NONE : TlsSettings.ofAddress(value.substring(slash + 1));
        AeAddress address = AeAddress.parse(slash < 0 ? value : value.substring(0, slash));
        nodes.add(new Node(aet(address.aeTitle()), address.host(), address.port(), tls));
        if (tls != Target.Tls.NONE && ours.tls() == null) {
          s.mistake(s.place(key), key + " needs dicom.tls.trusted, or nobody is trusted");
        }
      } catch (IllegalArgumentException e) {
        s.mistake(s.place(key), key + ": " + e.getMessage());
      }
    }
    return List.copyOf(nodes);
  }

  private static String system(String value) {
    if (!value.matches("(https?://|urn:)\\S+[^/\\s]")) {
      throw new IllegalArgumentException("is a URI such as https://example.org/site/a or urn:…");
    }
    return value;
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

  private static String aet(String value) {
    if (value.isBlank() || value.length() > 16 || value.chars().anyMatch(c -> c < 32 || c > 126)) {
      throw new IllegalArgumentException(
          "an AE title has 1 to 16 printable ASCII characters (PS3.5 §6.2)");
    }
    return value.strip();
  }

  private static ZoneId zone(String value) {
    try {
      return ZoneId.of(value);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          value + " is no time zone: write +08:00 or Asia/Shanghai", e);
    }
  }

  private static boolean yes(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw new IllegalArgumentException("is true or false");
    };
  }
}

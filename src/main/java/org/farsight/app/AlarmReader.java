package org.farsight.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.farsight.alarm.AlarmRules;
import org.farsight.alarm.Mail;
import org.farsight.alarm.OpeningHours;
import org.farsight.alarm.Template;
import org.farsight.alarm.Webhook;
import org.farsight.exchange.Site;

/** Reads {@code alarms}, and of the sites when they work. */
final class AlarmReader {

  private static final String TEMPLATES = "alarms";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int MOST_BYTES = 256 << 10;

  private final Settings settings;
  private final Path folder;
  private final Path home;

  private AlarmReader(Settings settings, Path folder, Path home) {
    this.settings = settings;
    this.folder = folder;
    this.home = home;
  }

  static AlarmSettings read(Settings s, Path file, Path home, List<Site> sites) {
    AlarmReader reader = new AlarmReader(s, file.toAbsolutePath().resolveSibling("."), home);
    return new AlarmSettings(reader.rules(sites), reader.webhooks(), reader.mail());
  }

  private AlarmRules rules(List<Site> sites) {
    AlarmRules usual = AlarmRules.DEFAULT;
    Duration silence = minutes("alarms.silence.minutes", usual.silence());
    return new AlarmRules(
        Duration.ofSeconds(settings.number("alarms.look-seconds", 30, 1, 3600)),
        Duration.ofSeconds(settings.number("alarms.settle-seconds", 60, 0, 86_400)),
        silence,
        settings.number("alarms.silence.weeks", usual.weeks(), 2, 26),
        hours(sites, silence),
        settings.number("alarms.backlog.steps", usual.backlogSteps(), 1, 100_000_000),
        minutes("alarms.backlog.minutes", usual.backlogLate()),
        settings.number("alarms.disk.free-percent", usual.diskPercent(), 0, 99),
        minutes("alarms.clocks.fhir-minutes", usual.fhirClock()),
        minutes("alarms.clocks.archive-minutes", usual.archiveClock()),
        Duration.ofDays(
            settings.number("alarms.certificate.days", (int) usual.certificate().toDays(), 0, 365)),
        settings.number("alarms.target.failures", usual.failures(), 1, 100_000));
  }

  private Duration minutes(String key, Duration otherwise) {
    return Duration.ofMinutes(settings.number(key, (int) otherwise.toMinutes(), 0, 100_000));
  }

  private Map<String, AlarmRules.SiteHours> hours(List<Site> sites, Duration silence) {
    Map<String, AlarmRules.SiteHours> all = new HashMap<>();
    for (Site site : sites) {
      String key = "sites." + site.id() + ".hours";
      Set<String> texts = settings.set(key);
      OpeningHours hours = OpeningHours.UNKNOWN;
      try {
        hours = OpeningHours.parse(texts);
      } catch (IllegalArgumentException e) {
        settings.mistake(settings.place(key), key + ": " + e.getMessage());
      }
      Duration own = minutes("sites." + site.id() + ".silence-minutes", silence);
      all.put(site.id(), new AlarmRules.SiteHours(hours, own));
    }
    return all;
  }

  private List<Webhook.Address> webhooks() {
    List<Webhook.Address> all = new ArrayList<>();
    for (String id : settings.namesBelow("alarms.webhooks")) {
      String key = "alarms.webhooks." + id;
      if (!NAME.matcher(id).matches() || id.equals(Mail.ID)) {
        settings.mistake(settings.place(key), id + ": a name is a-z, 0-9 and -, and not mail");
      }
      Optional<String> url = settings.text(key + ".url");
      Optional<String> fromFile = secret(key + ".url-file");
      Optional<String> secret = secret(key + ".dingtalk-secret-file");
      Optional<Template> template = template(key + ".template");
      if (url.isPresent() == fromFile.isPresent()) {
        settings.mistake(settings.place(key), key + " needs url or url-file, one of them");
      }
      Optional<URI> uri = url.or(() -> fromFile).flatMap(text -> uri(key, text));
      if (uri.isPresent() && template.isPresent()) {
        all.add(new Webhook.Address(id, uri.get(), secret, template.get()));
      }
    }
    return all;
  }

  /** The address may hold a robot's key and is not repeated in a message. */
  private Optional<URI> uri(String key, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // said below, without the text
    }
    settings.mistake(settings.place(key), key + ": url is no http address");
    return Optional.empty();
  }

  /** A template by its name, looked for beside the file and in the installation, or by its path. */
  private Optional<Template> template(String key) {
    String name = settings.text(key).orElse("json");
    String place = settings.place(key);
    try {
      List<Path> places =
          name.endsWith(".json")
              ? List.of(folder.resolve(name).normalize())
              : List.of(
                  folder.resolve(TEMPLATES).resolve(name + ".json").normalize(),
                  home.resolve("routes").resolve(TEMPLATES).resolve(name + ".json"));
      Optional<Path> file = places.stream().filter(Files::isRegularFile).findFirst();
      if (file.isEmpty()) {
        settings.mistake(place, key + ": there is no template " + places.getFirst());
        return Optional.empty();
      }
      return Optional.of(Template.parse(content(file.get())));
    } catch (IOException e) {
      settings.mistake(place, key + ": " + name + " " + e.getMessage());
    } catch (InvalidPathException e) {
      settings.mistake(place, key + ": " + name + " is no file name");
    }
    return Optional.empty();
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("is too large");
    }
    return Files.readString(file);
  }

  /** The first line of the file that a key names. */
  private Optional<String> secret(String key) {
    return settings
        .text(key)
        .flatMap(
            file -> {
              try {
                return content(folder.resolve(file)).lines().findFirst().map(String::strip);
              } catch (IOException | InvalidPathException e) {
                settings.mistake(settings.place(key), key + ": " + file + " cannot be read");
                return Optional.empty();
              }
            });
  }

  private Optional<AlarmSettings.MailBox> mail() {
    Optional<String> host = settings.text("alarms.mail.host");
    Mail.Security security =
        settings.get("alarms.mail.security", Mail.Security.STARTTLS, AlarmReader::security);
    int usualPort =
        switch (security) {
          case TLS -> 465;
          case STARTTLS -> 587;
          case NONE -> 25;
        };
    int port = settings.number("alarms.mail.port", usualPort, 1, 65_535);
    Optional<String> user = settings.text("alarms.mail.user");
    Optional<String> password = secret("alarms.mail.password-file");
    Optional<Path> trusted =
        settings.get(
            "alarms.mail.trusted",
            Optional.empty(),
            text -> Optional.of(folder.resolve(text).normalize()));
    Optional<String> from = settings.text("alarms.mail.from");
    Set<String> to = settings.set("alarms.mail.to");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String place = settings.place("alarms.mail.host");
    if (user.isPresent() != password.isPresent()) {
      settings.mistake(place, "alarms.mail: user and password-file go together");
    }
    if (user.isPresent() && security == Mail.Security.NONE) {
      settings.mistake(place, "alarms.mail: a password is not sent in clear: security");
    }
    if (from.filter(AlarmReader::isAddress).isEmpty()
        || to.isEmpty()
        || !to.stream().allMatch(AlarmReader::isAddress)) {
      settings.mistake(place, "alarms.mail needs from and to, addresses such as it@example.org");
    }
    trusted.ifPresent(this::checkTrusted);
    return Optional.of(
        new AlarmSettings.MailBox(
            new Mail.Address(
                host.get(),
                port,
                security,
                user.flatMap(name -> password.map(word -> new Mail.User(name, word))),
                from.orElse(""),
                List.copyOf(to)),
            trusted));
  }

  private void checkTrusted(Path file) {
    try {
      TlsSettings.keys(null, null, file);
    } catch (IOException e) {
      String key = "alarms.mail.trusted";
      settings.mistake(settings.place(key), key + ": " + e.getMessage());
    }
  }

  private static boolean isAddress(String text) {
    return text.matches("[^@\\s<>,;]{1,64}@[^@\\s<>,;]{1,255}");
  }

  private static Mail.Security security(String word) {
    return switch (word) {
      case "tls" -> Mail.Security.TLS;
      case "starttls" -> Mail.Security.STARTTLS;
      case "none" -> Mail.Security.NONE;
      default -> throw new IllegalArgumentException("is tls, starttls or none");
    };
  }
}

package org.farsight.app;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.farsight.reading.Clocks;
import org.farsight.reading.ReadingOptions.Group;
import org.farsight.reading.ReadingOptions.Hook;

/** Reads {@code reading}: who reads, by when, and at which FHIR server. */
final class ReadingReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern MODALITY = Pattern.compile("[A-Z0-9_]{2,16}");
  private static final int WEEK = 7 * 24 * 60;

  private final Settings settings;
  private final Set<String> sites;
  private final Set<String> branches;

  private ReadingReader(Settings settings, List<Site> sites) {
    this.settings = settings;
    this.branches =
        sites.stream().flatMap(site -> site.facilities().stream()).collect(Collectors.toSet());
    this.sites = sites.stream().map(Site::id).collect(Collectors.toCollection(TreeSet::new));
  }

  static ReadingSettings read(
      Settings s, Configuration.Department department, List<Site> sites, List<Target> targets) {
    return new ReadingReader(s, sites).read(department, targets);
  }

  private ReadingSettings read(Configuration.Department department, List<Target> targets) {
    return new ReadingSettings(
        clocks(),
        groups(department),
        Duration.ofMinutes(settings.number("reading.escalate-minutes", 10, 1, WEEK)),
        Duration.ofSeconds(settings.number("reading.poll-seconds", 5, 0, 3600)),
        target(targets),
        subscription(),
        facilities());
  }

  /** A sender is either a branch, whose results are ECGs, or a reporting system. */
  private Set<String> facilities() {
    Set<String> facilities = settings.set("reading.ris-facilities");
    for (String facility : facilities) {
      if (branches.contains(facility)) {
        settings.mistake(
            settings.place("reading.ris-facilities"),
            "reading.ris-facilities: " + facility + " is a facility of a site");
      }
    }
    return facilities;
  }

  private Optional<String> target(List<Target> targets) {
    List<String> servers =
        targets.stream().filter(Target.FhirServer.class::isInstance).map(Target::id).toList();
    return settings.get(
        "reading.target",
        servers.stream().findFirst(),
        id -> {
          if (!servers.contains(id)) {
            throw new IllegalArgumentException(id + " is no FHIR server among the targets");
          }
          return Optional.of(id);
        });
  }

  private Optional<Hook> subscription() {
    Optional<String> address =
        settings.get("reading.subscription-url", Optional.empty(), url -> Optional.of(url(url)));
    String key = "reading.subscription-token-file";
    Optional<Path> token = settings.get(key, Optional.empty(), ReadingReader::file);
    if (token.isPresent() && address.isEmpty()) {
      settings.mistake(settings.place(key), key + ": reading.subscription-url is missing");
    }
    return address.map(url -> new Hook(url, token));
  }

  private static Optional<Path> file(String value) {
    Path file = Path.of(value);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(value + " cannot be read");
    }
    return Optional.of(file);
  }

  private static String url(String value) {
    URI uri = URI.create(value);
    if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(value + " is no http address");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "an address has no user and password in it: they would not be sent");
    }
    return value;
  }

  private List<Group> groups(Configuration.Department department) {
    Map<String, Group> groups = new LinkedHashMap<>();
    groups.put(department.id(), new Group(department.id(), department.name()));
    for (String id : settings.namesBelow("reading.groups")) {
      String key = "reading.groups." + id;
      checked(key, id);
      Group group = new Group(id, settings.text(key + ".name").orElse(id));
      if (groups.putIfAbsent(id, group) != null) {
        settings.mistake(settings.place(key), id + " is the department already, the first group");
      }
    }
    return List.copyOf(groups.values());
  }

  private void checked(String key, String id) {
    if (!NAME.matcher(id).matches()) {
      settings.mistake(settings.place(key), id + ": a name is a-z, 0-9 and -");
    }
  }

  private Clocks clocks() {
    Map<String, Clocks.Pathway> pathways = new LinkedHashMap<>();
    for (String name : settings.namesBelow("reading.pathways")) {
      String key = "reading.pathways." + name;
      checked(key, name);
      List<String> words = List.copyOf(settings.set(key + ".words"));
      if (words.isEmpty()) {
        settings.mistake(settings.place(key), key + ".words is missing");
      }
      pathways.put(name, new Clocks.Pathway(name, words));
    }
    Clocks.PATHWAYS.forEach(usual -> pathways.putIfAbsent(usual.name(), usual));
    List<Clocks.Row> own = new ArrayList<>();
    for (String name : settings.namesBelow("reading.clocks")) {
      own.add(row(name, pathways.keySet()));
    }
    for (String vain : new Clocks(own, List.of()).shadowed()) {
      settings.mistake(settings.place("reading.clocks"), "reading.clocks: " + vain);
    }
    return new Clocks(
        Stream.concat(own.stream(), Clocks.DEFAULTS.stream()).toList(),
        List.copyOf(pathways.values()));
  }

  private Clocks.Row row(String name, Set<String> pathways) {
    String key = "reading.clocks." + name;
    checked(key, name);
    Set<String> where = settings.set(key + ".sites");
    among(key + ".sites", where, sites, "is no site");
    Set<String> modalities = settings.set(key + ".modalities");
    for (String modality : modalities) {
      if (!MODALITY.matcher(modality).matches()) {
        settings.mistake(
            settings.place(key + ".modalities"),
            key + ".modalities: " + modality + " is no modality such as CT, or ECG");
      }
    }
    Set<String> on = settings.set(key + ".pathways");
    among(key + ".pathways", on, pathways, "is no pathway");
    Set<Priority> priorities = new LinkedHashSet<>();
    for (String priority : settings.set(key + ".priorities")) {
      priority(priority)
          .ifPresentOrElse(
              priorities::add,
              () ->
                  settings.mistake(
                      settings.place(key + ".priorities"),
                      key
                          + ".priorities: "
                          + priority
                          + " is none of stat, asap, urgent, routine"));
    }
    int minutes = settings.number(key + ".minutes", -1, 0, WEEK);
    if (minutes < 0) {
      settings.mistake(settings.place(key), key + ".minutes is missing");
    }
    return new Clocks.Row(
        name, where, modalities, priorities, on, Duration.ofMinutes(Math.max(0, minutes)));
  }

  private void among(String key, Set<String> named, Set<String> known, String wrong) {
    for (String one : named) {
      if (!known.contains(one)) {
        settings.mistake(settings.place(key), key + ": " + one + " " + wrong);
      }
    }
  }

  private static Optional<Priority> priority(String word) {
    for (Priority one : Priority.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}

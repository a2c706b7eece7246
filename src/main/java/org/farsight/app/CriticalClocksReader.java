package org.farsight.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.critical.CriticalClocks;
import org.farsight.critical.CriticalClocks.Row;
import org.farsight.exchange.Site;

/** Reads {@code critical}: by when a branch is to be told of a critical value, and to answer. */
final class CriticalClocksReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern MODALITY = Pattern.compile("[A-Z0-9_]{2,16}");
  private static final int DAY = 24 * 60;

  private final Settings settings;
  private final Set<String> sites;

  /** For all that has no row of its own; 0: not set. */
  private final int tell;

  private final int answer;

  private CriticalClocksReader(Settings settings, List<Site> sites) {
    this.settings = settings;
    this.tell = settings.number("critical.tell-within-minutes", 0, 1, DAY);
    this.answer = settings.number("critical.acknowledge-within-minutes", 0, 1, DAY);
    this.sites = sites.stream().map(Site::id).collect(Collectors.toSet());
  }

  static CriticalClocks read(Settings settings, List<Site> sites) {
    return new CriticalClocksReader(settings, sites).read();
  }

  private CriticalClocks read() {
    List<Row> own = new ArrayList<>();
    for (String name : settings.namesBelow("critical.clocks")) {
      own.add(row(name));
    }
    for (String vain : new CriticalClocks(own).shadowed()) {
      settings.mistake(settings.place("critical.clocks"), "critical.clocks: " + vain);
    }
    return new CriticalClocks(
        Stream.concat(own.stream(), CriticalClocks.DEFAULTS.stream().map(this::overall)).toList());
  }

  /** A usual row, with the minutes that are set for all. */
  private Row overall(Row usual) {
    return new Row(
        usual.name(),
        usual.sites(),
        usual.modalities(),
        tell == 0 ? usual.tell() : Duration.ofMinutes(tell),
        answer == 0 ? usual.answer() : Duration.ofMinutes(answer));
  }

  private Duration minutes(String key, Duration otherwise) {
    return Duration.ofMinutes(settings.number(key, (int) otherwise.toMinutes(), 1, DAY));
  }

  private Row row(String name) {
    String key = "critical.clocks." + name;
    if (!NAME.matcher(name).matches()) {
      settings.mistake(settings.place(key), name + ": a name is a-z, 0-9 and -");
    }
    Set<String> where = settings.set(key + ".sites");
    for (String site : where) {
      if (!sites.contains(site)) {
        settings.mistake(settings.place(key + ".sites"), key + ".sites: " + site + " is no site");
      }
    }
    Set<String> modalities = settings.set(key + ".modalities");
    for (String modality : modalities) {
      if (!MODALITY.matcher(modality).matches()) {
        settings.mistake(
            settings.place(key + ".modalities"),
            key + ".modalities: " + modality + " is no modality such as CT, or ECG");
      }
    }
    boolean ecg = modalities.equals(Set.of("ECG"));
    Row usual =
        overall(ecg ? CriticalClocks.DEFAULTS.getFirst() : CriticalClocks.DEFAULTS.getLast());
    return new Row(
        name,
        where,
        modalities,
        minutes(key + ".tell-within-minutes", usual.tell()),
        minutes(key + ".acknowledge-within-minutes", usual.answer()));
  }
}

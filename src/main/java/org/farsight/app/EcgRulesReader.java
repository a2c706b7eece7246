package org.farsight.app;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.quality.Finding;
import org.farsight.ecg.quality.QualityLimits;
import org.farsight.ecg.quality.SignalQuality;
import org.farsight.exchange.Site;
import org.farsight.fhir.EcgPolicy;

/** Reads by which rules ECGs are looked at. */
final class EcgRulesReader {

  private static final String TABLE = "critical-values.yaml";

  private final Settings settings;

  private EcgRulesReader(Settings settings) {
    this.settings = settings;
  }

  static Configuration.Ecg read(Settings s, Path file, Path home, List<Site> sites) {
    return new EcgRulesReader(s).read(file.toAbsolutePath().resolveSibling("."), home, sites);
  }

  private Configuration.Ecg read(Path folder, Path home, List<Site> sites) {
    Optional<CriticalReader.Table> table = table(folder, home);
    CriticalRules critical = table.map(CriticalReader.Table::rules).orElse(CriticalRules.NONE);
    EcgPolicy.SiteRules usual =
        rules(
            "ecg.critical-list",
            "ecg.reject",
            new EcgPolicy.SiteRules(CriticalRules.EARLIEST, Set.of()),
            critical);
    Map<String, EcgPolicy.SiteRules> bySite = new HashMap<>();
    for (Site site : sites) {
      String key = "sites." + site.id();
      bySite.put(site.id(), rules(key + ".critical-list", key + ".ecg-reject", usual, critical));
    }
    List<String> notes =
        table
            .map(CriticalReader.Table::warnings)
            .orElse(List.of("no " + TABLE + ": no value of an ECG is critical"));
    return new Configuration.Ecg(
        new EcgPolicy(new SignalQuality(limits()), critical, usual, bySite),
        table.map(CriticalReader.Table::seal).orElse(""),
        notes);
  }

  /** The table that is named, else the one beside the file, else that of the installation. */
  private Optional<CriticalReader.Table> table(Path folder, Path home) {
    Optional<Path> named =
        settings.get(
            "ecg.critical-values",
            Optional.empty(),
            value -> Optional.of(folder.resolve(path(value)).normalize()));
    Optional<Path> found =
        named.or(
            () ->
                List.of(folder.resolve(TABLE).normalize(), home.resolve("routes").resolve(TABLE))
                    .stream()
                    .filter(Files::exists)
                    .findFirst());
    Optional<CriticalReader.Table> table = found.map(CriticalReader::read);
    table.ifPresent(read -> read.mistakes().forEach(settings::mistake));
    return table;
  }

  private static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(value + " is no file name", e);
    }
  }

  private EcgPolicy.SiteRules rules(
      String listKey, String rejectKey, EcgPolicy.SiteRules otherwise, CriticalRules critical) {
    String list =
        settings.get(
            listKey,
            otherwise.criticalList(),
            value -> {
              if (!value.equals(CriticalRules.EARLIEST) && !critical.lists().containsKey(value)) {
                throw new IllegalArgumentException(
                    value + " is no list of " + TABLE + ": " + critical.lists().keySet());
              }
              return value;
            });
    Set<String> codes = settings.set(rejectKey);
    Set<Finding.Kind> reject = EnumSet.noneOf(Finding.Kind.class);
    for (String code : codes) {
      Optional<Finding.Kind> kind = Finding.Kind.ofCode(code);
      if (kind.isPresent()) {
        reject.add(kind.get());
      } else if (!code.equals("none")) {
        settings.mistake(
            settings.place(rejectKey), rejectKey + ": " + code + " is no fault: " + known());
      }
    }
    return new EcgPolicy.SiteRules(list, codes.isEmpty() ? otherwise.reject() : reject);
  }

  private static List<String> known() {
    List<String> codes = new ArrayList<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      codes.add(kind.code());
    }
    return codes;
  }

  private QualityLimits limits() {
    QualityLimits usual = QualityLimits.DEFAULT;
    return new QualityLimits(
        limit("flat-millivolt", usual.flatMillivolt()),
        limit("flat-seconds", usual.flatSeconds()),
        limit("gap-milliseconds", usual.gapMillis()),
        limit("saturated-milliseconds", usual.saturatedMillis()),
        limit("sum-millivolt", usual.sumMillivolt()),
        limit("rate-hertz", usual.rateHertz()),
        limit("resolution-microvolt", usual.resolutionMicrovolt()),
        limit("line-millivolt", usual.lineMillivolt()),
        limit("muscle-millivolt", usual.muscleMillivolt()),
        limit("wander-millivolt", usual.wanderMillivolt()),
        limit("seconds", usual.seconds()));
  }

  private double limit(String name, double otherwise) {
    return settings.get(
        "ecg.quality." + name,
        otherwise,
        value -> {
          if (!value.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException("'" + value + "' is no number of 0 or more");
          }
          return new BigDecimal(value).doubleValue();
        });
  }
}

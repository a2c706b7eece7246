package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Figures;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.jspecify.annotations.Nullable;

/**
 * Sites that send nothing although they usually would: by the hours set for them, else by those
 * learnt from the ledger. Time in which the engine did not run is nobody's silence.
 */
final class SilentSites implements Rule {

  /** A silence that chance explains as often as this is one. */
  private static final double CHANCE = 0.01;

  private static final Duration LEARN_EVERY = Duration.ofDays(1);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Figures figures;
  private final Supplier<Sites> sites;
  private final Supplier<AlarmRules> rules;
  private final Instant startedAt;
  private final Map<String, Learnt> learnt = new HashMap<>();

  /** What was learnt of a site, and when; null where there is too little to learn from. */
  private record Learnt(@Nullable UsualHours hours, Instant at, int weeks, Site site) {}

  SilentSites(
      Figures figures, Supplier<Sites> sites, Supplier<AlarmRules> rules, Instant startedAt) {
    this.figures = figures;
    this.sites = sites;
    this.rules = rules;
    this.startedAt = startedAt;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.SITE_SILENT;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    List<Finding> found = new ArrayList<>();
    List<Site> watched = sites.get().sites();
    for (Site site : watched) {
      AlarmRules.SiteHours set = rules.get().of(site.id());
      Optional<Instant> heard = figures.lastHeard(site.id());
      if (set.silence().isZero() || heard.isEmpty()) {
        continue; // a site that has never sent anything is being set up
      }
      boolean counts = open.contains(site.id()) || heard.get().isAfter(startedAt);
      Instant since = counts ? heard.get() : startedAt;
      if (isSilent(site, set, heard.get(), since, now)) {
        found.add(finding(site, heard.get(), set.hours().isKnown()));
      }
    }
    learnt.keySet().retainAll(watched.stream().map(Site::id).toList());
    return found;
  }

  private boolean isSilent(
      Site site, AlarmRules.SiteHours set, Instant heard, Instant since, Instant now) {
    if (set.hours().isKnown()) {
      Duration silent = set.hours().within(since, now, site.zone());
      return silent.compareTo(set.silence()) >= 0;
    }
    if (Duration.between(since, now).compareTo(set.silence()) < 0) {
      return false;
    }
    UsualHours usual = usual(site, heard, now);
    return usual != null && usual.chanceOfSilence(since, now) < CHANCE;
  }

  private @Nullable UsualHours usual(Site site, Instant heard, Instant now) {
    int weeks = rules.get().weeks();
    Learnt before = learnt.get(site.id());
    if (before != null
        && before.weeks() == weeks
        && before.site().equals(site)
        && Duration.between(before.at(), now).abs().compareTo(LEARN_EVERY) < 0) {
      return before.hours();
    }
    List<Instant> busy =
        figures.busyHours(site.id(), heard.minus(Duration.ofDays(7L * weeks)), heard.plusNanos(1));
    UsualHours hours = UsualHours.learnt(busy, heard, site.zone());
    learnt.put(site.id(), new Learnt(hours, now, weeks, site));
    return hours;
  }

  private Finding finding(Site site, Instant heard, boolean set) {
    String since = TIME.format(heard.atZone(site.zone()));
    String who = site.name().equals(site.id()) ? site.id() : site.name() + " (" + site.id() + ")";
    String en = set ? "within its hours" : "as by its usual hours it hardly ever is for so long";
    String zh = set ? "已超过其工作时间内允许的静默时长" : "按其以往规律极少静默这么久";
    return Finding.of(
        kind(),
        site.id(),
        "nothing has come from " + who + " since " + since + ", " + en,
        "站点 " + who + " 自 " + since + " 起没有数据到达，" + zh);
  }
}

package org.farsight.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.Alarm;

/** Disks with little room. An alarm that is open stays until one percent more is free. */
final class FullDisks implements Rule {
  private final Supplier<List<DiskSpace>> disks;
  private final Supplier<AlarmRules> rules;

  FullDisks(Supplier<List<DiskSpace>> disks, Supplier<AlarmRules> rules) {
    this.disks = disks;
    this.rules = rules;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.DISK;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    int least = rules.get().diskPercent();
    return disks.get().stream()
        .filter(disk -> disk.percent() < least + (open.contains(disk.name()) ? 1 : 0))
        .map(this::finding)
        .toList();
  }

  private Finding finding(DiskSpace disk) {
    long megabytes = disk.free() >> 20;
    return Finding.of(
        kind(),
        disk.name(),
        "the disk of the "
            + disk.name()
            + " has "
            + disk.percent()
            + " % left, "
            + megabytes
            + " MiB",
        disk.name() + " 所在磁盘剩余 " + disk.percent() + "%(" + megabytes + " MiB)");
  }
}

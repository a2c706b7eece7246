package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.farsight.ecg.Lead;
import org.farsight.ecg.SamplingRate;

/**
 * Leads that one multiplex group can hold: sampled alike, equally long, begun within one sample.
 *
 * @param label Multiplex Group Label, at most 16 characters
 * @param original whether it was recorded, else computed by the cart
 * @param leads in the order of the file
 * @param padding the integer that stands for a missing sample; empty where none is missing
 * @param wide whether 16 bits are too few
 */
record Group(String label, boolean original, List<Lead> leads, OptionalInt padding, boolean wide) {

  /** What leads of one group have in common. */
  private record Alike(BigDecimal hertz, int samples, BigDecimal begin) {
    static Alike of(Lead lead) {
      return new Alike(
          lead.rate().hertz(),
          lead.samples().length(),
          lead.offsetMillis().divide(lead.rate().periodMillis(), 0, RoundingMode.FLOOR));
    }
  }

  /** Parts leads into groups, in the order in which they first appear. */
  static List<Group> of(String label, boolean original, List<Lead> leads) {
    Map<Alike, List<Lead>> alike = new LinkedHashMap<>();
    for (Lead lead : leads) {
      alike.computeIfAbsent(Alike.of(lead), key -> new ArrayList<>()).add(lead);
    }
    return alike.values().stream().map(some -> of(some, label, original)).toList();
  }

  private static Group of(List<Lead> leads, String label, boolean original) {
    boolean gaps = leads.stream().anyMatch(lead -> lead.samples().missingCount() > 0);
    int[] used = leads.stream().flatMapToInt(Group::recorded).sorted().distinct().toArray();
    boolean wide =
        used.length > 0 && (used[0] < Short.MIN_VALUE || used[used.length - 1] > Short.MAX_VALUE);
    if (!gaps) {
      return new Group(label, original, List.copyOf(leads), OptionalInt.empty(), wide);
    }
    long free = firstFree(used, wide ? Integer.MIN_VALUE : Short.MIN_VALUE);
    if (!wide && free > Short.MAX_VALUE) {
      wide = true;
      free = firstFree(used, Integer.MIN_VALUE);
    }
    return new Group(label, original, List.copyOf(leads), OptionalInt.of((int) free), wide);
  }

  private static IntStream recorded(Lead lead) {
    return IntStream.range(0, lead.samples().length())
        .filter(i -> !lead.samples().isMissing(i))
        .map(lead.samples()::at);
  }

  /** The lowest integer from here on that no sample has. */
  private static long firstFree(int[] used, int from) {
    long free = from;
    for (int value : used) {
      if (value == free) {
        free++;
      }
    }
    return free;
  }

  SamplingRate rate() {
    return leads.getFirst().rate();
  }

  int samples() {
    return leads.getFirst().samples().length();
  }

  /** Multiplex Group Time Offset: when its first lead begins. */
  BigDecimal offsetMillis() {
    return leads.stream().map(Lead::offsetMillis).min(BigDecimal::compareTo).orElseThrow();
  }
}

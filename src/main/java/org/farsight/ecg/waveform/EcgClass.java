package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.Uid;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;

/** The SOP classes of ECGs and what each allows (PS3.3 A.34.3.4, A.34.4.4, A.34.5.4). */
enum EcgClass {
  TWELVE_LEAD(Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE, 5, 13, 13, 200, 1000, 16_384),
  GENERAL(Uid.GENERAL_ECG_WAVEFORM_STORAGE, 4, 24, 96, 200, 1000, Integer.MAX_VALUE),
  AMBULATORY(Uid.AMBULATORY_ECG_WAVEFORM_STORAGE, 1, 12, 12, 50, 1000, Integer.MAX_VALUE),
  /** Any rate and number; always in 32 bits. */
  WIDE(
      Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE,
      0,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE);

  /** From here on a recording is ambulatory rather than resting. */
  private static final BigDecimal LONG_MILLIS = BigDecimal.valueOf(30L * 60 * 1000);

  // the four limb leads that follow from I and II need not be there
  private static final Set<LeadId> NEEDED =
      EnumSet.of(
          LeadId.I, LeadId.II, LeadId.V1, LeadId.V2, LeadId.V3, LeadId.V4, LeadId.V5, LeadId.V6);

  private final String uid;
  private final int groups;
  private final int channels;
  private final int inAll;
  private final BigDecimal least;
  private final BigDecimal most;
  private final int samples;

  EcgClass(String uid, int groups, int channels, int inAll, int least, int most, int samples) {
    this.uid = uid;
    this.groups = groups;
    this.channels = channels;
    this.inAll = inAll;
    this.least = BigDecimal.valueOf(least);
    this.most = BigDecimal.valueOf(most);
    this.samples = samples;
  }

  String uid() {
    return uid;
  }

  boolean wide() {
    return this == WIDE;
  }

  /** The narrowest class that takes the groups of a recording. */
  static EcgClass of(List<Group> recording) {
    List<EcgClass> order =
        isLong(recording)
            ? List.of(AMBULATORY, GENERAL, WIDE)
            : List.of(TWELVE_LEAD, GENERAL, AMBULATORY, WIDE);
    return order.stream()
        .filter(one -> one != TWELVE_LEAD || isTwelveLead(recording))
        .filter(one -> one.allows(recording))
        .findFirst()
        .orElse(WIDE);
  }

  /** Whether an object of this class may hold these groups. */
  boolean allows(List<Group> all) {
    return all.size() <= groups
        && all.stream().mapToInt(group -> group.leads().size()).sum() <= inAll
        && all.stream().allMatch(this::allows);
  }

  private boolean allows(Group group) {
    BigDecimal hertz = group.rate().hertz();
    return (wide() || !group.wide())
        && group.leads().size() <= channels
        && group.samples() <= samples
        && hertz.compareTo(least) >= 0
        && hertz.compareTo(most) <= 0;
  }

  private static boolean isTwelveLead(List<Group> recording) {
    Set<LeadId> there = new HashSet<>();
    recording.forEach(
        group ->
            group.leads().stream().map(Lead::id).flatMap(Optional::stream).forEach(there::add));
    return there.containsAll(NEEDED);
  }

  private static boolean isLong(List<Group> recording) {
    return recording.stream()
        .flatMap(group -> group.leads().stream())
        .anyMatch(lead -> lead.durationMillis().compareTo(LONG_MILLIS) > 0);
  }

  /** The words for people. */
  String title() {
    return switch (this) {
      case TWELVE_LEAD -> "12-lead ECG";
      case GENERAL -> "ECG";
      case AMBULATORY -> "Ambulatory ECG";
      case WIDE -> "ECG, 32 bit";
    };
  }
}

package org.farsight.ecg.scp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.LeadId;

/**
 * Section 3: which leads were recorded, from which sample to which.
 *
 * @param leads in the order of the file, which is that of sections 5 and 6
 * @param beatSubtracted whether a reference beat was subtracted from each QRS complex
 */
record LeadTable(List<Entry> leads, boolean beatSubtracted) {
  private static final int SUBTRACTED = 0x01;

  /**
   * One lead.
   *
   * @param number by the table of lead identifications
   * @param first number of its first sample; 1 for one that starts with the recording
   * @param last number of its last sample
   */
  record Entry(int number, long first, long last) {
    long count() {
      return last - first + 1;
    }

    Optional<LeadId> id() {
      return LeadId.ofScpNumber(number);
    }

    String label() {
      return id().map(LeadId::label).orElse("lead " + number);
    }
  }

  static LeadTable read(ScpInput section) throws EcgFormatException {
    int count = section.u8();
    int flags = section.u8();
    if (count == 0) {
      throw section.fault("a recording without leads");
    }
    List<Entry> leads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long first = section.u32();
      long last = section.u32();
      int number = section.u8();
      if (last < first) {
        throw section.fault("lead " + number + " from sample " + first + " to " + last);
      }
      leads.add(new Entry(number, first, last));
    }
    return new LeadTable(List.copyOf(leads), (flags & SUBTRACTED) != 0);
  }

  /** Number of the first sample of all leads. */
  long start() {
    return leads.stream().mapToLong(Entry::first).min().orElse(1);
  }
}

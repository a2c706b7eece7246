package org.farsight.ecg;

import java.util.List;
import java.util.Objects;

/**
 * Leads that are no part of the rhythm recording: a representative or median beat, or a second
 * recording of leads that the first one has already.
 *
 * @param kind what it is
 * @param name the file's own name for it ({@code MEDIAN BEAT}), or the code that it carries
 * @param leads its leads; time offsets count from the start of this waveform
 */
public record FurtherWaveform(Kind kind, String name, List<Lead> leads) {

  /** What a waveform beside the rhythm recording is. */
  public enum Kind {
    /** One beat that stands for many: median, average or template. */
    REPRESENTATIVE_BEAT,
    /** A further rhythm recording of the same leads. */
    RHYTHM,
    /** Marked as computed, without saying that it is a beat. */
    DERIVED
  }

  public FurtherWaveform {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    leads = List.copyOf(leads);
  }
}

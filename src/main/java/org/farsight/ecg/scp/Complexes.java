package org.farsight.ecg.scp;

import java.util.ArrayList;
import java.util.List;
import org.farsight.ecg.EcgFormatException;

/**
 * Section 4: where the QRS complexes lie and what the reference beat has to do with them. Sample
 * numbers count from 1, at the rate of the recording before compression.
 *
 * @param beatMillis length of the reference beat
 * @param fiducial number of the reference beat's sample that lies on the fiducial point of a
 *     complex
 * @param zones the complexes
 */
record Complexes(int beatMillis, int fiducial, List<Zone> zones) {

  /**
   * A complex.
   *
   * @param type 0 where the reference beat was subtracted from it
   * @param first sample of the subtraction zone
   * @param point fiducial point
   * @param last sample of the subtraction zone
   */
  record Zone(int type, long first, long point, long last) {}

  static Complexes read(ScpInput section) throws EcgFormatException {
    int millis = section.u16();
    int fiducial = section.u16();
    int count = section.u16();
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      zones.add(new Zone(section.u16(), section.u32(), section.u32(), section.u32()));
    }
    return new Complexes(millis, fiducial, List.copyOf(zones));
  }
}

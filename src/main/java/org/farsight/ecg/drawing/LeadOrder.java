package org.farsight.ecg.drawing;

import java.util.List;
import org.farsight.ecg.LeadId;

/** In which order the standard leads stand. */
public enum LeadOrder {
  /** I, II, III, aVR, aVL, aVF, V1 to V6. */
  STANDARD(
      "standard",
      List.of(
          LeadId.I,
          LeadId.II,
          LeadId.III,
          LeadId.AVR,
          LeadId.AVL,
          LeadId.AVF,
          LeadId.V1,
          LeadId.V2,
          LeadId.V3,
          LeadId.V4,
          LeadId.V5,
          LeadId.V6)),
  /** By the angle in the frontal plane: aVL, I, -aVR, II, aVF, III, then V1 to V6. */
  CABRERA(
      "cabrera",
      List.of(
          LeadId.AVL,
          LeadId.I,
          LeadId.AVR,
          LeadId.II,
          LeadId.AVF,
          LeadId.III,
          LeadId.V1,
          LeadId.V2,
          LeadId.V3,
          LeadId.V4,
          LeadId.V5,
          LeadId.V6));

  private final String code;
  private final List<LeadId> leads;

  LeadOrder(String code, List<LeadId> leads) {
    this.code = code;
    this.leads = leads;
  }

  /** The name in commands and addresses. */
  public String code() {
    return code;
  }

  /** The twelve leads. */
  public List<LeadId> leads() {
    return leads;
  }

  /** Whether this lead is drawn upside down: aVR among Cabrera's. */
  boolean inverts(LeadId lead) {
    return this == CABRERA && lead == LeadId.AVR;
  }
}

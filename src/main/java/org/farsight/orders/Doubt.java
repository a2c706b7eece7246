package org.farsight.orders;

import org.farsight.exchange.OrderMatch.Words;

/** Why it is in doubt which order an examination belongs to. */
enum Doubt {
  /** The worklist gave the Study Instance UID for another patient: somebody took the wrong line. */
  STUDY_UID_OF_ANOTHER(
      "the worklist gave its Study Instance UID for another patient",
      "工作列表曾将该 Study Instance UID 分配给另一位患者"),

  /** Numbers are used twice in the field, and mistyped. */
  ACCESSION_OF_ANOTHER(
      "its accession number belongs to an order of another patient", "其检查号属于另一位患者的医嘱"),

  /** Neither that it is the same patient nor that it is another one can be said. */
  PATIENT_UNSURE(
      "whether the order is for the same patient cannot be told from what both say",
      "无法确认医嘱与检查是否为同一患者"),

  /** The order is for another id, which is known as the same person's; nothing else says so. */
  LINKED_ONLY(
      "an open order that was placed under another id of this person fits modality and time",
      "以该患者另一编号开立的有效医嘱与设备类型和时间相符"),

  /** Two orders for one accession number, and neither patient nor modality decides. */
  SEVERAL_ORDERS("several orders of this patient have its accession number", "该患者有多条医嘱使用同一检查号"),

  /** Several open orders of the patient fit. */
  SEVERAL_FIT(
      "several open orders of this patient are for this modality and time",
      "该患者在此时段内有多条该设备类型的有效医嘱"),

  /** The one open order of the patient does not say for which modality. */
  MODALITY_UNKNOWN(
      "an open order of this patient fits the time, but the modality is not told",
      "该患者有一条时间相符的有效医嘱，但设备类型不明"),

  /** An order came after several examinations that it fits. */
  SEVERAL_EXAMINATIONS(
      "an order came later that fits several examinations of this patient", "后到的医嘱与该患者的多次检查相符");

  private final Words words;

  Doubt(String en, String zh) {
    this.words = new Words(en, zh);
  }

  /** What it says, for people. */
  Words words() {
    return words;
  }
}

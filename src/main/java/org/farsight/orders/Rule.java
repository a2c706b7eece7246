package org.farsight.orders;

import org.farsight.exchange.OrderMatch.Words;

/**
 * By what an examination was found to belong to an order, in the order in which it is asked. The
 * first rule that has something to say decides; a rule that finds more than one order, or an order
 * of another patient, says that it is in doubt.
 */
enum Rule {
  /** The device took the Study Instance UID from the worklist, and the patient is the same. */
  STUDY_UID(
      "it carries the Study Instance UID that the worklist gave", "检查的 Study Instance UID 来自工作列表"),

  /** One order has the accession number, and the patient is the same. */
  ACCESSION("the accession number and the patient are the order's", "检查号与患者均与医嘱一致"),

  /** Several orders have the accession number, one of them for this patient. */
  ACCESSION_PATIENT(
      "of the orders with this accession number one is for this patient", "同一检查号有多条医嘱，只有一条属于该患者"),

  /** Several orders of this patient have the accession number, one of them still stands. */
  ACCESSION_OPEN(
      "of this patient's orders with this accession number one still stands",
      "同一检查号、同一患者有多条医嘱，只有一条仍有效"),

  /** Several orders of this patient have the accession number, one of them for this modality. */
  ACCESSION_MODALITY(
      "of this patient's orders with this accession number one is for this modality",
      "同一检查号、同一患者有多条医嘱，只有一条属于该设备类型"),

  /** The number on the examination is the order's placer or filler number. */
  ORDER_NUMBER(
      "its accession number is the order's placer or filler number, and the patient is the same",
      "检查号即医嘱的申请单号或执行单号，患者一致"),

  /** Exactly one open order of the patient is for this modality and this time. */
  PATIENT_TIME(
      "it is the only open order of this patient for this modality and time",
      "该患者在此时段内仅有一条该设备类型的有效医嘱");

  private final Words words;

  Rule(String en, String zh) {
    this.words = new Words(en, zh);
  }

  /** What it says, for people. */
  Words words() {
    return words;
  }
}

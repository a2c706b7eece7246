package org.farsight.dicom.io;

/** Departures from PS3.5 that a reader may accept, each with who writes so. */
public enum Leniency {
  /**
   * Data end inside sequences, items or fragments of undefined length whose delimiters were never
   * written: seen from converters that cut the data set after the last element.
   */
  MISSING_DELIMITERS_AT_END,
  /**
   * A delimiter where none is due: after an item or a sequence of defined length, or on the
   * outermost level. Seen from archives that turned undefined into defined lengths and left the
   * delimiters.
   */
  STRAY_DELIMITER,
  /**
   * An item or sequence of undefined length has no delimiter but ends with the sequence or item
   * around it. Seen from early ultrasound systems.
   */
  MISSING_ITEM_DELIMITER,
  /**
   * In explicit VR, an element whose header names no VR is read as in implicit VR. Seen in private
   * groups that a gateway copied from an implicit VR object.
   */
  IMPLICIT_ELEMENT,
  /**
   * In explicit VR, two capital letters that are no VR: the element is read as UN with a 32-bit
   * length, the form that PS3.5 §7.1.2 keeps for VRs of later editions.
   */
  UNKNOWN_VR,
  /** Zeros after the last element, as some media writers pad a file to a block. */
  TRAILING_ZEROS,
  /**
   * UN of defined length that holds the items of a sequence which the dictionary knows: from
   * archives that converted from implicit VR with an older dictionary (PS3.5 §6.2.2 note 4).
   */
  UN_SEQUENCE,
  /**
   * UN of undefined length whose items are in explicit VR, though PS3.5 §6.2.2 wants implicit VR:
   * from toolkits that renamed SQ to UN and left the content.
   */
  UN_ITEMS_IN_EXPLICIT_VR,
  /** A value of odd length (PS3.5 §7.1.1). Seen in private elements and UIDs of many devices. */
  ODD_LENGTH,
  /**
   * Tags that do not ascend, or come twice; the last one holds then. Seen from anonymisers that add
   * elements at the end. With a stop tag, what comes behind it is not seen.
   */
  UNORDERED
}

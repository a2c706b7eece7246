package org.farsight.camel.dicom;

/** What the producer does at the peer, and what requestors ask the consumer for. */
public enum DicomOperation {
  /** C-ECHO: whether the peer is there (PS3.4 annex A). */
  echo,
  /** C-STORE: stores the body there (PS3.4 annex B). */
  store,
  /** C-FIND by the query/retrieve service class (PS3.4 §C.4.1). */
  find,
  /** C-FIND of scheduled procedure steps (PS3.4 annex K). */
  worklist,
  /** C-MOVE: has objects sent to a third party (PS3.4 §C.4.2). */
  move,
  /** C-GET: fetches objects into a folder (PS3.4 §C.4.3). */
  get,
  /** N-ACTION and N-EVENT-REPORT of storage commitment (PS3.4 annex J). */
  commit,
  /** N-CREATE of a modality performed procedure step (PS3.4 §F.7). */
  mppsCreate,
  /** N-SET of a modality performed procedure step (PS3.4 §F.7). */
  mppsSet
}

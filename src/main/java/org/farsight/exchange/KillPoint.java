package org.farsight.exchange;

/**
 * Named places at which a process may be ended to prove that nothing is lost: one between every two
 * durable writes, and one on either side of every word to or from another machine. What was done
 * before the place is done, what comes after it never happened. See docs/crash.md.
 */
public enum KillPoint {
  /** An object is taken from its sender and digested; none of it is durable. */
  OBJECT_SPOOLED,
  /** A large object's file is synced, its name is not. */
  LARGE_OBJECT_SYNCED,
  /** A large object's name is durable; no row names it. */
  LARGE_OBJECT_NAMED,
  /** A new segment exists; its name is not durable. */
  SEGMENT_OPENED,
  /** Objects are written to their segment, not synced. */
  SEGMENT_WRITTEN,
  /** Objects are synced; no row names them. */
  SEGMENT_SYNCED,
  /** A transaction's rows are written, nothing of it is durable. */
  ROWS_WRITTEN,
  /** A transaction is in the redo log; the bytes that it names may not be synced. */
  REDO_SYNCED,
  /** All that a transaction needs is durable; it is not committed. */
  COMMIT_DUE,
  /** A transaction is committed and nobody has been told. */
  COMMITTED,
  /** A transaction is committed without the redo log, which is full; the database is not synced. */
  REDO_FULL,
  /** The database is synced in place of the redo log, which begins anew. */
  DATABASE_SYNCED,
  /** The thread of a sender knows that its object is kept; the sender does not. */
  RECEIPT_GIVEN,
  /** All senders of a group are being answered; the doorbell has not been rung. */
  ANSWERS_GIVEN,
  /** A file of the inbox is kept, and still in the inbox. */
  INBOX_FILE_KEPT,
  /** A file of the inbox is kept back and its reason written; the file is still in the inbox. */
  INBOX_REASON_WRITTEN,
  /** A step's time has come, durably; its bell has not been rung. */
  BELL_DUE,
  /** A step's bell was rung; nobody has worked on it. */
  BELL_RUNG,
  /** A Bundle was made; none of it is durable. */
  CONVERTED,
  /** A Bundle is synced; no row names it. */
  BUNDLE_SYNCED,
  /** A conversion is noted with the steps that follow from it. */
  CONVERSION_NOTED,
  /** A request with a body is sent to the FHIR server, its answer has not come. */
  FHIR_REQUEST_SENT,
  /** The FHIR server has answered; what it did is not noted. */
  FHIR_ANSWERED,
  /** An object was read to its end to be sent to an archive; nobody knows whether that has it. */
  ARCHIVE_OBJECT_READ,
  /** The archive has taken an object; that is not noted. */
  ARCHIVE_ANSWERED,
  /** It is noted how far a long delivery has come; the rest of it is under way. */
  PROGRESS_NOTED,
  /** A delivery is noted as done. */
  DELIVERY_NOTED,
  /** A step that failed is noted with the time of its next try. */
  STEP_PARKED,
  /** The reading room has written a reading task at the FHIR server; that is not noted. */
  READING_TASK_WRITTEN,
  /** A signed version is kept; its draft still stands, and who signed has not been told. */
  REPORT_KEPT,
  /** The FHIR server has a version with the end of its reading task; that is not noted. */
  REPORT_WRITTEN,
  /** One of the files of a version is in the branch's folder; the others may not be. */
  RETURN_FILE_PLACED,
  /** A branch has taken what goes back to it; that is not noted. */
  RETURN_TAKEN,
  /** The notice of a critical value is kept; its clock and its ways are not set up. */
  CRITICAL_NOTICE_KEPT,
  /** A branch's answer to a critical value is kept; who answered has not been told. */
  CRITICAL_ANSWER_KEPT,
  /** A modality performed procedure step is noted as final; the device has not been answered. */
  PERFORMED_STEP_NOTED,
  /** A device's request for storage commitment is noted; the device has not been answered. */
  COMMITMENT_REQUEST_NOTED,
  /** A question to an archive is noted; the archive has not been asked. */
  COMMITMENT_QUESTION_NOTED,
  /** The archive has answered a question; the answer is not noted. */
  COMMITMENT_ARCHIVE_ANSWERED,
  /** It is noted what the device is to be told; it has not been told. */
  COMMITMENT_DECIDED,
  /** The device has taken its report; that is not noted. */
  COMMITMENT_REPORT_TAKEN,
  /** It is noted that the device has taken its report. */
  COMMITMENT_REPORT_NOTED,
  /** Some of an exchange's objects are noted as swept; their files are there. */
  OBJECTS_SWEPT,
  /** A file that no row names any more is struck from the ledger; it is there. */
  FILE_STRUCK,
  /** A file that was struck from the ledger is removed; others that were struck are there. */
  FILE_REMOVED,
  /** At the start: a transaction of the redo log is to be done again. */
  START_REDO_DUE,
  /** At the start: a transaction of the redo log was done again. */
  START_REDO_DONE,
  /** At the start: the tables are as this release wants them; the redo log is the old one. */
  START_MIGRATED,
  /** At the start: the redo log begins anew. */
  START_REDO_RENEWED,
  /** At the start: bytes of a segment that no row names were cut off. */
  START_SEGMENT_CUT,
  /** At the start: a file that no row names was deleted. */
  START_FILE_DELETED
}

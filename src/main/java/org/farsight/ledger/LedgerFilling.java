package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Fills a ledger with exchanges that were received, converted, delivered long ago, by one statement
 * per table instead of one per row: for measurements of large ledgers. Their ids, UIDs and numbers
 * follow from their number; UIDs and patients come in no order, as real ones do.
 *
 * @param site ids are this and a number below {@link #SITES}
 * @param first when the first came
 * @param apart time between two
 */
public record LedgerFilling(String site, Instant first, Duration apart) {
  /** Branches that the exchanges come from in turn. */
  public static final int SITES = 20;

  /** Exchanges of one patient. */
  public static final int OF_PATIENT = 4;

  /** So many of the first exchanges wait to be read; all others were read long ago. */
  public static final int WAITING = 200;

  /** The steps that all have been done. */
  public static final List<String> STEPS = List.of("convert", "fhir", "archive");

  /** An odd factor makes other numbers of all numbers below a power of two. */
  private static final long FACTOR = 2_654_435_761L;

  private static final long RANGE = 1L << 32;

  /** Exchanges of one transaction, which senders wait for where an engine runs. */
  private static final int PIECE = 10_000;

  private static final long BYTES = 600_000;
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ?)";
  private static final String ID = "SUBSTR(CAST(1000000000 + i AS TEXT), 2)";
  private static final String MIXED = "CAST((i * " + FACTOR + ") % " + RANGE + " AS TEXT)";
  private static final String NUMBER_OF_PATIENT =
      "CAST((i / " + OF_PATIENT + " * " + FACTOR + ") % " + RANGE + " AS TEXT)";
  private static final String PATIENT = "'P' || " + NUMBER_OF_PATIENT;
  private static final String STUDY_UID = "'2.25.' || " + MIXED;
  private static final String MODALITY =
      "CASE i % 4 WHEN 0 THEN 'CT' WHEN 1 THEN 'DX' WHEN 2 THEN 'US' ELSE 'MR' END";
  private static final String DIGEST =
      "SUBSTR(CAST(10000000000 + (i * "
          + FACTOR
          + ") % "
          + RANGE
          + " AS TEXT), 2) ||"
          + " '0123456789abcdef0123456789abcdef0123456789abcdef012345'";

  /** Names the exchange with a number. */
  public static String id(long number) {
    return Long.toString(1_000_000_000 + number).substring(1);
  }

  /** Its Study Instance UID. */
  public static String study(long number) {
    return "2.25." + mixed(number);
  }

  /** The SOP Instance UID of its object. */
  public static String instance(long number) {
    return study(number) + ".1.1";
  }

  /** Its accession number. */
  public static String accession(long number) {
    return "A" + mixed(number);
  }

  /** The id of its patient. */
  public static String patient(long number) {
    return "P" + mixed(number / OF_PATIENT);
  }

  /** The name of its patient, who has the four terms that are filled in. */
  public static String name(long number) {
    return "Zh" + mixed(number / OF_PATIENT) + "^San=张" + mixed(number / OF_PATIENT);
  }

  private static long mixed(long number) {
    return number * FACTOR % RANGE;
  }

  /** Study Date of the exchange with a number: a day has so many as come in 24 hours. */
  public String date(long number) {
    return Long.toString(20_000_000 + number / perDay());
  }

  private long perDay() {
    return Duration.ofDays(1).dividedBy(apart);
  }

  /** When the exchange with a number came. */
  public Instant at(long number) {
    return first.plus(apart.multipliedBy(number));
  }

  /**
   * Adds exchanges. The ledger must be opened anew before others are written, since it remembers
   * its numbers.
   *
   * @param from number of the first
   * @param to number behind the last
   */
  public void fill(SqlLedger ledger, long from, long to) {
    for (long start = from; start < to; start += PIECE) {
      long begin = start;
      long last = Math.min(start + PIECE, to) - 1;
      ledger.<Void>change(
          tx -> {
            statements().forEach(sql -> tx.statements().execute(NUMBERS + sql, begin, last));
            tx.statements()
                .execute(
                    "INSERT INTO stored_file (file, committed_end, named, named_bytes)"
                        + " VALUES (?, ?, ?, ?)",
                    "segments/" + id(begin),
                    (last - begin + 1) * 2 * BYTES,
                    (last - begin + 1) * 2,
                    (last - begin + 1) * 2 * BYTES);
            tx.statements()
                .execute(
                    "INSERT INTO reading_mark (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    CaseRows.CHANGE,
                    last + 1);
            return null;
          });
    }
  }

  private List<String> statements() {
    String at = micros(first) + " + i * " + apart.toNanos() / 1000;
    String siteId = "'" + site + "' || CAST(i % " + SITES + " AS TEXT)";
    String file = "'segments/" + "' || SUBSTR(CAST(1000000000 + i / 10000 * 10000 AS TEXT), 2)";
    return List.of(
        " INSERT INTO exchange (id, site_id, kind, object_key, patient_id, patient_issuer,"
            + " accession, modality, priority, revision, first_at, last_at) SELECT "
            + String.join(", ", ID, siteId, "'STUDY'", STUDY_UID, PATIENT, "''", "'A' || " + MIXED)
            + ", "
            + String.join(", ", MODALITY, "0", "1", at, at)
            + " FROM n",
        " INSERT INTO arrival (id, exchange_id, revision, arrived_at, way, caller, digest, file,"
            + " byte_offset, byte_length, repeats, format, sop_class, sop_instance,"
            + " transfer_syntax, study, series, modality, patient_id, patient_issuer, accession)"
            + " SELECT i + 1, "
            + String.join(", ", ID, "1", at, "'C_STORE'", "'DEVICE'", DIGEST, file)
            + ", i % 10000 * 1200000, "
            + BYTES
            + ", 0, 'dicom', '1.2.840.10008.5.1.4.1.1.2', "
            + String.join(", ", STUDY_UID + " || '.1.1'", "'1.2.840.10008.1.2.1'", STUDY_UID)
            + ", "
            + String.join(", ", STUDY_UID + " || '.1'", MODALITY, PATIENT, "''", "'A' || " + MIXED)
            + " FROM n",
        " INSERT INTO step (exchange_id, name, done, wanted, attempts, due_at, trouble, why, proof,"
            + " done_at, urgency) SELECT "
            + ID
            + ", s.name, 1, 1, 1, NULL, NULL, NULL, '0000H', "
            + at
            + ", 0 FROM n CROSS JOIN (SELECT '"
            + String.join("' AS name UNION ALL SELECT '", STEPS)
            + "') s",
        " INSERT INTO conversion (exchange_id, revision, digest, file, byte_offset, byte_length)"
            + " SELECT "
            + String.join(", ", ID, "1", DIGEST, file, "i % 10000 * 1200000 + " + BYTES)
            + ", "
            + BYTES
            + " FROM n",
        " INSERT INTO story (id, exchange_id, told_at, event, revision, step, detail) SELECT"
            + " i * 3 + s.line, "
            + ID
            + ", "
            + at
            + ", s.event, 1, s.step, '0000H' FROM n CROSS JOIN (SELECT 1 AS line, 'CONVERTED' AS"
            + " event, 'convert' AS step UNION ALL SELECT 2, 'DELIVERED', 'fhir'"
            + " UNION ALL SELECT 3, 'DELIVERED', 'archive') s",
        " INSERT INTO study (exchange_id, patient_name, birth_date, sex, study_date, study_time,"
            + " description, study_id, referring_physician) SELECT "
            + ID
            + ", 'Zh' || "
            + NUMBER_OF_PATIENT
            + " || '^San=张' || "
            + NUMBER_OF_PATIENT
            + ", '19700101', 'O', "
            + date()
            + ", '080000', 'Thorax', '', '' FROM n",
        " INSERT INTO study_day (study_date, site_id, modality, exchange_id) SELECT "
            + String.join(", ", date(), siteId, MODALITY, ID)
            + " FROM n",
        " INSERT INTO study_name (name, exchange_id) SELECT t.before || "
            + NUMBER_OF_PATIENT
            + " || t.behind, "
            + ID
            + " FROM n CROSS JOIN (SELECT 'zh' AS before, 'san' AS behind"
            + " UNION ALL SELECT 'sanzh', '' UNION ALL SELECT '张', '' UNION ALL SELECT '', '张') t",
        " INSERT INTO series (exchange_id, series, modality, number, description, body_part,"
            + " laterality, station, series_date, series_time, performed_date, performed_time,"
            + " requested_procedure, scheduled_step) SELECT "
            + String.join(", ", ID, STUDY_UID + " || '.1'", MODALITY)
            + ", '1', '', '', '', '', '', '', '', '', '', '' FROM n",
        cases(siteId, at));
  }

  private String date() {
    return "CAST(20000000 + i / " + perDay() + " AS TEXT)";
  }

  private static String cases(String siteId, String at) {
    String waits = "CASE WHEN i < " + WAITING + " THEN ";
    return " INSERT INTO reading_case (id, exchange_id, addendum, site_id, patient, patient_id,"
        + " patient_name, patient_sex, accession, modality, description, task, task_version,"
        + " task_updated_at, service_request, status, progress, priority, critical, owner_kind,"
        + " owner_id, owner_name, deadline, received_at, complete_at, open, change) SELECT "
        + String.join(", ", ID, ID, "0", siteId, "'Patient/' || " + PATIENT, PATIENT)
        + ", 'Synthetic', 'other', "
        + String.join(", ", "'A' || " + MIXED, MODALITY, "'Thorax'", "'Task/' || " + ID, "'1'", at)
        + ", 'ServiceRequest/' || "
        + String.join(", ", ID, waits + "'REQUESTED' ELSE 'COMPLETED' END")
        + ", "
        + waits
        + "'COMPLETE' ELSE 'SIGNED' END, 0, 0, 'DEPARTMENT', 'reading', 'Reading', "
        + String.join(", ", at + " + 3600000000", at, at, waits + "1 ELSE 0 END", "i + 1")
        + " FROM n";
  }
}

package org.farsight.exchange;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;

/**
 * What a study or an ECG says of itself by which its order can be found. Text that it does not say
 * is empty. Holds a person, so {@code toString} says only what may be logged.
 *
 * @param exchangeId of its exchange
 * @param siteId where it was made
 * @param key of its exchange: Study Instance UID (0020,000D), or the digest of an ECG file
 * @param accession Accession Number (0008,0050), or the order number that the file carries
 * @param modalities (0008,0060) of its objects, sorted, each once
 * @param at when it began; when it came, where it does not say
 * @param patient who was examined
 */
public record Examination(
    String exchangeId,
    String siteId,
    String key,
    String accession,
    List<String> modalities,
    Instant at,
    Person patient) {

  /** Sorts the modalities; the ledger keeps microseconds. */
  public Examination {
    TreeSet<String> sorted = new TreeSet<>();
    modalities.forEach(one -> sorted.add(one.replaceAll("\\s", "")));
    sorted.remove("");
    modalities = List.copyOf(sorted);
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The patient.
   *
   * @param id Patient ID (0010,0020)
   * @param issuer Issuer of Patient ID (0010,0021); empty: the site
   * @param name as PN writes it (PS3.5 §6.2.1.2)
   * @param birthDate {@code YYYYMMDD}
   * @param sex {@code M}, {@code F} or {@code O}
   * @param card number of an id card, not checked
   */
  public record Person(
      String id, String issuer, String name, String birthDate, String sex, String card) {
    @Override
    public String toString() {
      return "Person[…]";
    }
  }

  @Override
  public String toString() {
    return "Examination " + exchangeId;
  }
}

package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Commitment.Stage;
import org.jspecify.annotations.Nullable;

/** Port: requests for storage commitment in the ledger, for reading. Safe for many threads. */
public interface Commitments {

  /** The request with this number. */
  Optional<Commitment> commitment(long id);

  /** Numbers of requests whose time has come, the oldest first. */
  List<Long> due(Instant now, int limit);

  /** What is known of each of its objects, in the order of the request. */
  List<Standing> standing(long id);

  /** What archives have said for this request: target, SOP Instance UID, outcome. */
  Map<String, Map<String, Integer>> answers(long id);

  /** The newest question that an archive was asked for this request. */
  Optional<Question> newestQuestion(long id, String target);

  /** Requests that speak of objects of an exchange, oldest first. */
  List<Summary> ofExchange(String exchangeId);

  /** Number of requests that are not finished. */
  long open();

  /**
   * What is known of an object that was asked about.
   *
   * @param position in the request, from 0
   * @param reference as asked, with what is decided
   * @param kept how it is kept; null where it is not here
   * @param keptBack true if an object under this UID was kept back that came from the device's site
   */
  record Standing(
      int position, Commitment.Reference reference, @Nullable Kept kept, boolean keptBack) {
    /** How it is kept, if it is here. */
    public Optional<Kept> keptIfAny() {
      return Optional.ofNullable(kept);
    }
  }

  /**
   * An object that is kept.
   *
   * @param exchangeId the exchange it belongs to
   * @param siteId the site of the exchange
   * @param revision of the exchange that it made
   * @param sopClass its SOP Class UID
   * @param study its Study Instance UID
   * @param series its Series Instance UID, may be empty
   */
  record Kept(
      String exchangeId,
      String siteId,
      int revision,
      String sopClass,
      String study,
      String series) {}

  /**
   * A request for storage commitment of ours to an archive.
   *
   * @param transactionUid ours
   * @param commitmentId the device's request it serves
   * @param target the archive
   * @param askedAt when
   * @param answered true if the archive has reported
   */
  record Question(
      String transactionUid, long commitmentId, String target, Instant askedAt, boolean answered) {}

  /**
   * A request in short.
   *
   * @param committed number of objects that are safe
   * @param failed number of objects that are not
   * @param undecided number of the others
   */
  record Summary(
      String transactionUid,
      String caller,
      Instant requestedAt,
      Stage stage,
      int attempts,
      int committed,
      int failed,
      int undecided) {}

  /** Writing, within a transaction of the ledger. */
  interface Writer {
    /** The request that a device knows by this transaction. */
    Optional<Commitment> find(String transactionUid, String caller);

    /** The request with this number. */
    Optional<Commitment> commitment(long id);

    /**
     * Writes a new request with its objects.
     *
     * @param commitment its {@code id} is ignored
     * @return its number
     */
    long open(Commitment commitment);

    /** Writes stage, attempts and times of a request. */
    void put(Commitment commitment);

    /** Decides one of its objects, for good. */
    void decide(long id, int position, int outcome);

    /** Notes a question before it is asked. */
    void ask(Question question);

    /** Forgets a question that could not be asked: the archive does not offer the service. */
    void withdraw(String transactionUid);

    /** The question with this transaction UID of ours. */
    Optional<Question> question(String transactionUid);

    /** Notes that a question was answered. */
    void answered(String transactionUid);

    /** Notes what an archive says of an object. */
    void answer(long id, String target, String sopInstance, int outcome);
  }
}

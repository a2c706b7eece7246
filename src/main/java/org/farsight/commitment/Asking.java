package org.farsight.commitment;

import static org.farsight.dicom.service.CommitmentReport.NO_SUCH_OBJECT_INSTANCE;
import static org.farsight.dicom.service.CommitmentReport.PROCESSING_FAILURE;
import static org.farsight.exchange.Commitment.Reference.COMMITTED;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.commitment.Archives.Reply;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.SopReference;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Commitments.Kept;
import org.farsight.exchange.Commitments.Question;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Target;

/** Asks an archive about the objects of a request and writes down what it says. */
final class Asking {
  /** An archive that has just taken objects may not have indexed them yet. */
  private static final int LOOKS = 5;

  private final CommitmentPorts ports;
  private final CommitmentOptions options;
  private final Archives archives;

  /** A question from before the start: the association by which it was asked is gone. */
  private final Instant started;

  Asking(CommitmentPorts ports, CommitmentOptions options, Archives archives) {
    this.ports = ports;
    this.options = options;
    this.archives = archives;
    this.started = ports.now();
  }

  /**
   * Asks as the site wants it.
   *
   * @param objects SOP Instance UID → how it is kept: all that the archive has not spoken of
   * @return when the request is to be looked at again
   */
  Instant ask(
      Commitment request, CommitmentMode mode, Target.Archive archive, Map<String, Kept> objects) {
    Optional<Question> open =
        ports
            .commitments()
            .newestQuestion(request.id(), archive.id())
            .filter(question -> !question.answered())
            .filter(question -> until(question).isAfter(ports.now()))
            .filter(question -> !question.askedAt().isBefore(started));
    if (open.isPresent()) {
      return until(open.get());
    }
    Reply reply =
        switch (mode) {
          case AUTOMATIC -> {
            Reply first = commit(request, archive, objects);
            yield first instanceof Reply.NotOffered ? archives.find(archive, objects) : first;
          }
          case ARCHIVE_COMMITTED -> commit(request, archive, objects);
          case ARCHIVE_STORED, DURABLE_HERE -> archives.find(archive, objects);
        };
    ports.listener().answered(request);
    return note(request, archive, objects, reply);
  }

  private Instant until(Question question) {
    return question.askedAt().plus(options.answer());
  }

  private Reply commit(Commitment request, Target.Archive archive, Map<String, Kept> objects) {
    String uid = Uid.random();
    Question question = new Question(uid, request.id(), archive.id(), ports.now(), false);
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.commitments().ask(question);
              return null;
            });
    List<SopReference> references =
        objects.entrySet().stream()
            .map(object -> new SopReference(object.getValue().sopClass(), object.getKey()))
            .toList();
    ports.listener().asking(request);
    Reply reply = archives.commit(archive, uid, references, options.association());
    if (reply instanceof Reply.NotOffered) {
      ports
          .ledger()
          .<Void>write(
              tx -> {
                tx.commitments().withdraw(uid);
                return null;
              });
    } else if (reply instanceof Reply.Trouble) {
      // it may be asked anew at once; should it report on this one all the same, that counts
      ports
          .ledger()
          .<Void>write(
              tx -> {
                tx.commitments().answered(uid);
                return null;
              });
    }
    return reply;
  }

  private Instant note(
      Commitment request, Target.Archive archive, Map<String, Kept> objects, Reply reply) {
    Instant now = ports.now();
    switch (reply) {
      case Reply.Reported reported -> {
        var unused = relay(archive.aet(), reported.report());
        return now;
      }
      case Reply.Later ignored -> {
        return now.plus(options.answer());
      }
      case Reply.Has has -> {
        boolean last = request.attempts() + 1 >= LOOKS;
        Map<String, Integer> answers = new HashMap<>();
        objects.keySet().stream()
            .filter(object -> last || has.instances().contains(object))
            .forEach(
                object ->
                    answers.put(
                        object,
                        has.instances().contains(object) ? COMMITTED : NO_SUCH_OBJECT_INSTANCE));
        write(request, archive, answers);
        return answers.size() == objects.size()
            ? now
            : delay(request, archive.aet() + " does not find all objects yet");
      }
      case Reply.NotOffered not -> {
        ports.listener().delayed(request, not.why());
        Map<String, Integer> answers = new HashMap<>();
        objects.keySet().forEach(object -> answers.put(object, PROCESSING_FAILURE));
        write(request, archive, answers);
        return now;
      }
      case Reply.Trouble trouble -> {
        return delay(request, trouble.why());
      }
    }
  }

  private void write(Commitment request, Target.Archive archive, Map<String, Integer> answers) {
    ports
        .ledger()
        .<Void>write(
            tx -> {
              answers.forEach(
                  (object, outcome) ->
                      tx.commitments().answer(request.id(), archive.id(), object, outcome));
              return null;
            });
  }

  private Instant delay(Commitment request, String why) {
    ports.listener().delayed(request, why);
    Instant next = ports.now().plus(options.retry().after(request.attempts() + 1));
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.commitments()
                  .commitment(request.id())
                  .ifPresent(now -> tx.commitments().put(now.failed(next)));
              return null;
            });
    return next;
  }

  /**
   * Takes an archive's report on a question of ours: each object of the request that the archive
   * does not speak of has failed.
   *
   * @param aet who reports
   * @return false where nobody waits for it
   */
  boolean relay(String aet, CommitmentReport report) {
    Map<String, Integer> said = new HashMap<>();
    report.committed().forEach(object -> said.put(object.sopInstance(), COMMITTED));
    report
        .failed()
        .forEach(failure -> said.put(failure.reference().sopInstance(), failure.reason()));
    Instant now = ports.now();
    return ports.ledger().write(tx -> relay(tx, aet, report.transactionUid(), said, now));
  }

  private boolean relay(
      Ledger.Transaction tx,
      String aet,
      String transactionUid,
      Map<String, Integer> said,
      Instant now) {
    Optional<Question> question = tx.commitments().question(transactionUid);
    Optional<String> expected =
        question.map(q -> ports.archives().get(q.target())).map(Target.Archive::aet);
    Optional<Commitment> request =
        question.flatMap(q -> tx.commitments().commitment(q.commitmentId()));
    if (question.isEmpty() || request.isEmpty() || !expected.equals(Optional.of(aet))) {
      return false;
    }
    tx.commitments().answered(transactionUid);
    if (request.get().stage() == Commitment.Stage.DECIDING) {
      for (Commitment.Reference one : request.get().references()) {
        if (one.outcome().isEmpty()) {
          int outcome = said.getOrDefault(one.sopInstance(), PROCESSING_FAILURE);
          tx.commitments()
              .answer(request.get().id(), question.get().target(), one.sopInstance(), outcome);
        }
      }
      tx.commitments().put(request.get().later(now));
    }
    return true;
  }
}

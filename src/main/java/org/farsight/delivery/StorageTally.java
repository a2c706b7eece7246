package org.farsight.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Status;
import org.farsight.exchange.Delivery.Progress;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;

/** What an archive answered to the objects of one delivery, and what follows from all of it. */
final class StorageTally {

  private static final int MOST_WORDS = 3;

  private final String archive;
  private final boolean triedBefore;
  private final Progress progress;
  private final List<String> refusals = new ArrayList<>();
  private int stored;
  private int warnings;
  private String warning = "";
  private String shortage = "";
  private Cause shortOf = Cause.TARGET;
  private int refused;
  private final Set<String> recodedFrom = new TreeSet<>();
  private int recoded;
  private int found;
  private final List<String> made = new ArrayList<>();

  /**
   * @param triedBefore whether an earlier try may have left objects at the archive
   */
  StorageTally(String archive, boolean triedBefore, Progress progress) {
    this.archive = archive;
    this.triedBefore = triedBefore;
    this.progress = progress;
  }

  /**
   * Takes one answer.
   *
   * @return true if the archive is short of something: no use in sending it more now
   */
  boolean answered(Outgoing object, Status status) {
    if (status.done()) {
      stored++;
      if (object.made()) {
        made.add(object.object().sopInstance());
      }
      if (status.category() == Status.Category.WARNING) {
        warnings++;
        warning = status.describe();
      }
      // in order only: behind a refused object nothing is settled
      if (refused == 0) {
        progress.accepted(object.revision());
      }
      return false;
    }
    if (triedBefore && status.code() == Status.DUPLICATE_SOP_INSTANCE.code()) {
      found(object);
      return false;
    }
    Optional<Cause> passing = passing(status);
    if (passing.isPresent()) {
      shortage = status.describe();
      shortOf = passing.get();
      return true;
    }
    refused(object, status.describe());
    return false;
  }

  /** Takes an object that an earlier try has left at the archive. */
  void found(Outgoing object) {
    found++;
    stored++;
    if (refused == 0) {
      progress.accepted(object.revision());
    }
  }

  /** Notes that an object was stored in implicit VR little endian instead of its own syntax. */
  void recoded(String transferSyntax) {
    recoded++;
    recodedFrom.add(transferSyntax);
  }

  /** Takes a refusal that will not change by itself. */
  void refused(Outgoing object, String why) {
    refused++;
    String words = why + " for " + object.object().sopInstance();
    if (refusals.size() < MOST_WORDS) {
      refusals.add(words);
    }
  }

  /** What follows when each object has had its answer. */
  DeliveryOutcome outcome() {
    if (refused > 0) {
      int more = refused - refusals.size();
      return new DeliveryOutcome.Refused(
          refused
              + " of "
              + (refused + stored)
              + " objects refused by "
              + archive
              + ": "
              + String.join("; ", refusals)
              + (more > 0 ? "; and " + more + " more" : ""));
    }
    String words = stored + (stored == 1 ? " object" : " objects") + " stored at " + archive;
    words += warnings == 0 ? ", 0000H" : ", " + warnings + " of them with " + warning;
    words += found == 0 ? "" : ", " + found + " of them left there by an earlier try";
    words += made.isEmpty() ? "" : ", made of the file as " + String.join(", ", made);
    return new DeliveryOutcome.Accepted(recoded == 0 ? words : words + "; " + recoding());
  }

  private String recoding() {
    String syntaxes =
        recodedFrom.stream()
            .map(uid -> TransferSyntax.of(uid).name() + " (" + uid + ")")
            .collect(Collectors.joining(" nor "));
    return recoded
        + " re-encoded to implicit VR little endian: "
        + archive
        + " takes no "
        + syntaxes;
  }

  /** What follows when the archive is short of something. */
  DeliveryOutcome interrupted() {
    return interrupted(shortage, shortOf);
  }

  /** What follows when the delivery broke off; what was accepted before need not be sent again. */
  DeliveryOutcome interrupted(String why, Cause cause) {
    return new DeliveryOutcome.Retry(
        null, archive + " after " + stored + " objects: " + why, cause);
  }

  /**
   * Failures that pass (PS3.4 §B.2.3, PS3.7 annex C): the archive is short of resources, or failed
   * to process what may be this object's fault or its own. Empty for those that do not.
   */
  private static Optional<Cause> passing(Status status) {
    if ((status.code() & 0xFF00) == 0xA700 || status.code() == Status.RESOURCE_LIMITATION.code()) {
      return Optional.of(Cause.TARGET);
    }
    return status.code() == Status.PROCESSING_FAILURE.code()
        ? Optional.of(Cause.EITHER)
        : Optional.empty();
  }
}

package org.farsight.commitment;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.Commitments.Kept;
import org.farsight.exchange.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks archives what they have. Safe for many threads. */
final class Archives {
  private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

  private final Function<Target.Archive, Connector> connectors;

  /** What an archive says. */
  sealed interface Reply {
    /**
     * It has reported.
     *
     * @param report under our transaction UID
     */
    record Reported(CommitmentReport report) implements Reply {}

    /** It has taken the request and reports later, by calling us. */
    record Later() implements Reply {}

    /**
     * It was asked what it has.
     *
     * @param instances SOP Instance UIDs among those asked for
     */
    record Has(Set<String> instances) implements Reply {}

    /** It does not offer the service. */
    record NotOffered(String why) implements Reply {}

    /** It could not be asked, or could not answer, this time. */
    record Trouble(String why) implements Reply {}
  }

  Archives(Function<Target.Archive, Connector> connectors) {
    this.connectors = connectors;
  }

  private static AeAddress address(Target.Archive archive) {
    return new AeAddress(archive.aet(), archive.host(), archive.port());
  }

  /**
   * Asks for storage commitment.
   *
   * @param transactionUid of ours, noted already
   * @param patience for the report over the same association
   */
  Reply commit(
      Target.Archive archive,
      String transactionUid,
      List<SopReference> objects,
      Duration patience) {
    StorageCommitmentScu scu = null;
    try {
      scu =
          StorageCommitmentScu.open(
              connectors.apply(archive), archive.callingAet(), address(archive));
      Status status = scu.request(transactionUid, objects);
      if (!status.done()) {
        return new Reply.Trouble(archive.aet() + " refused the request: " + status.describe());
      }
      Optional<CommitmentReport> report =
          scu.awaitReport(patience).filter(r -> r.transactionUid().equals(transactionUid));
      return report.<Reply>map(Reply.Reported::new).orElseGet(Reply.Later::new);
    } catch (ContextNotAcceptedException e) {
      return new Reply.NotOffered(archive.aet() + " offers no storage commitment");
    } catch (IOException e) {
      return new Reply.Trouble(String.valueOf(e.getMessage()));
    } finally {
      release(scu);
    }
  }

  /** What was answered counts, however the archive takes the farewell. */
  private static void release(@Nullable StorageCommitmentScu scu) {
    if (scu != null) {
      try {
        scu.close();
      } catch (AssociationException e) {
        LOG.debug("release: {}", e.getMessage());
      }
    }
  }

  /**
   * Asks by Study Root C-FIND at the level of instances, one query for each series.
   *
   * @param objects SOP Instance UID → how it is kept
   */
  Reply find(Target.Archive archive, Map<String, Kept> objects) {
    record Series(String study, String series) {}
    Map<Series, Set<String>> bySeries = new HashMap<>();
    objects.forEach(
        (instance, kept) ->
            bySeries
                .computeIfAbsent(new Series(kept.study(), kept.series()), series -> new TreeSet<>())
                .add(instance));
    Set<String> has = new TreeSet<>();
    try (QueryScu scu =
        QueryScu.open(
            connectors.apply(archive),
            archive.callingAet(),
            address(archive),
            InformationModel.STUDY_ROOT)) {
      for (Map.Entry<Series, Set<String>> entry : bySeries.entrySet()) {
        DataSet keys =
            new DataSet()
                .put(Tag.SOP_INSTANCE_UID, VR.UI, "")
                .put(Tag.STUDY_INSTANCE_UID, VR.UI, entry.getKey().study())
                .put(Tag.SERIES_INSTANCE_UID, VR.UI, entry.getKey().series());
        Status status =
            scu.find(
                QueryLevel.IMAGE,
                keys,
                match -> {
                  match
                      .string(Tag.SOP_INSTANCE_UID)
                      .filter(entry.getValue()::contains)
                      .ifPresent(has::add);
                  return true;
                });
        if (!status.done()) {
          return new Reply.Trouble(archive.aet() + " failed a query: " + status.describe());
        }
      }
      return new Reply.Has(has);
    } catch (ContextNotAcceptedException e) {
      return new Reply.NotOffered(archive.aet() + " offers no Study Root C-FIND");
    } catch (IOException e) {
      return new Reply.Trouble(String.valueOf(e.getMessage()));
    }
  }
}

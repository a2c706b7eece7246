package org.farsight.delivery;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ObjectFacts;

/**
 * Asks an archive by C-FIND (PS3.4 §C.4.1, Study Root, one series) which objects an earlier try
 * that got no answer has left there. Where it offers no query, or fails it, they are sent again,
 * which changes nothing: C-STORE of the same instance leaves the same instance.
 */
final class EarlierStore {
  /** More instances of a series than this are not looked at: the rest is sent again. */
  private static final int MOST = 10_000;

  private EarlierStore() {}

  /**
   * SOP Instance UIDs of the first object's series that the archive has.
   *
   * @param objects to be stored, in order; what is in doubt is at the beginning
   * @throws AssociationException where the archive cannot be reached at all
   */
  static Set<String> find(StoragePool.Peer archive, List<Arrival> objects)
      throws AssociationException {
    if (objects.isEmpty()) {
      return Set.of();
    }
    ObjectFacts first = objects.getFirst().facts();
    if (!first.isDicom() || first.study().isEmpty() || first.series().isEmpty()) {
      return Set.of();
    }
    DataSet keys =
        new DataSet()
            .put(Tag.SOP_INSTANCE_UID, VR.UI, "")
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, first.study())
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, first.series());
    Set<String> there = new HashSet<>();
    try (QueryScu scu =
        QueryScu.open(
            archive.connector(),
            archive.callingAeTitle(),
            archive.address(),
            InformationModel.STUDY_ROOT)) {
      scu.find(
          QueryLevel.IMAGE,
          keys,
          match -> {
            match.string(Tag.SOP_INSTANCE_UID).ifPresent(there::add);
            return there.size() < MOST;
          });
      return there;
    } catch (ContextNotAcceptedException | RequestFailedException e) {
      return there;
    } catch (AssociationException.ConnectFailed | AssociationException.TlsFailed e) {
      throw e;
    } catch (IOException e) {
      return there; // refused or broken off: an archive may turn a query away and take objects
    }
  }
}

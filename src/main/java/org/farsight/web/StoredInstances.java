package org.farsight.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.web.StoredDataSet;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Catalogue.Selection;
import org.farsight.exchange.ContentStore;

/** The objects that are kept, by the UIDs of a DICOMweb address. */
final class StoredInstances {

  private final Catalogue catalogue;
  private final ContentStore store;

  /** Reads from these. */
  StoredInstances(Catalogue catalogue, ContentStore store) {
    this.catalogue = catalogue;
    this.store = store;
  }

  /**
   * The objects that the UIDs {@code study}, {@code series} and {@code instance} mean, without
   * those that retention has removed; a problem where it has removed them all.
   */
  List<Arrival> find(DicomWebCall call) throws IOException {
    Selection selection =
        Selection.of(
            call.site(),
            Set.of(call.uid("study")),
            call.uidIfAny("series").map(Set::of).orElse(Set.of()),
            call.uidIfAny("instance").map(Set::of).orElse(Set.of()));
    List<Arrival> found = new ArrayList<>();
    catalogue.instances(selection, entry -> found.add(entry.arrival()));
    if (found.isEmpty()) {
      throw HttpProblem.notFound("no object of this address is kept here");
    }
    found.removeIf(arrival -> arrival.content().isSwept());
    if (found.isEmpty()) {
      throw HttpProblem.swept();
    }
    return found;
  }

  /** The object of an instance's address. */
  Arrival one(DicomWebCall call) throws IOException {
    return find(call).getFirst();
  }

  /** Its bytes. */
  StoredDataSet dataSet(Arrival arrival) {
    return new StoredDataSet(
        () -> store.open(arrival.content()), arrival.content().length(), syntax(arrival));
  }

  static TransferSyntax syntax(Arrival arrival) {
    return TransferSyntax.of(arrival.facts().transferSyntax());
  }
}

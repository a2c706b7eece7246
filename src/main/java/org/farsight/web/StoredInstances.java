package org.farsight.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.web.StoredDataSet;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;

/** The objects that are kept, by the UIDs of a DICOMweb address. */
public final class StoredInstances {

  private static final int STUDIES_OF_ONE_UID = 10;

  private final Ledger ledger;
  private final ContentStore store;

  /** Reads from these. */
  public StoredInstances(Ledger ledger, ContentStore store) {
    this.ledger = ledger;
    this.store = store;
  }

  /** The objects that the UIDs {@code study}, {@code series} and {@code instance} mean. */
  List<Arrival> find(DicomWebCall call) {
    String study = call.uid("study");
    Optional<String> series = call.uidIfAny("series");
    Optional<String> instance = call.uidIfAny("instance");
    List<Arrival> found = new ArrayList<>();
    for (Exchange exchange : ledger.find(study, STUDIES_OF_ONE_UID)) {
      if (exchange.kind() == Kind.STUDY && exchange.key().equals(study)) {
        for (Arrival arrival : ledger.arrivals(exchange.id(), 0)) {
          if (series.filter(s -> !s.equals(arrival.facts().series())).isEmpty()
              && instance.filter(i -> !i.equals(arrival.facts().sopInstance())).isEmpty()) {
            found.add(arrival);
          }
        }
      }
    }
    if (found.isEmpty()) {
      throw HttpProblem.notFound("no object of this address is kept here");
    }
    return found;
  }

  /** The object of an instance's address. */
  Arrival one(DicomWebCall call) {
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

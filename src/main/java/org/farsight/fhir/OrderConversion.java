package org.farsight.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.farsight.exchange.Worklist;
import org.farsight.orders.Hl7Orders;
import org.farsight.orders.KnownOrder;
import org.farsight.orders.OrderWord;

/**
 * An order as all words about it say, as Patient and ServiceRequest. Both are shared: made where
 * the core hospital has none; what the order owns of one that is there is changed by the delivery.
 * It asks for an examination: what is to be read comes with that.
 */
final class OrderConversion {
  private final ContentStore store;
  private final ConversionOptions options;
  private final PatientResource.Saying device;
  private final Hl7Orders messages = new Hl7Orders();
  private final FhirOrders resources = new FhirOrders();

  OrderConversion(ContentStore store, ConversionOptions options, PatientResource.Saying device) {
    this.device = device;
    this.store = store;
    this.options = options;
  }

  /**
   * A transaction, and what the order book is to say.
   *
   * @param draft the transaction
   * @param known the order
   */
  record Drafted(Draft draft, KnownOrder known) {}

  /**
   * Drafts the transaction.
   *
   * @throws DocumentException if a word cannot be read, or nobody has said whom it is about
   */
  Drafted convert(Exchange exchange, Site site, List<Arrival> arrivals, Notes notes)
      throws IOException, DocumentException {
    List<KnownOrder.Heard> heard = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      heard.add(new KnownOrder.Heard(word(arrival), arrival.at()));
    }
    KnownOrder known = KnownOrder.of(exchange, site, heard);
    known.notes().forEach(notes::add);
    if (known.patient().isEmpty()) {
      throw new DocumentException(
          "nothing is known of the order but this word, which names no patient", "PID[1]-3");
    }
    Draft draft =
        Draft.start(
            of(exchange, known.order().step().patient()),
            site,
            options,
            EcgPolicy.PLAIN,
            known.patient().get(),
            device,
            OrderSearch.NONE,
            notes);
    OrderRequest.add(draft, known);
    draft.addProvenance(arrivals);
    return new Drafted(draft, known);
  }

  private OrderWord word(Arrival arrival) throws IOException, DocumentException {
    return arrival.facts().format().equals(FhirOrders.FORMAT)
        ? resources.word(store.read(arrival.content(), resources.longest()))
        : messages.word(store.read(arrival.content(), messages.longest()));
  }

  /** The exchange of the patient whom the newest word names; the first word may name nobody. */
  private static Exchange of(Exchange exchange, Worklist.Patient patient) {
    return new Exchange(
        exchange.id(),
        exchange.siteId(),
        exchange.kind(),
        exchange.key(),
        patient.id(),
        patient.issuer(),
        exchange.accession(),
        exchange.modality(),
        exchange.priority(),
        exchange.revision(),
        exchange.firstAt(),
        exchange.lastAt());
  }
}

package org.farsight.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DocumentException;

/**
 * Hands a report, or a critical value, back to its branch by one way. What is handed over is the
 * newest there is; a way that was down gets none of those between. Safe for use by many threads.
 *
 * @param documents reads what goes back
 * @param carrier takes it there
 */
public record ReturnDelivery(ReturnDocuments documents, Carrier carrier) implements Delivery {

  /** One kind of way. Tries once, as {@link Delivery#deliver}. */
  interface Carrier {
    /** Hands over a version of a report. */
    DeliveryOutcome report(Work work, Document.Read read) throws IOException;

    /** Tells of a critical value. */
    DeliveryOutcome critical(Work work, Document.Told told) throws IOException;
  }

  /**
   * What delivers by a way; nothing is opened before {@link #deliver}.
   *
   * @param ports what ways need
   */
  public static ReturnDelivery by(BranchWay way, ReturnDocuments documents, ReturnPorts ports) {
    return new ReturnDelivery(
        documents,
        switch (way) {
          case BranchWay.Fhir fhir -> new ReturnByFhir(fhir, ports.fhir());
          case BranchWay.Hl7 hl7 -> new ReturnByHl7(hl7, ports.orders());
          case BranchWay.Dicom dicom ->
              new ReturnByDicom(dicom, ports.archives(), ports.connectors().of(dicom.node()));
          case BranchWay.Folder folder -> new ReturnByFolder(folder, ports.killSwitch());
          case BranchWay.Page page -> new ReturnByPage();
        });
  }

  @Override
  public DeliveryOutcome deliver(Work work) {
    try {
      return switch (documents.newest(work)) {
        case Document.Read read -> carrier.report(work, read);
        case Document.Told told -> carrier.critical(work, told);
        case Document.Nothing nothing ->
            new DeliveryOutcome.Accepted("the branch's own answer, which it need not be told");
      };
    } catch (DocumentException e) {
      return new DeliveryOutcome.Refused("what was kept cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

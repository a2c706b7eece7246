package org.farsight.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DocumentException;
import org.farsight.fhir.DrawingConversion;

/**
 * Draws the ECGs of an exchange and hands the drawings to a FHIR server that has the recordings. A
 * transaction for each, so that a study of many is handed over piece by piece. Safe for use by many
 * threads.
 */
public final class DrawingDelivery implements Delivery {
  private final FhirDelivery server;
  private final DrawingConversion drawings;

  /** To the server of another delivery. */
  public DrawingDelivery(FhirDelivery server, DrawingConversion drawings) {
    this.server = server;
    this.drawings = drawings;
  }

  @Override
  public DeliveryOutcome deliver(Work work) {
    int drawn = 0;
    for (Arrival arrival : work.arrivals()) {
      Optional<byte[]> bundle;
      try {
        bundle = bundle(work, arrival);
      } catch (DocumentException e) {
        return new DeliveryOutcome.Refused(String.valueOf(e.getMessage()));
      }
      if (bundle.isPresent()) {
        DeliveryOutcome outcome = server.transaction(work, bundle.get());
        if (!(outcome instanceof DeliveryOutcome.Accepted)) {
          return outcome;
        }
        drawn++;
      }
      work.progress().accepted(arrival.revision());
    }
    return new DeliveryOutcome.Accepted(drawn + (drawn == 1 ? " drawing" : " drawings"));
  }

  /** Empty where there is nothing to draw; that it is broken was said when it was converted. */
  private Optional<byte[]> bundle(Work work, Arrival arrival) throws DocumentException {
    try {
      return drawings.convert(work.exchange(), work.site(), arrival);
    } catch (EcgFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

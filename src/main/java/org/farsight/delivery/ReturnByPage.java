package org.farsight.delivery;

import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;

/**
 * The branch's own page, which shows what the engine itself holds: it is there as soon as the core
 * hospital has it. That somebody has opened it is noted beside (see {@link
 * org.farsight.exchange.Returning#opened}).
 */
final class ReturnByPage implements ReturnDelivery.Carrier {

  @Override
  public DeliveryOutcome report(Work work, Document.Read read) {
    return new DeliveryOutcome.Accepted("on the branch's page");
  }

  @Override
  public DeliveryOutcome critical(Work work, Document.Told told) {
    return new DeliveryOutcome.Accepted("on the branch's page");
  }
}

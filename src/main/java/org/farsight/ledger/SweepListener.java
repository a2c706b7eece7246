package org.farsight.ledger;

import java.time.Duration;
import org.farsight.exchange.Exchange;

/** Is told what retention does. Called by its thread. */
public interface SweepListener {
  /** All bytes of an exchange are swept; their files may be there still. */
  void swept(Exchange exchange, int objects, long bytes);

  /** A file that no row names was removed. */
  void removed(String file);

  /** An exchange could not be swept or forgotten; the others go on, and it is tried again. */
  void failed(Exchange exchange, RuntimeException cause);

  /** A sweep has come to its end. */
  void finished(RetentionSweep.Result result, Duration took);
}

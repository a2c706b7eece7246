package org.farsight.app;

import java.time.Duration;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Step;
import org.farsight.exchange.Steps;
import org.farsight.exchange.Way;

/**
 * Meters in an engine that the crash test ends: what is counted is a place that work has come to.
 */
final class KillingMeters extends Meters {
  private final KillSwitch killSwitch;

  KillingMeters(KillSwitch killSwitch) {
    this.killSwitch = killSwitch;
  }

  @Override
  public void answered(Way way, String siteId, long bytes, Receipt receipt) {
    super.answered(way, siteId, bytes, receipt);
    killSwitch.pass(KillPoint.RECEIPT_GIVEN);
  }

  @Override
  public void committed(int objects, long nanos) {
    super.committed(objects, nanos);
    if (objects > 0) {
      killSwitch.pass(KillPoint.ANSWERS_GIVEN);
    }
  }

  @Override
  public void finished(Exchange exchange, String step, Steps.Result result, Duration took) {
    super.finished(exchange, step, result, took);
    switch (result) {
      case DONE ->
          killSwitch.pass(
              step.equals(Step.CONVERT) ? KillPoint.CONVERSION_NOTED : KillPoint.DELIVERY_NOTED);
      case PARKED -> killSwitch.pass(KillPoint.STEP_PARKED);
      case NOT_DUE, RUNNING, HELD, POSTPONED, QUARANTINED -> {
        // nothing follows from it
      }
    }
  }

  @Override
  public void progressed(Exchange exchange, String step, int revision) {
    super.progressed(exchange, step, revision);
    killSwitch.pass(KillPoint.PROGRESS_NOTED);
  }

  @Override
  public void requested(Commitment commitment, boolean repeated) {
    super.requested(commitment, repeated);
    killSwitch.pass(KillPoint.COMMITMENT_REQUEST_NOTED);
  }

  @Override
  public void asking(Commitment commitment) {
    super.asking(commitment);
    killSwitch.pass(KillPoint.COMMITMENT_QUESTION_NOTED);
  }

  @Override
  public void answered(Commitment commitment) {
    super.answered(commitment);
    killSwitch.pass(KillPoint.COMMITMENT_ARCHIVE_ANSWERED);
  }

  @Override
  public void decided(Commitment commitment, int committed, int failed) {
    super.decided(commitment, committed, failed);
    killSwitch.pass(KillPoint.COMMITMENT_DECIDED);
  }

  @Override
  public void taken(Commitment commitment) {
    super.taken(commitment);
    killSwitch.pass(KillPoint.COMMITMENT_REPORT_TAKEN);
  }

  @Override
  public void reported(Commitment commitment) {
    super.reported(commitment);
    killSwitch.pass(KillPoint.COMMITMENT_REPORT_NOTED);
  }
}

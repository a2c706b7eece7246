package org.farsight.report;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReportDrafts.Draft;

/** What came of the wish to write, sign or withdraw a report. */
public sealed interface Signing {

  /**
   * It is kept, signed; whether the FHIR server has it is another question.
   *
   * @param exchangeId the exchange that carries it
   * @param repeated true: it was signed before, and this says so again
   */
  record Signed(ReportFile file, String exchangeId, boolean repeated) implements Signing {}

  /** The draft is kept. */
  record Drafted(Draft draft) implements Signing {}

  /** The draft is gone. */
  record Discarded() implements Signing {}

  /**
   * Another window has written since, or the draft was signed, or there is none.
   *
   * @param draft as it is now
   */
  record Changed(Optional<Draft> draft) implements Signing {}

  /** Something is missing or cannot be: field ids, {@code impression}, {@code reason} … */
  record Missing(List<String> what) implements Signing {
    /** Takes a copy. */
    public Missing {
      what = List.copyOf(what);
    }
  }

  /** Somebody else has the case. */
  record HeldBy(String id, String name) implements Signing {}

  /** Nobody has the case, or it cannot be reported on as it is. */
  record NotHeld(ReadingCase now) implements Signing {}

  /** A signed report is changed by who signed it, or by a chief reader. */
  record NotSigner(String name) implements Signing {}

  /** Another system has reported: what it wrote is changed there. */
  record Foreign() implements Signing {}

  /** Nothing was signed here that could be withdrawn. */
  record NothingSigned() implements Signing {}

  /** There is no such case. */
  record Unknown() implements Signing {}

  /** It was not kept: nothing is signed. */
  record NotKept(String why) implements Signing {}
}

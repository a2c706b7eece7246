package org.farsight.reading;

import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Cases;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Returns;
import org.farsight.fhir.SignedReads;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Task;

/** The reading room on one FHIR server: follows what happens there, and lets readers take cases. */
public final class ReadingRoom implements AutoCloseable {
  private final ReadingOptions options;
  private final ReadingServer server;
  private final CaseBook book;
  private final Follow follow;
  private final Claims claims;
  private final OwnReads own;
  private final Optional<Hooks> hooks;

  /**
   * A room; nothing is asked before {@link #start}.
   *
   * @param cases of the same ledger
   * @param returns of the same ledger
   * @param keeping what other programs have written is kept there
   */
  public ReadingRoom(
      Ledger ledger,
      Cases cases,
      Returns returns,
      ReadingOptions options,
      ReportKeeping keeping,
      InstantSource clock) {
    this(ledger, cases, returns, options, keeping, clock, KillSwitch.OFF);
  }

  /**
   * The same.
   *
   * @param killSwitch is told of the places that the room comes to
   */
  public ReadingRoom(
      Ledger ledger,
      Cases cases,
      Returns returns,
      ReadingOptions options,
      ReportKeeping keeping,
      InstantSource clock,
      KillSwitch killSwitch) {
    this.options = options;
    server = new ReadingServer(options.url(), killSwitch);
    book = new CaseBook(ledger, cases, options.target(), clock);
    CaseReader reader = new CaseReader(ledger, server);
    OwnMoves moves = new OwnMoves(server, reader, book);
    own = new OwnReads(reader, book);
    claims = new Claims(server, moves, book, options);
    follow =
        new Follow(
            server,
            reader,
            book,
            new Reports(server, book, moves, new ForeignReads(options.url(), server, keeping)),
            new BackAtBranch(returns, book, moves),
            new Escalation(server, moves, book, options),
            options.poll(),
            ReadingServer.PAGE);
    hooks = options.subscription().map(hook -> new Hooks(server, hook));
  }

  /** Begins to follow. */
  public void start() {
    follow.start();
    hooks.ifPresent(Hooks::start);
  }

  /** Something has changed at the FHIR server: it is looked at soon. */
  public void told() {
    follow.ring();
  }

  /** Shows the room what deliveries of ours write at its server. */
  public SignedReads reads() {
    return new SignedReads() {
      @Override
      public boolean follows(String target) {
        return target.equals(options.target());
      }

      @Override
      public void written(DiagnosticReport report, List<Task> tasks) {
        own.written(report, tasks);
      }
    };
  }

  /** What readers do. */
  public Claims claims() {
    return claims;
  }

  /** Tells a listener of each change from now on. */
  public void tell(CaseListener listener) {
    book.tell(listener);
  }

  /** What came of a rebuild. */
  public sealed interface Rebuild {
    /**
     * It is done.
     *
     * @param cases there are now
     * @param removed rows that no Task bears out
     * @param skipped Tasks of exchanges that we do not know
     */
    record Done(int cases, int removed, int skipped) implements Rebuild {}

    /** The FHIR server did not answer as it should; looking again fills in what is missing. */
    record Failed(String why) implements Rebuild {}
  }

  /** Makes all rows anew from the FHIR server; blocks until that is done. */
  public Rebuild rebuild() throws InterruptedException {
    try {
      Follow.Rebuilt made = follow.rebuild();
      return new Rebuild.Done(made.cases(), made.removed(), made.skipped());
    } catch (FhirClientConnectionException e) {
      return new Rebuild.Failed("the FHIR server does not answer");
    } catch (BaseServerResponseException e) {
      return new Rebuild.Failed("the FHIR server answers HTTP " + e.getStatusCode());
    }
  }

  @Override
  public void close() {
    hooks.ifPresent(Hooks::close);
    follow.close();
  }
}

package org.farsight.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.camel.Broker;
import org.farsight.exchange.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine while it runs. */
public final class Engine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final Wiring wiring;
  private boolean closed;

  private Engine(Wiring wiring) {
    this.wiring = wiring;
  }

  /**
   * Starts everything; when this returns, work is accepted.
   *
   * @throws IOException with what could not be opened or bound
   */
  public static Engine start(Configuration configuration) throws IOException {
    return new Engine(Wiring.start(configuration));
  }

  /** Base address of the HTTP server. */
  public String httpAddress() {
    return wiring.httpAddress();
  }

  /** What this machine's commands send; empty where there is no sign-in. */
  public String commandToken() {
    return wiring.commandToken();
  }

  /** The password of the first account {@code admin}, if this start has made it. */
  public Optional<String> firstPassword() {
    return wiring.firstPassword();
  }

  /** What the HTTP server answers to: for the test that each address has a rule. */
  public List<String> addresses() {
    return wiring.routes().addresses();
  }

  /** Port of the DICOM listener. */
  public int dicomPort() {
    return wiring.routes().dicomPort();
  }

  /** Port of the listener for HL7 v2 messages; empty where no route listens. */
  public Optional<Integer> mllpPort() {
    return wiring.mllp().port();
  }

  /** Port of the DICOM listener with TLS; empty where there is none. */
  public Optional<Integer> dicomTlsPort() {
    return wiring.routes().dicomTlsPort();
  }

  /** The truth of transport, for reading. */
  public Ledger ledger() {
    return wiring.ledger();
  }

  /** The queue's broker: tests drop its messages. */
  public Broker broker() {
    return wiring.broker();
  }

  /** Puts sites and targets of a configuration in force; says what has changed. */
  public List<String> reload(Configuration configuration) {
    return wiring.reload(configuration);
  }

  /** Stops taking work, ends what is under way, closes. Once. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      wiring.close();
      log.info("farsight has stopped");
    }
  }
}

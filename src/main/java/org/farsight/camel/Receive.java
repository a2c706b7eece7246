package org.farsight.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.farsight.camel.dicom.DicomHeaders;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Announced;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code receive}: carries what a route received to the one door, and the answer back. */
public final class Receive {

  private static final Logger log = LoggerFactory.getLogger(Receive.class);

  private final Intake intake;
  private final Callers callers;
  private final Supplier<Sites> sites;
  private final KillSwitch killSwitch;

  /**
   * Receives for an intake.
   *
   * @param callers knows the site of an association
   * @param sites knows the site of a name
   * @param killSwitch is told of the places that it comes to
   */
  public Receive(Intake intake, Callers callers, Supplier<Sites> sites, KillSwitch killSwitch) {
    this.killSwitch = killSwitch;
    this.intake = intake;
    this.callers = callers;
    this.sites = sites;
  }

  /** An object of a C-STORE. */
  public void object(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    StoreRequest request =
        Objects.requireNonNull(message.getHeader(DicomHeaders.REQUEST, StoreRequest.class));
    Optional<Site> site = callers.site(request.association());
    if (site.isEmpty()) {
      message.setHeader(DicomHeaders.STATUS, 0x0124);
      message.setHeader(
          DicomHeaders.ERROR_COMMENT, "this AE title belongs to no site: it may not store");
      return;
    }
    Receipt receipt =
        intake.receive(
            new Incoming(
                Way.C_STORE,
                site.get(),
                request.association().callingAeTitle(),
                request.association().id(),
                new Announced(request.sopClass(), request.sopInstance(), request.transferSyntax()),
                message.getBody(InputStream.class)));
    message.setHeader(DicomHeaders.STATUS, receipt.dimseStatus());
    if (receipt instanceof Receipt.NotKept not) {
      log.warn("{} of {} not kept: {}", request.sopInstance(), site.get().id(), not.why());
      message.setHeader(DicomHeaders.ERROR_COMMENT, not.why());
    }
  }

  /** An ECG file of {@code POST /ecg?site=ID}, or {@code &patient=ID} where it names nobody. */
  public void posted(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    String name = Objects.requireNonNullElse(message.getHeader("site", String.class), "");
    Optional<Site> site = name.isEmpty() ? Optional.empty() : sites.get().ofName(name);
    if (site.isEmpty()) {
      Answers.problem(
          message, 403, "unknown site", "name a configured site: POST /ecg?site=ID", null);
      return;
    }
    InputStream body = message.getBody(InputStream.class);
    Receipt receipt =
        intake.receive(
            new Incoming(
                Way.HTTP,
                site.get(),
                "POST /ecg",
                null,
                null,
                body == null ? InputStream.nullInputStream() : body,
                message.getHeader("patient", String.class)));
    Answers.answer(message, receipt);
  }

  /** A file of the inbox folder {@code <site>}; tells the route into which folder it moves. */
  public void file(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    Path file = Path.of(message.getHeader(Exchange.FILE_PATH, String.class));
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    String name = Objects.requireNonNull(folder.getFileName()).toString();
    Optional<Site> site = sites.get().ofName(name);
    if (site.isEmpty()) {
      setAside(message, file, "no site is called " + name + " in farsight.yaml");
      return;
    }
    Receipt receipt;
    try (InputStream in = Files.newInputStream(file)) {
      receipt = intake.receive(new Incoming(Way.FOLDER, site.get(), "inbox", null, null, in));
    }
    killSwitch.pass(KillPoint.INBOX_FILE_KEPT);
    switch (receipt) {
      case Receipt.Kept kept -> message.setHeader("FarsightFolder", "done");
      case Receipt.Quarantined q ->
          setAside(
              message,
              file,
              q.reason() + ": " + q.why() + " (quarantine " + q.quarantineId() + ")");
      case Receipt.NotKept not -> throw new IOException("stays in the inbox: " + not.why());
    }
  }

  private void setAside(Message message, Path file, String reason) throws IOException {
    Path quarantine =
        Objects.requireNonNull(file.toAbsolutePath().getParent()).resolve("quarantine");
    Files.createDirectories(quarantine);
    Files.writeString(
        quarantine.resolve(file.getFileName() + ".reason.txt"),
        reason + System.lineSeparator(),
        StandardCharsets.UTF_8);
    killSwitch.pass(KillPoint.INBOX_REASON_WRITTEN);
    message.setHeader("FarsightFolder", "quarantine");
  }
}

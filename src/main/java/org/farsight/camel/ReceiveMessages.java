package org.farsight.camel;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyConstants;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.hl7v2.Acknowledgement;
import org.farsight.hl7v2.Acknowledgement.Condition;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Location;
import org.farsight.hl7v2.Message;
import org.farsight.identity.hl7v2.AdtReader;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.farsight.orders.Hl7Orders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code messages}: carries HL7 v2 messages to the one door, and their acknowledgement
 * back. AA is said when the message is durable; AE where it is faulty, with its place; AR where its
 * type or its sender is none of ours.
 */
public final class ReceiveMessages {

  private static final Logger log = LoggerFactory.getLogger(ReceiveMessages.class);
  private static final Set<String> RESULTS = Set.of("ORU^R01", "ORU^W01");
  private static final Location CONTROL_ID = new Location("MSH", 1, 10);
  private static final Location FACILITY = new Location("MSH", 1, 4);
  private static final int LONGEST_ID = 20;

  private final Intake intake;
  private final Supplier<Sites> sites;
  private final ReportingSystems reporting;
  private final Hl7Orders orders = new Hl7Orders();
  private final AdtReader patients = new AdtReader();

  /**
   * Receives for an intake.
   *
   * @param sites knows the site of a facility or an address
   */
  public ReceiveMessages(Intake intake, Supplier<Sites> sites) {
    this(intake, sites, ReportingSystems.NONE);
  }

  /**
   * The same, with systems whose results are reports.
   *
   * @param reporting is asked first whose message it is
   */
  public ReceiveMessages(Intake intake, Supplier<Sites> sites, ReportingSystems reporting) {
    this.intake = intake;
    this.sites = sites;
    this.reporting = reporting;
  }

  /** A message; its acknowledgement becomes the body. */
  public void received(Exchange exchange) {
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    InetSocketAddress remote =
        Objects.requireNonNull(
            exchange
                .getMessage()
                .getHeader(NettyConstants.NETTY_REMOTE_ADDRESS, InetSocketAddress.class));
    Optional<Message> message = Message.of(bytes);
    Acknowledgement answer =
        message
            .map(one -> take(one.header(), bytes, remote.getAddress()))
            .orElseGet(
                () ->
                    Acknowledgement.reject(
                        Condition.SEGMENT_SEQUENCE,
                        new Location("MSH", 1, 0),
                        "the message does not begin with a header segment"));
    if (answer.code() != Acknowledgement.Code.AA) {
      log.warn("message from {} answered {}", remote.getAddress(), answer);
    }
    exchange.getMessage().setBody(bytes(answer, message));
  }

  /** Something failed that nobody foresaw: the sender is told that we did not keep it. */
  public void failed(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    log.error("{} failed; the sender was told so", exchange.getFromRouteId(), cause);
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    Acknowledgement answer =
        Acknowledgement.error(
            Condition.APPLICATION_INTERNAL, Optional.empty(), "processing failure: not kept");
    exchange
        .getMessage()
        .setBody(bytes(answer, bytes == null ? Optional.empty() : Message.of(bytes)));
  }

  private static byte[] bytes(Acknowledgement answer, Optional<Message> message) {
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, LONGEST_ID);
    return answer.to(message, id, OffsetDateTime.now(ZoneOffset.UTC));
  }

  private Acknowledgement take(Header header, byte[] bytes, InetAddress address) {
    if (header.controlId().isEmpty()) {
      return Acknowledgement.error(
          Condition.REQUIRED_FIELD_MISSING,
          Optional.of(CONTROL_ID),
          "a message without a control id cannot be acknowledged");
    }
    // the same type of message is an ECG from a cart and a report from the hospital's own system
    if (RESULTS.contains(header.message()) && reporting.knows(header.facility())) {
      return answer(reporting.take(header.facility(), header.controlId(), bytes));
    }
    Optional<Site> site = sites.get().ofMessage(header.facility(), address);
    if (site.isEmpty()) {
      return Acknowledgement.reject(
          Condition.TABLE_VALUE_NOT_FOUND,
          FACILITY,
          "no site has this facility or address: add it to facilities or networks of a site");
    }
    String caller = header.facility().isEmpty() ? address.getHostAddress() : header.facility();
    if (RESULTS.contains(header.message())) {
      return receive(site.get(), caller, bytes);
    }
    if (AdtReader.takes(header.message())) {
      return receivePatients(site.get(), caller, bytes);
    }
    if (Hl7Orders.TYPES.contains(header.message())) {
      return receiveOrders(site.get(), caller, bytes);
    }
    return Acknowledgement.reject(
        Condition.UNSUPPORTED_MESSAGE_TYPE,
        Location.MESSAGE_TYPE,
        header.message()
            + " is not taken here: results (ORU^R01), orders (ORM^O01, OMI^O23, OMG^O19) and"
            + " patients (ADT) are");
  }

  /**
   * Each order of the message is kept as a message of its own. Where one is not taken the sender is
   * told so; those before it are kept, and dropped as repeats when the message comes again.
   */
  private Acknowledgement receiveOrders(Site site, String caller, byte[] bytes) {
    for (byte[] order : orders.parts(bytes)) {
      Acknowledgement answer = receive(site, caller, order);
      if (answer.code() != Acknowledgement.Code.AA) {
        return answer;
      }
    }
    return Acknowledgement.accept();
  }

  /**
   * A merge may name several pairs: each is kept as a message of its own, all in one transaction.
   * Where one is wrong none is taken, and the message is kept back as it came.
   */
  private Acknowledgement receivePatients(Site site, String caller, byte[] bytes) {
    try {
      List<byte[]> parts = patients.parts(bytes);
      if (parts.size() < 2) {
        return receive(site, caller, bytes);
      }
      List<Intake.Part> all = new ArrayList<>();
      for (byte[] part : parts) {
        all.add(new Intake.Part(incoming(site, caller, part), patients.facts(part)));
      }
      return answer(intake.keepTogether(all));
    } catch (DocumentException e) {
      return answer(
          intake.keepBack(
              incoming(site, caller, bytes),
              QuarantineReason.BROKEN_FILE,
              patients.title() + ": " + e.getMessage()));
    }
  }

  private Acknowledgement receive(Site site, String caller, byte[] bytes) {
    return answer(intake.receive(incoming(site, caller, bytes)));
  }

  private static Incoming incoming(Site site, String caller, byte[] bytes) {
    return new Incoming(Way.MLLP, site, caller, null, null, new ByteArrayInputStream(bytes));
  }

  private static Acknowledgement answer(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Kept kept -> Acknowledgement.accept();
      case Receipt.Quarantined q when q.reason().httpStatus() == 200 -> Acknowledgement.accept();
      case Receipt.Quarantined q ->
          Acknowledgement.error(
              Condition.DATA_TYPE,
              Location.atEndOf(q.why()),
              q.why() + " (kept in quarantine as " + q.quarantineId() + ")");
      case Receipt.NotKept not ->
          Acknowledgement.error(
              Condition.APPLICATION_INTERNAL, Optional.empty(), "not kept: " + not.why());
    };
  }
}

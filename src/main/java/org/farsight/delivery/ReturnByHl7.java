package org.farsight.delivery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.Order;
import org.farsight.hl7v2.Message;
import org.farsight.report.Report;

/**
 * Sends ORU^R01 over MLLP. AA is the proof; AE and AR are told apart by their error code (table
 * 0357). Where no answer comes the outcome is not known, and nobody can be asked: the same message
 * is sent again under the same control id, by which a receiver knows it (HL7 v2.5.1 §2.9.2).
 */
final class ReturnByHl7 implements ReturnDelivery.Carrier {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int LONGEST_WORDS = 300;

  /** Record locked, and whatever is wrong within the receiver: it may pass. */
  private static final Set<String> PASSING = Set.of("206", "207");

  private final BranchWay.Hl7 way;
  private final Function<String, Optional<Order.Numbers>> orders;
  private final MllpExchange wire;

  ReturnByHl7(BranchWay.Hl7 way, Function<String, Optional<Order.Numbers>> orders) {
    this.way = way;
    this.orders = orders;
    this.wire =
        new MllpExchange(
            InetSocketAddress.createUnresolved(way.host(), way.port()), CONNECT, way.ackWithin());
  }

  @Override
  public DeliveryOutcome report(Work work, Document.Read read) {
    Optional<Order.Numbers> order = orders.apply(read.report().exchangeId());
    return send(OruMessage.of(way, work, read, order), read.report().subject());
  }

  @Override
  public DeliveryOutcome critical(Work work, Document.Told told) {
    Optional<Order.Numbers> order = orders.apply(told.notice().exchangeId());
    return send(OruMessage.of(way, work, told, order), told.notice().subject());
  }

  /** What a receiver said: MSA-1, the code of ERR-3, and words. */
  private record Said(String code, String error, String words) {}

  private DeliveryOutcome send(OruMessage.Written message, Report.Subject subject) {
    String peer = way.host() + ":" + way.port();
    try {
      Said said = wire.send(message.bytes(), answer -> said(answer, message.controlId(), subject));
      return outcome(said, message.controlId());
    } catch (MllpExchange.NotReached e) {
      return new DeliveryOutcome.Retry(
          null, "no connection with " + peer + ": " + e.getMessage(), Cause.TARGET);
    } catch (SocketTimeoutException e) {
      // it may be at work on it still: given as long again
      return new DeliveryOutcome.Retry(
          way.ackWithin(),
          peer + " has not acknowledged within " + way.ackWithin().toSeconds() + " s",
          Cause.EITHER);
    } catch (IOException e) {
      return new DeliveryOutcome.Retry(
          null, "no acknowledgement from " + peer + ": " + e.getMessage(), Cause.EITHER);
    }
  }

  /** Empty where it acknowledges another message: a late answer, or one given twice. */
  private static Optional<Said> said(byte[] answer, String controlId, Report.Subject subject)
      throws IOException {
    Message message =
        Message.of(answer).orElseThrow(() -> new IOException("the answer is no HL7 v2 message"));
    List<String> msa = fields(message, "MSA");
    if (msa.size() < 3 || !msa.get(2).equals(controlId)) {
      return Optional.empty();
    }
    String component = Pattern.quote(message.header().separators().substring(1, 2));
    List<String> err = fields(message, "ERR");
    String error = err.size() > 3 ? err.get(3).split(component, 2)[0] : "";
    List<String> words = new ArrayList<>();
    if (err.size() > 2 && !err.get(2).isEmpty()) {
      words.add("at " + err.get(2));
    }
    if (msa.size() > 3 && !msa.get(3).isEmpty()) {
      words.add(msa.get(3));
    }
    if (err.size() > 8 && !err.get(8).isEmpty() && !words.contains(err.get(8))) {
      words.add(err.get(8));
    }
    return Optional.of(
        new Said(msa.get(1), error, withoutPatient(String.join("; ", words), subject)));
  }

  private static List<String> fields(Message message, String segment) {
    String separator = Pattern.quote(message.header().separators().substring(0, 1));
    return message.segments().stream()
        .filter(one -> one.startsWith(segment))
        .findFirst()
        .map(one -> List.of(one.split(separator, -1)))
        .orElse(List.of());
  }

  /** A receiver may repeat what it was sent. */
  private static String withoutPatient(String words, Report.Subject subject) {
    String plain = words;
    for (String secret : List.of(subject.name(), subject.patientId())) {
      plain = secret.isBlank() ? plain : plain.replace(secret, "…");
    }
    return plain.length() > LONGEST_WORDS ? plain.substring(0, LONGEST_WORDS) : plain;
  }

  private DeliveryOutcome outcome(Said said, String controlId) {
    String words =
        said.code()
            + (said.error().isEmpty() ? "" : " " + said.error())
            + (said.words().isEmpty() ? "" : ": " + said.words());
    return switch (said.code()) {
      case "AA", "CA" -> new DeliveryOutcome.Accepted(said.code() + " to message " + controlId);
      case "AE", "CE" ->
          PASSING.contains(said.error())
              ? new DeliveryOutcome.Retry(null, words, Cause.EITHER)
              : new DeliveryOutcome.Refused(words);
      case "AR", "CR" ->
          said.error().isEmpty() || PASSING.contains(said.error())
              ? new DeliveryOutcome.Retry(null, words, Cause.EITHER)
              : new DeliveryOutcome.Refused(words);
      default -> new DeliveryOutcome.Retry(null, "an answer without meaning", Cause.EITHER);
    };
  }
}

package org.farsight.app;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.farsight.camel.ReportingSystems;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.farsight.ledger.SqlLedger;
import org.farsight.reading.ReportKeeping.Kept;
import org.farsight.reading.ReportedCases;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.hl7v2.Result;
import org.farsight.report.hl7v2.ResultReader;

/**
 * Reports of the hospital's own reporting systems: each finds its case by study, accession or order
 * number and, where a number is two examinations', by the patient. All of a message is found before
 * any of it is kept; what cannot be found waits in the quarantine.
 *
 * @param facilities sending facilities that are such systems
 * @param sites in force
 */
record RisResults(
    Set<String> facilities,
    SqlLedger ledger,
    KeptReports kept,
    Intake intake,
    Supplier<Sites> sites,
    ResultReader reader)
    implements ReportingSystems {
  private static final int MOST = 20;

  @Override
  public boolean knows(String facility) {
    return facilities.contains(facility);
  }

  /** A report and the case that it answers. */
  private record Found(Result result, ReadingCase one, Exchange examination) {}

  /** Why a report answers no case. */
  private static final class NoCase extends Exception {
    private static final long serialVersionUID = 1L;

    NoCase(String why) {
      super(why);
    }
  }

  @Override
  public Receipt take(String facility, String controlId, byte[] message) {
    Incoming whole = incoming(facility, message);
    try {
      List<Found> all = new ArrayList<>();
      for (Result result : reader.read(message)) {
        all.add(find(result));
      }
      Receipt receipt = null;
      for (Found found : all) {
        receipt = keep(found, facility + "|" + controlId + "|" + found.result().where(), message);
        if (!(receipt instanceof Receipt.Kept)) {
          return receipt;
        }
      }
      return Objects.requireNonNull(receipt); // a message has at least one result
    } catch (DocumentException e) {
      String why = "HL7 v2 report: " + e.getMessage();
      return intake.keepBack(whole, QuarantineReason.BROKEN_FILE, why);
    } catch (NoCase e) {
      return intake.keepBack(
          whole, QuarantineReason.REPORT_WITHOUT_CASE, String.valueOf(e.getMessage()));
    }
  }

  private Incoming incoming(String facility, byte[] message) {
    return new Incoming(
        Way.MLLP,
        sites.get().ofExchange(facility),
        facility,
        null,
        null,
        new ByteArrayInputStream(message));
  }

  private Found find(Result result) throws NoCase {
    List<Exchange> known = examinations(result);
    if (known.isEmpty()) {
      throw new NoCase("no examination has the number of the report at " + result.where());
    }
    List<Exchange> theirs = known.stream().filter(one -> isOf(result.patient(), one)).toList();
    List<Exchange> likely = theirs.isEmpty() ? known : theirs;
    List<Found> found = new ArrayList<>();
    for (Exchange one : likely) {
      new ReportedCases(ledger.cases())
          .of(one)
          .filter(its -> !theirs.isEmpty() || agrees(result, its, one))
          .ifPresent(its -> found.add(new Found(result, its, one)));
    }
    List<Found> open = found.stream().filter(one -> one.one().task().status().isOpen()).toList();
    if (found.size() == 1 || open.size() == 1) {
      return open.size() == 1 ? open.getFirst() : found.getFirst();
    }
    throw new NoCase(
        found.isEmpty()
            ? "the examination with the number at "
                + result.where()
                + " is of another patient, or has not come to the readers yet"
            : found.size() + " examinations have the number at " + result.where());
  }

  /** Examinations that a report's numbers speak of, without doubles. */
  private List<Exchange> examinations(Result result) {
    Map<String, Exchange> all = new LinkedHashMap<>();
    Stream.concat(result.study().stream(), result.numbers().stream())
        .flatMap(number -> Stream.concat(direct(number), ordered(number)))
        .filter(one -> one.kind().isExamination())
        .forEach(one -> all.putIfAbsent(one.id(), one));
    return List.copyOf(all.values());
  }

  private Stream<Exchange> direct(String number) {
    return ledger.find(number, MOST).stream()
        .filter(one -> one.key().equals(number) || one.accession().equals(number));
  }

  private Stream<Exchange> ordered(String number) {
    return sites.get().sites().stream()
        .map(site -> new OrderBook.Clue(site.id(), "", number, "", Instant.EPOCH, Instant.EPOCH))
        .flatMap(clue -> ledger.orders().candidates(clue, MOST).stream())
        .filter(order -> has(order, number))
        .flatMap(order -> ledger.orderMatches().ofOrder(order.id()).stream())
        .flatMap(match -> ledger.exchange(match.examination().exchangeId()).stream());
  }

  private static boolean has(Order order, String number) {
    Order.Numbers of = order.numbers();
    return List.of(of.placer(), of.filler(), of.accession()).contains(number);
  }

  private static boolean isOf(Subject patient, Exchange examination) {
    return !examination.patientId().isEmpty()
        && patient.ids().stream().anyMatch(id -> id.value().equals(examination.patientId()));
  }

  /**
   * Whether a report may be about an examination under another id of the patient: the hospital has
   * ids of its own. A study has one UID in the world; a number may be another branch's as well, so
   * that birth date or name must say the same.
   */
  static boolean agrees(Result result, ReadingCase one, Exchange examination) {
    Optional<LocalDate> born = result.patient().birthDate();
    Optional<LocalDate> known = one.person().birthDate();
    if (born.isPresent() && known.isPresent()) {
      return born.equals(known);
    }
    return result.study().contains(examination.key())
        || names(result.patient()).anyMatch(plain(one.person().name())::equals);
  }

  /** As people may have written it: both orders of its parts, in letters or characters. */
  private static Stream<String> names(Subject patient) {
    return patient.name().stream()
        .flatMap(
            name ->
                Stream.concat(
                    Stream.of(name.text()),
                    Stream.of(name.ideographic(), name.alphabetic())
                        .flatMap(Optional::stream)
                        .flatMap(
                            parts ->
                                Stream.of(
                                    parts.family() + parts.given(),
                                    parts.given() + parts.family()))))
        .map(RisResults::plain)
        .filter(name -> !name.isEmpty());
  }

  private static String plain(String name) {
    return name.replaceAll("[\\s^,]+", "").toLowerCase(Locale.ROOT);
  }

  private Receipt keep(Found found, String origin, byte[] message) throws NoCase {
    Kept before = kept.kept(found.one());
    if (before.origins().contains(origin)) {
      return new Receipt.Kept(found.examination().id(), true);
    }
    Optional<ReportFile> ours =
        before.newest().filter(ReportFile.class::isInstance).map(ReportFile.class::cast);
    if (ours.filter(ReportFile::stands).isPresent()) {
      throw new NoCase("the case of the report at " + found.result().where() + " is signed here");
    }
    boolean withdraws = found.result().status() == Report.Status.ENTERED_IN_ERROR;
    if (withdraws && before.versions() == 0) {
      throw new NoCase("no report is known that could be withdrawn, " + found.result().where());
    }
    Site site = kept.site(found.one());
    ForeignReport version =
        ReportedCases.version(
            found.result(), found.one(), found.examination(), site, before.versions() + 1);
    return kept.receive(
        found.one(), Way.MLLP, ForeignDocument.HL7, new ForeignDocument(version, origin, message));
  }
}

package org.farsight.delivery;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.Order;
import org.farsight.report.CriticalNotice;
import org.farsight.report.Report;
import org.farsight.report.ReturnedReport;

/**
 * ORU^R01^ORU_R01 of HL7 v2.5.1 (§7.3.1), written by the library. The same document makes the same
 * message, byte for byte, so that one that is sent again is known by its control id.
 */
final class OruMessage {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final int CONTROL_ID = 20;

  private final BranchWay.Hl7 way;
  private final Work work;
  private final ZoneId zone;
  private final GenericMessage message = new GenericMessage.V251(new GenericModelClassFactory());
  private int observations;

  private OruMessage(BranchWay.Hl7 way, Work work) {
    this.way = way;
    this.work = work;
    this.zone = work.site().zone();
  }

  /**
   * A message on its way.
   *
   * @param controlId MSH-10
   * @param bytes in its character set, without a frame
   */
  record Written(String controlId, byte[] bytes) {}

  /** A version of a report. */
  static Written of(
      BranchWay.Hl7 way, Work work, Document.Read read, Optional<Order.Numbers> order) {
    OruMessage one = new OruMessage(way, work);
    ReturnedReport report = read.report();
    Report.Examination what = report.examination();
    boolean first = read.arrival().revision() == 1 && report.stands();
    String status = report.stands() ? (first ? "F" : "C") : "W";
    try {
      String id = one.header(read.arrival().at());
      one.patient(report.subject());
      Segment request = one.request(what, report.caseId(), order);
      one.set(request, 22, 1, one.time(report.signedAt()));
      one.set(request, 25, 1, first ? "F" : "C");
      one.set(request, 32, 1, 1, "");
      one.set(request, 32, 1, 2, report.signedBy());
      one.read(report, status);
      return new Written(id, one.bytes());
    } catch (HL7Exception e) {
      throw new IllegalStateException("the message cannot be written", e);
    }
  }

  /** A critical value: preliminary, abnormal flag AA (table 0078). */
  static Written of(
      BranchWay.Hl7 way, Work work, Document.Told told, Optional<Order.Numbers> order) {
    OruMessage one = new OruMessage(way, work);
    CriticalNotice notice = told.notice();
    try {
      String id = one.header(told.arrival().at());
      one.patient(notice.subject());
      Segment request = one.request(notice.examination(), notice.exchangeId(), order);
      one.set(request, 22, 1, one.time(notice.at()));
      one.set(request, 25, 1, "P");
      Code impression = Code.impression(notice.examination().modality());
      for (String line : ReturnedWords.lines(notice, told.answer(), one.zone)) {
        one.line(impression, line, "P", notice.at(), true);
      }
      return new Written(id, one.bytes());
    } catch (HL7Exception e) {
      throw new IllegalStateException("the message cannot be written", e);
    }
  }

  /** LOINC codes of the parts of a report. */
  private record Code(String code, String text) {
    static final Code FINDINGS = new Code("59776-5", "Procedure findings");

    static Code impression(String modality) {
      return modality.equals("ECG")
          ? new Code("18844-1", "EKG impression")
          : new Code("19005-8", "Radiology Imaging study [Impression] (narrative)");
    }

    static Code whole(String modality) {
      return modality.equals("ECG")
          ? new Code("11524-6", "EKG study")
          : new Code("18748-4", "Diagnostic imaging study");
    }
  }

  private String header(Instant at) throws HL7Exception {
    Segment msh = segment("MSH");
    String id = controlId();
    Terser.set(msh, 1, 0, 1, 1, "|");
    Terser.set(msh, 2, 0, 1, 1, "^~\\&");
    set(msh, 3, 1, "FARSIGHT");
    set(msh, 5, 1, way.application());
    set(msh, 6, 1, way.facility());
    set(msh, 7, 1, time(at));
    set(msh, 9, 1, "ORU");
    set(msh, 9, 2, "R01");
    set(msh, 9, 3, "ORU_R01");
    set(msh, 10, 1, id);
    set(msh, 11, 1, "P");
    set(msh, 12, 1, "2.5.1");
    set(msh, 18, 1, way.characters().declared());
    return id;
  }

  /** The same for the same version over the same way, however often it is sent. */
  private String controlId() {
    String what = way.id() + " " + work.exchange().id() + " " + work.toRevision();
    return ReturnByFolder.sha256(what.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .substring(0, CONTROL_ID)
        .toUpperCase(Locale.ROOT);
  }

  private void patient(Report.Subject who) throws HL7Exception {
    Segment pid = segment("PID");
    set(pid, 1, 1, "1");
    set(pid, 3, 1, who.patientId());
    set(pid, 3, 4, who.issuer().isEmpty() ? work.site().id() : who.issuer());
    set(pid, 3, 5, "MR");
    set(pid, 5, 1, who.name());
    set(pid, 5, 7, "L");
    who.birthDate().ifPresent(date -> safely(pid, 7, DAY.format(date)));
    set(
        pid,
        8,
        1,
        switch (who.sex()) {
          case "male" -> "M";
          case "female" -> "F";
          case "other" -> "O";
          default -> "U";
        });
  }

  private Segment request(Report.Examination what, String caseId, Optional<Order.Numbers> order)
      throws HL7Exception {
    Segment orc = segment("ORC");
    Segment obr = segment("OBR");
    set(orc, 1, 1, "RE");
    set(obr, 1, 1, "1");
    for (Segment one : List.of(orc, obr)) {
      set(one, 2, 1, order.map(Order.Numbers::placer).orElse(""));
      set(one, 2, 2, order.map(Order.Numbers::placerIssuer).orElse(""));
      String filler = order.map(Order.Numbers::filler).orElse(what.accession());
      set(one, 3, 1, filler.isEmpty() ? caseId : filler);
      set(one, 3, 2, order.map(Order.Numbers::fillerIssuer).orElse(""));
    }
    set(obr, 4, 1, what.modality());
    set(obr, 4, 2, what.description().isEmpty() ? what.modality() : what.description());
    set(obr, 4, 3, "L");
    set(obr, 7, 1, time(what.at()));
    set(obr, 18, 1, what.accession());
    set(
        obr,
        24,
        1,
        switch (what.modality()) { // table 0074
          case "ECG" -> "EC";
          case "CT" -> "CT";
          case "MR" -> "NMR";
          case "US" -> "RUS";
          default -> "RAD";
        });
    return obr;
  }

  private void read(ReturnedReport report, String status) throws HL7Exception {
    String modality = report.examination().modality();
    Instant at = report.signedAt();
    if (!report.reason().isEmpty()) {
      line(Code.impression(modality), "修改原因 Reason: " + report.reason(), status, at, false);
    }
    report
        .critical()
        .ifPresent(critical -> critical(Code.impression(modality), "危急值：" + critical, status, at));
    for (Report.Field field : report.fields()) {
      String unit = field.unit().isEmpty() ? "" : " " + field.unit();
      line(Code.FINDINGS, field.label() + ": " + field.value() + unit, status, at, false);
    }
    for (String line : report.findings().lines().toList()) {
      line(Code.FINDINGS, line, status, at, false);
    }
    for (String line : report.impression().lines().toList()) {
      line(Code.impression(modality), line, status, at, false);
    }
    Optional<byte[]> pdf = report.pdf();
    if (pdf.isPresent()) {
      Segment obx = observation("ED", Code.whole(modality), status, at);
      set(obx, 5, 1, "FARSIGHT");
      set(obx, 5, 2, "application");
      set(obx, 5, 3, "pdf");
      set(obx, 5, 4, "Base64");
      set(obx, 5, 5, Base64.getEncoder().encodeToString(pdf.get()));
    }
  }

  private void critical(Code code, String text, String status, Instant at) {
    try {
      line(code, text, status, at, true);
    } catch (HL7Exception e) {
      throw new IllegalStateException("the message cannot be written", e);
    }
  }

  private void line(Code code, String text, String status, Instant at, boolean critical)
      throws HL7Exception {
    Segment obx = observation("TX", code, status, at);
    set(obx, 5, 1, text);
    if (critical) {
      set(obx, 8, 1, "AA");
    }
  }

  private Segment observation(String type, Code code, String status, Instant at)
      throws HL7Exception {
    Segment obx = segment("OBX");
    observations++;
    set(obx, 1, 1, Integer.toString(observations));
    set(obx, 2, 1, type);
    set(obx, 3, 1, code.code());
    set(obx, 3, 2, code.text());
    set(obx, 3, 3, "LN");
    set(obx, 4, 1, Integer.toString(observations));
    set(obx, 11, 1, status);
    set(obx, 14, 1, time(at));
    return obx;
  }

  private String time(Instant at) {
    return TIME.format(at.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
  }

  private Segment segment(String name) throws HL7Exception {
    boolean there = false;
    for (String known : message.getNames()) {
      there |= known.equals(name);
    }
    if (!there) {
      message.addNonstandardSegment(name);
    }
    int count = message.getAll(name).length;
    boolean fresh = count == 0 || name.equals("MSH");
    return (Segment) message.get(name, fresh ? 0 : count);
  }

  private void safely(Segment segment, int field, String value) {
    try {
      set(segment, field, 1, value);
    } catch (HL7Exception e) {
      throw new IllegalStateException("the message cannot be written", e);
    }
  }

  private void set(Segment segment, int field, int component, String value) throws HL7Exception {
    set(segment, field, component, 1, value);
  }

  private void set(Segment segment, int field, int component, int part, String value)
      throws HL7Exception {
    if (!value.isEmpty()) {
      // what no message can hold: other control characters than those of the frame are none either
      Terser.set(segment, field, 0, component, part, value.replaceAll("\\p{Cntrl}", " "));
    }
  }

  private byte[] bytes() throws HL7Exception {
    PipeParser parser =
        new PipeParser(
            new DefaultHapiContext(
                new ParserConfiguration(),
                ValidationContextFactory.noValidation(),
                new GenericModelClassFactory()));
    String text = parser.encode(message);
    CharsetEncoder encoder =
        way.characters()
            .charset()
            .newEncoder()
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .onMalformedInput(CodingErrorAction.REPLACE);
    try {
      java.nio.ByteBuffer encoded = encoder.encode(java.nio.CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new IllegalStateException("what cannot be encoded is replaced", e);
    }
  }
}

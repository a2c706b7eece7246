package org.farsight.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.farsight.report.CriticalNotice;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.ReturnedReport;

/** What goes back as JSON, for programs that take it from a folder. See docs/returns.md. */
final class ReturnedJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter WRITER = MAPPER.writerWithDefaultPrettyPrinter();

  private ReturnedJson() {}

  /**
   * A version of a report.
   *
   * @param pdfSha256 of the file beside it, hex; empty where there is none
   */
  static byte[] of(ReturnedReport report, Optional<String> pdfSha256) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("case", report.caseId()).put("exchange", report.exchangeId());
    node.put("version", report.version()).put("status", status(report.status()));
    node.put("reason", report.reason());
    node.set("patient", subject(report.subject()));
    node.set("examination", examination(report.examination()));
    ArrayNode fields = node.putArray("fields");
    for (Report.Field field : report.fields()) {
      fields
          .addObject()
          .put("id", field.id())
          .put("label", field.label())
          .put("value", field.value())
          .put("unit", field.unit());
    }
    node.put("findings", report.findings()).put("impression", report.impression());
    report.critical().ifPresent(critical -> node.put("critical", critical));
    node.put("signedBy", report.signedBy()).put("signedAt", report.signedAt().toString());
    pdfSha256.ifPresent(digest -> node.put("pdfSha256", digest));
    if (report instanceof ReportFile own) {
      node.put("signature", own.jws());
    }
    return bytes(node);
  }

  /** A critical value. */
  static byte[] of(CriticalNotice notice, Optional<CriticalNotice.Acknowledgement> answer) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("exchange", notice.exchangeId()).put("cause", notice.cause().name());
    node.put("at", notice.at().toString());
    node.set("patient", subject(notice.subject()));
    node.set("examination", examination(notice.examination()));
    ArrayNode values = node.putArray("values");
    notice.values().forEach(values::add);
    notice
        .withdrawn()
        .ifPresent(why -> node.putObject("withdrawn").put("en", why.en()).put("zh", why.zh()));
    answer.ifPresent(
        one ->
            node.putObject("acknowledged")
                .put("by", one.by())
                .put("action", one.action())
                .put("at", one.at().toString()));
    return bytes(node);
  }

  /** DiagnosticReport.status. */
  private static String status(Report.Status status) {
    return switch (status) {
      case FINAL -> "final";
      case AMENDED -> "amended";
      case ENTERED_IN_ERROR -> "entered-in-error";
    };
  }

  private static ObjectNode subject(Report.Subject subject) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", subject.patientId()).put("issuer", subject.issuer());
    node.put("name", subject.name()).put("sex", subject.sex());
    subject.birthDate().ifPresent(date -> node.put("birthDate", date.toString()));
    return node;
  }

  private static ObjectNode examination(Report.Examination examination) {
    return MAPPER
        .createObjectNode()
        .put("site", examination.siteId())
        .put("siteName", examination.siteName())
        .put("accession", examination.accession())
        .put("modality", examination.modality())
        .put("description", examination.description())
        .put("study", examination.study())
        .put("at", examination.at().toString());
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return WRITER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes can always be written", e);
    }
  }
}

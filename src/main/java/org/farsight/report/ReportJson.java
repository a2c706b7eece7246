package org.farsight.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.farsight.exchange.DocumentException;

/**
 * A report as canonical JSON (RFC 8785), both ways: the same report is always the same bytes, which
 * is what makes a signature over it mean something. A member without a value is left out; one that
 * is not known is refused, because what nobody understands nobody has signed.
 */
public final class ReportJson {
  private static final int MOST_VERSIONS = 10_000;

  private ReportJson() {}

  /**
   * The canonical bytes.
   *
   * @throws IllegalArgumentException if a text holds half a character
   */
  public static byte[] write(Report report) {
    return CanonicalJson.write(tree(report));
  }

  /**
   * Reads a report.
   *
   * @throws DocumentException if it is none: what is wrong, and at which member or byte
   */
  public static Report read(byte[] json) throws DocumentException {
    Members members = new Members(CanonicalJson.read(json), "");
    return read(members);
  }

  static Report read(Members from) throws DocumentException {
    Report report =
        new Report(
            from.word("case"),
            from.word("exchange"),
            from.whole("version", 1, MOST_VERSIONS),
            from.one("status", Report.Status.class),
            from.optional("replaces", Members.SHORT),
            from.text("reason", Members.LONG),
            subject(from.below("subject")),
            examination(from.below("examination")),
            from.word("template"),
            from.list("fields", ReportJson::field),
            from.text("findings", Members.LONG),
            from.text("impression", Members.LONG),
            from.optional("critical", Members.LONG),
            from.list("keyImages", ReportJson::image),
            signer(from.below("signer")),
            from.time("signedAt"),
            from.list("read", ReportJson::source));
    from.done();
    return report;
  }

  static ObjectNode tree(Report report) {
    ObjectNode tree = CanonicalJson.object();
    tree.put("case", report.caseId()).put("exchange", report.exchangeId());
    tree.put("version", report.version()).put("status", Members.name(report.status()));
    report.replaces().ifPresent(digest -> tree.put("replaces", digest));
    tree.put("reason", report.reason());
    tree.set("subject", tree(report.subject()));
    tree.set("examination", tree(report.examination()));
    tree.put("template", report.template());
    fields(tree.putArray("fields"), report.fields());
    tree.put("findings", report.findings()).put("impression", report.impression());
    report.critical().ifPresent(words -> tree.put("critical", words));
    ArrayNode images = tree.putArray("keyImages");
    for (Report.KeyImage image : report.keyImages()) {
      images.addObject().put("instance", image.instance()).put("frame", image.frame());
    }
    tree.putObject("signer")
        .put("login", report.signer().login())
        .put("name", report.signer().name());
    tree.put("signedAt", report.signedAt().toString());
    ArrayNode read = tree.putArray("read");
    for (Report.Source source : report.read()) {
      read.addObject().put("what", source.what()).put("sha256", source.sha256());
    }
    return tree;
  }

  private static void fields(ArrayNode array, List<Report.Field> fields) {
    for (Report.Field field : fields) {
      array
          .addObject()
          .put("id", field.id())
          .put("label", field.label())
          .put("value", field.value())
          .put("unit", field.unit());
    }
  }

  static ObjectNode tree(Report.Subject subject) {
    ObjectNode tree = CanonicalJson.object();
    tree.put("reference", subject.reference()).put("patientId", subject.patientId());
    tree.put("issuer", subject.issuer()).put("name", subject.name()).put("sex", subject.sex());
    subject.birthDate().ifPresent(date -> tree.put("birthDate", date.toString()));
    return tree;
  }

  static ObjectNode tree(Report.Examination examination) {
    return CanonicalJson.object()
        .put("site", examination.siteId())
        .put("siteName", examination.siteName())
        .put("accession", examination.accession())
        .put("modality", examination.modality())
        .put("description", examination.description())
        .put("study", examination.study())
        .put("order", examination.order())
        .put("task", examination.task())
        .put("at", examination.at().toString());
  }

  static Report.Subject subject(Members from) throws DocumentException {
    Report.Subject subject =
        new Report.Subject(
            from.word("reference"),
            from.word("patientId"),
            from.word("issuer"),
            from.word("name"),
            from.word("sex"),
            from.date("birthDate"));
    from.done();
    return subject;
  }

  static Report.Examination examination(Members from) throws DocumentException {
    Report.Examination examination =
        new Report.Examination(
            from.word("site"),
            from.word("siteName"),
            from.word("accession"),
            from.word("modality"),
            from.text("description", Members.LONG),
            from.word("study"),
            from.word("order"),
            from.word("task"),
            from.time("at"));
    from.done();
    return examination;
  }

  private static Report.Field field(Members from) throws DocumentException {
    return new Report.Field(
        from.word("id"), from.word("label"), from.text("value", Members.LONG), from.word("unit"));
  }

  static Report.KeyImage image(Members from) throws DocumentException {
    return new Report.KeyImage(from.word("instance"), from.whole("frame", 1, Integer.MAX_VALUE));
  }

  private static Report.Signer signer(Members from) throws DocumentException {
    Report.Signer signer = new Report.Signer(from.word("login"), from.word("name"));
    from.done();
    return signer;
  }

  private static Report.Source source(Members from) throws DocumentException {
    return new Report.Source(from.word("what"), from.word("sha256"));
  }
}

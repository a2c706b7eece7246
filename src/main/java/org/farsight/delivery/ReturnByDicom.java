package org.farsight.delivery;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.report.Report;
import org.farsight.report.ReturnedReport;

/**
 * Stores a report at the branch's archive as Encapsulated PDF (PS3.3 §A.45.1), in the study that it
 * is about. Its SOP Instance UID follows from the report's digest: one that is stored again is the
 * same object, so that nobody need be asked first. A version that counts no more says so on its
 * pages, in its title and by its verification flag.
 */
final class ReturnByDicom implements ReturnDelivery.Carrier {
  private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.104.1";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final DateTimeFormatter BOTH = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ");
  private static final int LONG_STRING = 64;
  private static final int SHORT_STRING = 16;

  private final MadeStore store;

  ReturnByDicom(BranchWay.Dicom way, StoragePool pool, Connector connector) {
    AeAddress address = new AeAddress(way.node().aet(), way.node().host(), way.node().port());
    this.store = new MadeStore(pool, new StoragePool.Peer(connector, way.callingAet(), address));
  }

  @Override
  public DeliveryOutcome critical(Work work, Document.Told told) {
    throw new IllegalStateException("an archive was to be told a critical value");
  }

  @Override
  public DeliveryOutcome report(Work work, Document.Read read) {
    Optional<byte[]> pdf = read.report().pdf();
    if (pdf.isEmpty()) {
      return new DeliveryOutcome.Refused("the report has no PDF that could be stored");
    }
    return store.store(object(work, read, pdf.get()), "Encapsulated PDF", work);
  }

  private static DataSet object(Work work, Document.Read read, byte[] pdf) {
    ReturnedReport report = read.report();
    Report.Examination what = report.examination();
    Report.Subject who = report.subject();
    ZoneId zone = work.site().zone();
    DataSet data = new DataSet();
    data.put(
        Tag.SPECIFIC_CHARACTER_SET,
        VR.CS,
        SpecificCharacterSet.UTF_8.terms().toArray(new String[0]));
    data.put(Tag.SOP_CLASS_UID, VR.UI, SOP_CLASS);
    data.put(Tag.SOP_INSTANCE_UID, VR.UI, uid("instance " + read.arrival().content().digest()));
    data.put(Tag.PATIENT_NAME, VR.PN, cut(who.name(), LONG_STRING));
    data.put(Tag.PATIENT_ID, VR.LO, cut(who.patientId(), LONG_STRING));
    data.put(Tag.PATIENT_BIRTH_DATE, VR.DA, who.birthDate().map(DAY::format).orElse(""));
    data.put(
        Tag.PATIENT_SEX,
        VR.CS,
        switch (who.sex()) {
          case "male" -> "M";
          case "female" -> "F";
          case "other" -> "O";
          default -> "";
        });
    if (!who.issuer().isEmpty()) {
      data.put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, cut(who.issuer(), LONG_STRING));
    }
    study(data, report, what, zone);
    series(data, report, what);
    document(data, report, pdf, what.at(), zone);
    return data;
  }

  /** What the images say of their study is kept: an archive files by its UID. */
  private static void study(
      DataSet data, ReturnedReport report, Report.Examination what, ZoneId zone) {
    String study = what.study().isEmpty() ? uid("study " + report.exchangeId()) : what.study();
    data.put(Tag.STUDY_INSTANCE_UID, VR.UI, study);
    data.put(Tag.STUDY_DATE, VR.DA, DAY.format(what.at().atZone(zone)));
    data.put(Tag.STUDY_TIME, VR.TM, TIME.format(what.at().atZone(zone)));
    data.put(Tag.STUDY_DESCRIPTION, VR.LO, cut(what.description(), LONG_STRING));
    data.put(Tag.ACCESSION_NUMBER, VR.SH, cut(what.accession(), SHORT_STRING));
    data.put(Tag.STUDY_ID, VR.SH, "");
    data.put(Tag.REFERRING_PHYSICIAN_NAME, VR.PN, "");
  }

  private static void series(DataSet data, ReturnedReport report, Report.Examination what) {
    data.put(Tag.MODALITY, VR.CS, "DOC");
    data.put(Tag.SERIES_INSTANCE_UID, VR.UI, uid("series " + report.caseId()));
    data.putInts(Tag.SERIES_NUMBER, VR.IS, 9000);
    data.put(Tag.SERIES_DESCRIPTION, VR.LO, cut("Report " + what.modality(), LONG_STRING));
    data.put(Tag.MANUFACTURER, VR.LO, "Farsight");
    data.put(Tag.CONVERSION_TYPE, VR.CS, "WSD");
  }

  private static void document(
      DataSet data, ReturnedReport report, byte[] pdf, Instant acquired, ZoneId zone) {
    data.putInts(Tag.INSTANCE_NUMBER, VR.IS, report.version());
    data.put(Tag.CONTENT_DATE, VR.DA, DAY.format(report.signedAt().atZone(zone)));
    data.put(Tag.CONTENT_TIME, VR.TM, TIME.format(report.signedAt().atZone(zone)));
    data.put(Tag.ACQUISITION_DATE_TIME, VR.DT, BOTH.format(acquired.atZone(zone)));
    data.put(Tag.BURNED_IN_ANNOTATION, VR.CS, "YES");
    data.put(Tag.VERIFICATION_FLAG, VR.CS, report.stands() ? "VERIFIED" : "UNVERIFIED");
    data.put(Tag.DOCUMENT_TITLE, VR.ST, title(report));
    boolean ecg = report.examination().modality().equals("ECG");
    data.putItems(
        Tag.CONCEPT_NAME_CODE_SEQUENCE,
        new DataSet()
            .put(Tag.CODE_VALUE, VR.SH, ecg ? "11524-6" : "18748-4")
            .put(Tag.CODING_SCHEME_DESIGNATOR, VR.SH, "LN")
            .put(Tag.CODE_MEANING, VR.LO, ecg ? "EKG study" : "Diagnostic imaging study"));
    data.put(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, VR.LO, "application/pdf");
    data.putInts(Tag.ENCAPSULATED_DOCUMENT_LENGTH, VR.UL, pdf.length);
    data.putBytes(
        Tag.ENCAPSULATED_DOCUMENT, VR.OB, Arrays.copyOf(pdf, pdf.length + pdf.length % 2));
  }

  private static String title(ReturnedReport report) {
    String kind =
        report.stands()
            ? (report.amended() ? "修改后报告 Amended report" : "诊断报告 Report")
            : "已作废报告 Report entered in error";
    return kind + ", version " + report.version();
  }

  private static String cut(String text, int most) {
    String plain = text.replace('\\', '/').replaceAll("\\p{Cntrl}", " ").strip();
    return plain.length() > most ? plain.substring(0, most) : plain;
  }

  private static String uid(String what) {
    return MadeStore.uid("report " + what);
  }
}

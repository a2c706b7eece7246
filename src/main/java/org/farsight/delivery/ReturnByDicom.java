package org.farsight.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.PoolExhaustedException;
import org.farsight.dicom.service.PooledStorage;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
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
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final DateTimeFormatter BOTH = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ");
  private static final int LONG_STRING = 64;
  private static final int SHORT_STRING = 16;

  private final BranchWay.Dicom way;
  private final StoragePool pool;
  private final StoragePool.Peer peer;

  ReturnByDicom(BranchWay.Dicom way, StoragePool pool, Connector connector) {
    this.way = way;
    this.pool = pool;
    this.peer =
        new StoragePool.Peer(
            connector,
            way.callingAet(),
            new AeAddress(way.node().aet(), way.node().host(), way.node().port()));
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
    DataSet object = object(work, read, pdf.get());
    byte[] bytes = DataSetWriter.toBytes(object, SYNTAX);
    String instance = object.string(Tag.SOP_INSTANCE_UID).orElseThrow();
    Outgoing outgoing =
        new Outgoing(
            read.arrival().revision(),
            true,
            new StoredObject(
                SOP_CLASS,
                instance,
                SYNTAX.uid(),
                bytes.length,
                () -> new ByteArrayInputStream(bytes)));
    return store(outgoing, work);
  }

  private DeliveryOutcome store(Outgoing object, Work work) {
    String instance = object.object().sopInstance();
    StorageBatch batch = StorageBatch.of(List.of(object)).getFirst();
    try (PooledStorage association = pool.take(peer, batch.contexts())) {
      Status status = association.store(object.object()).status();
      if (status.code() == Status.DUPLICATE_SOP_INSTANCE.code()) {
        // the UID follows from the bytes: it is this one
        return new DeliveryOutcome.Accepted(instance + " was there already");
      }
      if (status.done()) {
        return new DeliveryOutcome.Accepted(
            instance + " stored at " + way.node().aet() + ", " + status.describe());
      }
      StorageTally tally = new StorageTally(way.node().aet(), work.triedBefore(), work.progress());
      return tally.answered(object, status) ? tally.interrupted() : tally.outcome();
    } catch (ContextNotAcceptedException e) {
      return new DeliveryOutcome.Refused(
          way.node().aet() + " takes no Encapsulated PDF: " + e.getMessage());
    } catch (AssociationException e) {
      return retry(e, Cause.TARGET);
    } catch (RequestFailedException e) {
      return retry(e, e.ownFault() ? Cause.EXCHANGE : Cause.EITHER);
    } catch (PoolExhaustedException e) {
      return retry(e, Cause.EXCHANGE);
    } catch (IOException e) {
      return retry(e, Cause.EITHER);
    }
  }

  private DeliveryOutcome retry(IOException e, Cause cause) {
    return new DeliveryOutcome.Retry(null, way.node().aet() + ": " + e.getMessage(), cause);
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

  /** 2.25 and a UUID (RFC 9562, version 8) of 122 bits of a SHA-256 over what it names. */
  private static String uid(String what) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("farsight report " + what).getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      long high = bytes.getLong() & ~0xF000L | 0x8000L;
      long low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
      return Uid.of(new UUID(high, low));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package org.farsight.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.SampleReports;

/** Versions of the report of one examination, kept and converted as the engine does it. */
public final class KeptReports implements Examinations {
  public static final String CASE = "x1";
  public static final Instant T0 = Instant.parse("2026-11-23T05:58:12Z");
  public static final Site SITE =
      new Site(
          "zhaojiawan",
          "赵家湾社区卫生服务中心",
          "urn:oid:1.2.826.0.1.3680043.10.1338.9",
          ZoneId.of("+08:00"),
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          List.of());

  private final KeptFiles kept = new KeptFiles();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final String modality;
  private final boolean recalled;

  public KeptReports(String modality, boolean recalled) {
    this.modality = modality;
    this.recalled = recalled;
  }

  /** A first version that says it is of this modality. */
  public static Report first(String caseId, String modality) {
    Report of = SampleReports.first(caseId, SITE.id());
    Report.Examination was = of.examination();
    return new Report(
        caseId,
        CASE,
        1,
        of.status(),
        of.replaces(),
        of.reason(),
        of.subject(),
        new Report.Examination(
            was.siteId(),
            was.siteName(),
            was.accession(),
            modality,
            was.description(),
            modality.equals("ECG") ? "" : was.study(),
            was.order(),
            was.task(),
            was.at()),
        of.template(),
        of.fields(),
        of.findings(),
        of.impression(),
        of.critical(),
        of.keyImages(),
        of.signer(),
        of.signedAt(),
        of.read());
  }

  /** The version after one. */
  public static Report next(ReportFile before, Report.Status status, String impression) {
    Report of = before.report();
    return new Report(
        of.caseId(),
        of.exchangeId(),
        of.version() + 1,
        status,
        Optional.of(before.sha256()),
        "reason",
        of.subject(),
        of.examination(),
        of.template(),
        of.fields(),
        of.findings(),
        impression,
        of.critical(),
        of.keyImages(),
        of.signer(),
        of.signedAt().plusSeconds(600),
        of.read());
  }

  /** A version of another system. */
  public static ForeignReport foreign(String caseId, Report.Status status, String impression) {
    Report of = first(caseId, "CT");
    return new ForeignReport(
        caseId,
        CASE,
        1,
        status,
        "",
        of.subject(),
        of.examination(),
        "李医生",
        of.signedAt(),
        "",
        impression,
        Optional.empty(),
        Optional.of("%PDF-1.4 none".getBytes(StandardCharsets.US_ASCII)),
        Optional.of("<html><body>" + impression + "</body></html>"),
        SampleReports.ZONE);
  }

  /** Keeps a signed version. */
  public ReportFile signed(Report report) throws IOException {
    ReportFile file = SampleReports.file(report);
    keep(ReportFile.FORMAT, report.caseId(), file.bytes());
    return file;
  }

  /** Keeps a version of another system. */
  public void foreign(String format, ForeignReport report, String origin) throws IOException {
    ForeignDocument document =
        new ForeignDocument(report, origin, "what came".getBytes(StandardCharsets.US_ASCII));
    keep(format, report.caseId(), document.write());
  }

  private void keep(String format, String caseId, byte[] bytes) throws IOException {
    arrivals.add(
        new Arrival(
            arrivals.size() + 1L,
            "r1",
            arrivals.size() + 1,
            T0.plusSeconds(arrivals.size()),
            Way.READING_ROOM,
            "zhang",
            kept.keep(bytes),
            ObjectFacts.ofDocument(format, caseId, modality, "P-1001", "", "A2026-0007"),
            0));
  }

  /** The exchange of the report. */
  public Exchange exchange() {
    return exchange(
        "r1", Kind.REPORT, SITE.id() + "|" + arrivals.getLast().facts().study(), arrivals.size());
  }

  private Exchange exchange(String id, Kind kind, String key, int revision) {
    return new Exchange(
        id,
        SITE.id(),
        kind,
        key,
        "P-1001",
        "",
        "A2026-0007",
        modality,
        Priority.ROUTINE,
        revision,
        T0,
        T0);
  }

  /** What comes of the versions that are kept. */
  public Outcome convert(Optional<Profiles> profiles) {
    return new Conversions(
            kept,
            ConversionsTest.OPTIONS,
            EcgFormats.standard(),
            profiles,
            Recordings.NONE,
            () -> EcgPolicy.PLAIN,
            Identities.NONE,
            id -> recalled,
            OrderSearch.NONE,
            this)
        .convert(exchange(), SITE, arrivals);
  }

  /** The transaction of the versions that are kept, held to its profiles. */
  public byte[] bundle() {
    Outcome outcome = convert(Optional.of(LoadedProfiles.get()));
    if (outcome instanceof Outcome.Converted converted) {
      return converted.bundle();
    }
    throw new AssertionError(outcome.toString());
  }

  @Override
  public Optional<Exchange> exchange(String id) {
    Kind kind = modality.equals("ECG") ? Kind.ECG : Kind.STUDY;
    return id.equals(CASE)
        ? Optional.of(exchange(CASE, kind, "1.2.826.0.1.3680043.10.1338.77", 1))
        : Optional.empty();
  }

  @Override
  public List<Arrival> arrivals(String exchangeId) {
    return List.of(
        new Arrival(
            1,
            CASE,
            1,
            T0,
            Way.C_STORE,
            "CT",
            new Content("9f".repeat(32), "segments/1", 0, 100),
            new ObjectFacts(
                "dicom",
                "1.2.840.10008.5.1.4.1.1.2",
                "1.2.826.0.1.3680043.10.1338.77.1.5",
                "1.2.840.10008.1.2.1",
                "1.2.826.0.1.3680043.10.1338.77",
                "1.2.826.0.1.3680043.10.1338.77.1",
                modality,
                "P-1001",
                "",
                "A2026-0007"),
            0));
  }
}

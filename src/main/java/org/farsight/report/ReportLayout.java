package org.farsight.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;

/**
 * What a report says and in which order, whatever it is written on.
 *
 * @param title of the report
 * @param banner said before all else where the report counts no more
 * @param particulars of the person, the examination and the version, name and value
 * @param sections headings with their lines
 * @param signature who and when, name and value
 */
record ReportLayout(
    String title,
    Optional<String> banner,
    List<Particular> particulars,
    List<Section> sections,
    List<Particular> signature) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  ReportLayout {
    particulars = List.copyOf(particulars);
    sections = List.copyOf(sections);
    signature = List.copyOf(signature);
  }

  /** A name and its value. */
  record Particular(String name, String value) {}

  /**
   * A heading and what stands below it.
   *
   * @param alarming to be set off from everything else
   */
  record Section(String heading, List<String> lines, boolean alarming) {
    Section {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What is said, by whomever it was written.
   *
   * @param zone in which its times are told
   */
  record Said(
      int version,
      Report.Status status,
      String reason,
      Report.Subject subject,
      Report.Examination examination,
      List<Report.Field> fields,
      String findings,
      String impression,
      Optional<String> critical,
      String signedBy,
      Instant signedAt,
      ZoneId zone) {

    static Said of(ReturnedReport report) {
      return new Said(
          report.version(),
          report.status(),
          report.reason(),
          report.subject(),
          report.examination(),
          report.fields(),
          report.findings(),
          report.impression(),
          report.critical(),
          report.signedBy(),
          report.signedAt(),
          report.zone());
    }

    static Said of(Report report, ZoneId zone) {
      return new Said(
          report.version(),
          report.status(),
          report.reason(),
          report.subject(),
          report.examination(),
          report.fields(),
          report.findings(),
          report.impression(),
          report.critical(),
          report.signer().name(),
          report.signedAt(),
          zone);
    }

    boolean stands() {
      return status != Report.Status.ENTERED_IN_ERROR;
    }

    /** Hides the person. */
    @Override
    public String toString() {
      return "Said[version " + version + "]";
    }
  }

  static ReportLayout of(ReturnedReport report, Language language) {
    return of(Said.of(report), language);
  }

  static ReportLayout of(Said report, Language language) {
    Phrase title =
        report.examination().modality().equals("ECG") ? Phrase.ECG_REPORT : Phrase.REPORT;
    Optional<String> banner =
        report.stands() ? Optional.empty() : Optional.of(Phrase.WITHDRAWN_LONG.in(language));
    return new ReportLayout(
        title.in(language),
        banner,
        particulars(report, language),
        sections(report, language),
        List.of(
            new Particular(Phrase.SIGNED_BY.in(language), report.signedBy()),
            new Particular(Phrase.SIGNED_AT.in(language), time(report, report.signedAt()))));
  }

  private static List<Particular> particulars(Said report, Language language) {
    List<Particular> all = new ArrayList<>();
    Report.Subject subject = report.subject();
    Report.Examination examination = report.examination();
    add(all, Phrase.NAME, subject.name(), language);
    add(all, Phrase.SEX, Phrase.sex(subject.sex(), language), language);
    add(all, Phrase.BORN, subject.birthDate().map(Object::toString).orElse(""), language);
    add(all, Phrase.PATIENT_ID, subject.patientId(), language);
    add(all, Phrase.SITE, examination.siteName(), language);
    add(all, Phrase.ACCESSION, examination.accession(), language);
    add(all, Phrase.MODALITY, examination.modality(), language);
    add(all, Phrase.EXAMINATION, examination.description(), language);
    add(all, Phrase.ACQUIRED, time(report, examination.at()), language);
    add(all, Phrase.VERSION, version(report, language), language);
    return all;
  }

  private static void add(List<Particular> all, Phrase name, String value, Language language) {
    if (!value.isBlank()) {
      all.add(new Particular(name.in(language), value));
    }
  }

  private static String version(Said report, Language language) {
    String number = Integer.toString(report.version());
    return switch (report.status()) {
      case FINAL -> number;
      case AMENDED ->
          number
              + " · "
              + Phrase.AMENDED.in(language)
              + " · "
              + Phrase.REPLACES.in(language)
              + " "
              + (report.version() - 1);
      case ENTERED_IN_ERROR -> number + " · " + Phrase.WITHDRAWN.in(language);
    };
  }

  private static List<Section> sections(Said report, Language language) {
    List<Section> all = new ArrayList<>();
    report
        .critical()
        .ifPresent(words -> all.add(new Section(Phrase.CRITICAL.in(language), lines(words), true)));
    if (!report.reason().isBlank()) {
      Phrase heading = report.stands() ? Phrase.REASON : Phrase.WITHDRAWN_REASON;
      all.add(new Section(heading.in(language), lines(report.reason()), false));
    }
    if (!report.fields().isEmpty()) {
      List<String> values =
          report.fields().stream()
              .map(field -> (field.label() + ": " + field.value() + " " + field.unit()).strip())
              .toList();
      all.add(new Section(Phrase.VALUES.in(language), values, false));
    }
    section(all, Phrase.FINDINGS, report.findings(), language);
    section(all, Phrase.IMPRESSION, report.impression(), language);
    return all;
  }

  private static void section(List<Section> all, Phrase heading, String text, Language language) {
    if (!text.isBlank()) {
      all.add(new Section(heading.in(language), lines(text), false));
    }
  }

  /** A time as people at the site read it. */
  static String time(Said report, Instant at) {
    return TIME.format(at.atZone(report.zone()));
  }

  static List<String> lines(String text) {
    return text.strip().lines().toList();
  }
}

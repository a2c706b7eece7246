package org.farsight.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.critical.Words;
import org.farsight.ecg.quality.Finding;

/** What {@code farsight ecg} prints of one file. */
final class EcgPrint {
  private static final BigDecimal MICRO = BigDecimal.valueOf(1000);

  private final PrintWriter out;
  private final boolean english;
  private final boolean patientShown;

  /**
   * @param english findings and critical values in English, else in Chinese
   * @param patientShown whether the person is printed
   */
  EcgPrint(PrintWriter out, boolean english, boolean patientShown) {
    this.out = out;
    this.english = english;
    this.patientShown = patientShown;
  }

  void recording(
      String file, int bytes, Recording recording, List<Finding> findings, List<Verdict> verdicts) {
    head(file, bytes, recording);
    line("digest", recording.sampleDigest() + " (of the samples)");
    out.println();
    table(recording.leads());
    for (FurtherWaveform further : recording.further()) {
      out.println();
      out.println(
          "  "
              + further.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
              + " "
              + further.name());
      table(further.leads());
    }
    said(recording.measurements(), recording.statements());
    list("quality", findings.stream().map(finding -> english ? finding.en() : finding.zh()));
    critical(verdicts);
    remarks(recording);
    if (!recording.annotations().isEmpty()) {
      line("further", recording.annotations().size() + " annotations, see --json");
    }
    out.println();
    out.flush();
  }

  /** An ECG of which there is only a page: what its carrier says. */
  void page(String file, int bytes, EcgDocument page) {
    head(file, bytes, page);
    line("page", page.title() + ", " + page.mediaType() + ", " + page.page().length + " bytes");
    line("samples", "none: it can be shown, not measured");
    said(page.measurements(), page.statements());
    remarks(page);
    out.println();
    out.flush();
  }

  private void head(String file, int bytes, EcgContent content) {
    out.println(file + ": " + content.format().title() + ", " + bytes + " bytes");
    if (patientShown) {
      line("patient", person(content.subject()));
    }
    Acquisition acquisition = content.acquisition();
    line(
        "recorded",
        acquisition
            .start()
            .map(
                start ->
                    start + acquisition.offset().map(o -> " " + o.getId()).orElse(", no offset"))
            .orElse("the file does not say when"));
    line("device", device(acquisition));
  }

  private void said(Measurements measurements, List<Statement> statements) {
    list("measurements", measurements.all().stream().map(EcgPrint::measurement));
    list("statements", statements.stream().map(EcgPrint::statement));
  }

  private void remarks(EcgContent content) {
    list("remarks", content.remarks().stream().map(r -> r.rule() + " at " + r.where()));
  }

  private void line(String name, String words) {
    if (!words.isEmpty()) {
      out.println("  " + name + " ".repeat(Math.max(1, 10 - name.length())) + words);
    }
  }

  private void list(String name, Stream<String> lines) {
    List<String> all = lines.toList();
    out.println();
    out.println("  " + name + ": " + (all.isEmpty() ? "none" : all.size()));
    all.forEach(line -> out.println("    " + line.strip().replaceAll("\\R", " ")));
  }

  /** Hits and what nobody can say, rule by rule; those that do not hold as a number. */
  private void critical(List<Verdict> verdicts) {
    List<String> lines = new ArrayList<>();
    int hits = 0;
    int undecided = 0;
    for (Verdict verdict : verdicts) {
      String rule = text(verdict.name()) + " [" + text(verdict.source()) + "]: ";
      switch (verdict.outcome()) {
        case Verdict.Outcome.Hit hit -> {
          lines.add(
              hits++,
              "HIT  "
                  + rule
                  + hit.evidence().stream()
                      .map(evidence -> text(evidence.words()))
                      .collect(Collectors.joining(", ")));
        }
        case Verdict.Outcome.Undecided open -> {
          undecided++;
          lines.add("?    " + rule + text(open.reason()));
        }
        case Verdict.Outcome.Clear clear -> {
          // counted below
        }
      }
    }
    out.println();
    int clear = verdicts.size() - hits - undecided;
    out.println(
        "  critical values: " + hits + " hit, " + undecided + " undecided, " + clear + " clear");
    lines.forEach(line -> out.println("    " + line.replaceAll("\\R", " ")));
  }

  private String text(Words words) {
    return english ? words.en() : words.zh();
  }

  private static String person(Subject subject) {
    return Stream.of(
            subject.name().map(PersonShown::of).map(PersonShown::text),
            subject.id(),
            subject.sex().map(sex -> sex.name().toLowerCase(java.util.Locale.ROOT)),
            subject.birthDate().map(day -> "born " + day))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static String device(Acquisition acquisition) {
    Acquisition.Device device = acquisition.device();
    return Stream.of(
            device.manufacturer(), device.model(), device.serialNumber(), device.software())
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private void table(List<Lead> leads) {
    TextTable table =
        new TextTable("lead", "Hz", "samples", "missing", "seconds", "from s", "uV/step", "origin");
    for (Lead lead : leads) {
      table.row(
          lead.label() + lead.derivation().map(how -> " = " + how).orElse(""),
          text(lead.rate().hertz()),
          String.valueOf(lead.samples().length()),
          String.valueOf(lead.samples().missingCount()),
          text(lead.durationMillis().divide(MICRO)),
          text(lead.offsetMillis().divide(MICRO)),
          text(lead.scale().multiply(MICRO)),
          lead.origin().signum() == 0 ? "0" : text(lead.origin()) + " mV");
    }
    table.lines().forEach(line -> out.println("  " + line));
  }

  private static String text(BigDecimal number) {
    return number.round(new MathContext(9)).stripTrailingZeros().toPlainString();
  }

  private static String measurement(Measurement measurement) {
    return measurement.label()
        + measurement.lead().map(LeadId::label).map(lead -> " in " + lead).orElse("")
        + ": "
        + measurement.value().toPlainString()
        + measurement.unit().map(unit -> " " + unit).orElse("");
  }

  private static String statement(Statement statement) {
    return switch (statement.author()) {
      case DEVICE -> statement.text();
      case PERSON -> statement.text() + " (by a person)";
      case UNSTATED -> statement.text() + " (author not stated)";
    };
  }
}

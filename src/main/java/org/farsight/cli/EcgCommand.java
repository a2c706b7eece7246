package org.farsight.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.farsight.app.CriticalReader;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Subject;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.EcgSheet;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.drawing.SheetCaption;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.ecg.drawing.SvgDrawing;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.json.RecordingJson;
import org.farsight.ecg.quality.Finding;
import org.farsight.ecg.quality.SignalQuality;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.ecg.waveform.WaveformObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight ecg}: what an ECG file is and says, and the file as a drawing. No engine. */
@Command(
    name = "ecg",
    description = {
      "Prints what ECG files are: format, leads, measurements, statements, faults of the signal,",
      "critical values (by routes/critical-values.yaml).",
      "The format is recognised from the bytes."
    },
    mixinStandardHelpOptions = true)
final class EcgCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 64 << 20;

  private final Console console;
  private final Home home;
  private final EcgFormats formats = EcgFormats.standard();
  private final SignalQuality quality = SignalQuality.standard();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "ECG files")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--svg",
      paramLabel = "OUT",
      description = "draw it; further sheets go beside, as OUT-2.svg")
  private @Nullable Path svg;

  @Option(names = "--pdf", paramLabel = "OUT", description = "draw it")
  private @Nullable Path pdf;

  @Option(names = "--json", paramLabel = "OUT", description = "every sample and all else, exactly")
  private @Nullable Path json;

  @Option(
      names = "--dicom",
      paramLabel = "OUT",
      description = "a DICOM ECG object, as archives get it; times without an offset are ours")
  private @Nullable Path dicom;

  @Option(names = "--layout", paramLabel = "3x4|6x2|12x1", description = "default 3x4")
  private @Nullable String layout;

  @Option(names = "--speed", paramLabel = "25|50", description = "mm/s, default 25")
  private @Nullable String speed;

  @Option(names = "--gain", paramLabel = "5|10|20", description = "mm/mV, default 10")
  private @Nullable String gain;

  @Option(
      names = "--filter",
      paramLabel = "LIST",
      description = "for the eye only: baseline, lowpass35, lowpass40, notch50; default none")
  private @Nullable String filter;

  @Option(names = "--order", paramLabel = "standard|cabrera", description = "of the leads")
  private @Nullable String order;

  @Option(names = "--rhythm", paramLabel = "LEAD", description = "below 3x4, default II; or none")
  private @Nullable String rhythm;

  @Option(names = "--start", paramLabel = "SECONDS", description = "where the drawing begins")
  private @Nullable String start;

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "of the drawing (default zh) and of the faults told (default en)")
  private @Nullable String language;

  @Option(names = "--site", paramLabel = "NAME", description = "the branch, on the drawing")
  private String site = "";

  @Option(names = "--no-patient", description = "leave the person out of all that is written")
  private boolean withoutPatient;

  @Option(
      names = "--critical",
      paramLabel = "FILE",
      description = "the table of critical values, default routes/critical-values.yaml")
  private @Nullable Path critical;

  @Option(
      names = "--critical-list",
      paramLabel = "LIST",
      description = "by which list of the table, default earliest: each of them")
  private String criticalList = CriticalRules.EARLIEST;

  EcgCommand(Console console, Home home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    SheetOptions options = options();
    if (files.size() > 1 && writesOut()) {
      throw new CommandFailure("only one file can be written out at a time", Main.WRONG_USE);
    }
    CriticalRules rules = rules();
    int broken = 0;
    for (Path file : files) {
      try {
        one(file, options, rules);
      } catch (EcgFormatException e) {
        console.err().println(file + ": " + e.getMessage());
        broken++;
      }
    }
    if (broken > 0) {
      throw new CommandFailure(broken + " of " + files.size() + " files cannot be read");
    }
    return Main.DONE;
  }

  private boolean writesOut() {
    return svg != null || pdf != null || json != null || dicom != null;
  }

  /** The table in force here; whoever wants none names an empty one. */
  private CriticalRules rules() throws CommandFailure {
    Path file = critical == null ? home.folder().resolve("routes/critical-values.yaml") : critical;
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          "there is no table of critical values at " + file + ": name one by --critical");
    }
    CriticalReader.Table table = CriticalReader.read(file);
    if (!table.mistakes().isEmpty()) {
      throw new CommandFailure(String.join("\n", table.mistakes()));
    }
    Set<String> lists = table.rules().lists().keySet();
    if (!criticalList.equals(CriticalRules.EARLIEST) && !lists.contains(criticalList)) {
      throw new CommandFailure(
          criticalList + " is no list of " + file + ": it has " + lists, Main.WRONG_USE);
    }
    table.warnings().forEach(console.err()::println);
    return table.rules();
  }

  private SheetOptions options() throws CommandFailure {
    SheetOptions options = SheetOptions.USUAL;
    String[] values = {layout, speed, gain, filter, language, order, rhythm, start};
    try {
      for (int i = 0; i < values.length; i++) {
        String value = values[i];
        if (value != null) {
          options = options.with(SheetOptions.NAMES.get(i), value);
        }
      }
      return options;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), Main.WRONG_USE);
    }
  }

  private void one(Path file, SheetOptions options, CriticalRules rules)
      throws EcgFormatException, CommandFailure, IOException {
    byte[] bytes = read(file);
    Optional<EcgReader> reader = formats.readerOf(bytes);
    if (reader.isEmpty()) {
      throw new EcgFormatException("no ECG format known here", "byte 0");
    }
    boolean english = language == null || options.language() == Language.EN;
    EcgPrint print = new EcgPrint(console.out(), english, !withoutPatient);
    switch (reader.get().content(bytes)) {
      case Recording recording -> recording(recording, file, bytes, print, options, rules);
      case EcgDocument page -> {
        print.page(file.toString(), bytes.length, page);
        if (writesOut()) {
          throw new EcgFormatException("a page and no samples: there is nothing to draw", "byte 0");
        }
      }
    }
  }

  private void recording(
      Recording recording,
      Path file,
      byte[] bytes,
      EcgPrint print,
      SheetOptions options,
      CriticalRules rules)
      throws IOException {
    List<Finding> findings = quality.examine(recording);
    List<Verdict> verdicts = rules.evaluate(recording, criticalList);
    print.recording(file.toString(), bytes.length, recording, findings, verdicts);
    write(recording, findings, verdicts, options);
    if (dicom != null) {
      writeDicom(recording, file, bytes, dicom);
    }
  }

  /** As the engine makes it, but that it does not know when the engine would have kept the file. */
  private void writeDicom(Recording recording, Path file, byte[] bytes, Path to)
      throws IOException {
    WaveformIdentity identity =
        WaveformIdentity.of(
            sha256(bytes), Files.getLastModifiedTime(file).toInstant(), ZoneId.systemDefault());
    DataSet object =
        WaveformObject.of(withoutPatient ? recording.of(Subject.UNNAMED) : recording, identity);
    try (OutputStream out = Files.newOutputStream(to)) {
      Part10File.write(out, object, WaveformObject.SYNTAX, "");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] read(Path file) throws CommandFailure, IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(file + " is no file");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new CommandFailure(file + " is larger than " + MOST_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private void write(
      Recording recording, List<Finding> findings, List<Verdict> verdicts, SheetOptions options)
      throws IOException {
    if (json != null) {
      Files.write(json, RecordingJson.write(recording, findings, verdicts, !withoutPatient));
    }
    if (svg == null && pdf == null) {
      return;
    }
    boolean english = options.language() == Language.EN;
    List<String> words = findings.stream().map(f -> english ? f.en() : f.zh()).toList();
    Drawing drawing =
        EcgSheet.draw(recording, new SheetCaption(site, !withoutPatient, words), options);
    if (pdf != null) {
      Files.write(pdf, new PdfDrawing().write(drawing));
    }
    if (svg != null) {
      for (int page = 0; page < drawing.pages().size(); page++) {
        Files.write(numbered(svg, page), SvgDrawing.write(drawing, page));
      }
    }
  }

  /** The file of a sheet: the first under the name given, others with their number. */
  private static Path numbered(Path file, int page) {
    if (page == 0) {
      return file;
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String end = dot < 0 ? "" : name.substring(dot);
    return file.resolveSibling(stem + "-" + (page + 1) + end);
  }
}

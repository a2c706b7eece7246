package org.farsight.ecg.drawing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;

/** What stands above the grid: the person and the site, what the cart measured and what it says. */
final class SheetHeader {
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final double SIZE = 3.3;
  private static final double NAME_SIZE = 5;
  private static final double HEADING_SIZE = 2.8;
  private static final double LINE = 4.25;
  private static final double TOP = 10;
  private static final Box PATIENT = new Box(13.5, 11, 84, 26);
  private static final Box VALUES = new Box(101, TOP, 64, 27);
  private static final Box WORDS = new Box(168, 9, 115.5, 28);
  private static final double VALUE_INDENT = 27;
  private static final int STATEMENT_LINES = 6;
  private static final int LINES_OF_ONE = 3;

  private final Recording recording;
  private final SheetCaption caption;
  private final Language language;
  private final List<Mark> marks;

  SheetHeader(Recording recording, SheetCaption caption, Language language, List<Mark> marks) {
    this.recording = recording;
    this.caption = caption;
    this.language = language;
    this.marks = marks;
  }

  void draw() {
    person();
    measurements();
    statements();
  }

  private String in(Phrase phrase) {
    return phrase.in(language);
  }

  private void text(Ink ink, double x, double y, double size, String text, double width) {
    if (!text.isEmpty()) {
      marks.add(new Mark.Text(ink, x, y, size, false, TextWidth.fit(text, size, width)));
    }
  }

  private void person() {
    Subject subject = recording.subject();
    boolean shown = caption.patientShown();
    String name =
        shown
            ? subject.name().map(SheetHeader::name).orElse(in(Phrase.NO_NAME))
            : in(Phrase.NOT_SHOWN);
    double beside = TextWidth.of(" ", NAME_SIZE);
    String about = shown ? about(subject) : "";
    double room = PATIENT.width() - beside - TextWidth.of(about, SIZE);
    String fitted = TextWidth.fit(name, NAME_SIZE, room);
    text(Ink.PATIENT, PATIENT.x(), PATIENT.y(), NAME_SIZE, fitted, PATIENT.width());
    double x = PATIENT.x() + TextWidth.of(fitted, NAME_SIZE) + beside;
    text(Ink.PATIENT, x, PATIENT.y(), SIZE, about, PATIENT.right() - x);
    List<String> lines = new ArrayList<>();
    if (shown) {
      subject.id().ifPresent(id -> lines.add(in(Phrase.PATIENT_ID) + "  " + id));
    }
    String site =
        Stream.of(Optional.of(caption.site()), recording.acquisition().institution())
            .flatMap(Optional::stream)
            .map(String::strip)
            .filter(words -> !words.isEmpty())
            .distinct()
            .collect(Collectors.joining(" / "));
    if (!site.isEmpty()) {
      lines.add(in(Phrase.SITE) + "  " + site);
    }
    lines.add(in(Phrase.TAKEN) + "  " + time(recording.acquisition()).orElse(in(Phrase.NO_TIME)));
    device().ifPresent(device -> lines.add(in(Phrase.DEVICE) + "  " + device));
    double y = PATIENT.y() + 6;
    for (String line : lines) {
      text(Ink.TEXT, PATIENT.x(), y, SIZE, line, PATIENT.width());
      y += 5;
    }
  }

  /** When it was taken by the device's clock, with the offset where the file gives one. */
  static Optional<String> time(Acquisition acquisition) {
    return acquisition
        .start()
        .map(
            start ->
                start.format(TIME)
                    + acquisition.offset().map(offset -> " " + offset.getId()).orElse(""));
  }

  private static String name(Subject.Name name) {
    String ideographic =
        name.ideographic().map(parts -> parts.family() + parts.given()).orElse("").strip();
    return ideographic.isEmpty() ? name.text() : ideographic;
  }

  private String about(Subject subject) {
    List<String> words = new ArrayList<>();
    subject
        .sex()
        .map(
            sex ->
                switch (sex) {
                  case MALE -> in(Phrase.MALE);
                  case FEMALE -> in(Phrase.FEMALE);
                  case OTHER -> in(Phrase.OTHER_SEX);
                  case UNKNOWN -> "";
                })
        .filter(word -> !word.isEmpty())
        .ifPresent(words::add);
    Optional<LocalDate> taken = recording.acquisition().start().map(LocalDateTime::toLocalDate);
    subject
        .birthDate()
        .ifPresent(
            born -> {
              taken
                  .map(day -> Period.between(born, day).getYears())
                  .filter(years -> years >= 0 && years < 150)
                  .ifPresent(years -> words.add(years + " " + in(Phrase.AGE)));
              words.add(in(Phrase.BORN) + " " + born);
            });
    return String.join("  ", words);
  }

  private Optional<String> device() {
    Acquisition.Device device = recording.acquisition().device();
    String words =
        Stream.of(device.manufacturer(), device.model(), device.serialNumber())
            .flatMap(Optional::stream)
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .distinct()
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private void measurements() {
    double y = VALUES.y();
    List<String[]> rows = values();
    for (String[] row : rows) {
      text(Ink.FAINT, VALUES.x(), y, SIZE, row[0], VALUE_INDENT - 1);
      double x = VALUES.x() + VALUE_INDENT;
      text(Ink.TEXT, x, y, SIZE, row[1], VALUES.right() - x);
      y += LINE;
    }
    if (rows.isEmpty()) {
      text(Ink.FAINT, VALUES.x(), y, SIZE, in(Phrase.NO_MEASUREMENTS), VALUES.width());
    }
  }

  private List<String[]> values() {
    List<String[]> rows = new ArrayList<>();
    add(rows, Phrase.HEART_RATE, in(Phrase.PER_MINUTE), value(Kind.HEART_RATE));
    add(rows, Phrase.RR, "ms", value(Kind.RR_INTERVAL));
    add(rows, Phrase.P_DURATION, "ms", value(Kind.P_DURATION));
    add(rows, Phrase.PR, "ms", value(Kind.PR_INTERVAL));
    add(rows, Phrase.QRS, "ms", value(Kind.QRS_DURATION));
    Optional<Kind> qtc =
        Stream.of(Kind.QTC_INTERVAL, Kind.QTC_BAZETT, Kind.QTC_FRIDERICIA)
            .filter(kind -> value(kind).isPresent())
            .findFirst();
    String formula =
        switch (qtc.orElse(Kind.QTC_INTERVAL)) {
          case QTC_BAZETT -> "ms (Bazett)";
          case QTC_FRIDERICIA -> "ms (Fridericia)";
          default -> "ms";
        };
    add(
        rows,
        Phrase.QT_QTC,
        formula,
        together(List.of(value(Kind.QT_INTERVAL), qtc.flatMap(this::value))));
    add(
        rows,
        Phrase.AXES,
        "°",
        together(List.of(value(Kind.P_AXIS), value(Kind.QRS_AXIS), value(Kind.T_AXIS))));
    return rows;
  }

  private void add(List<String[]> rows, Phrase label, String unit, Optional<String> value) {
    value.ifPresent(number -> rows.add(new String[] {in(label), number + " " + unit}));
  }

  private Optional<String> value(Kind kind) {
    return recording.measurements().of(kind).map(Measurement::value).map(BigDecimal::toPlainString);
  }

  /** Values with a slash between them, a dash where one is missing; empty where all are. */
  private static Optional<String> together(List<Optional<String>> values) {
    return values.stream().allMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(
            values.stream().map(value -> value.orElse("-")).collect(Collectors.joining(" / ")));
  }

  private void statements() {
    List<Statement> statements = recording.statements();
    text(Ink.FAINT, WORDS.x(), WORDS.y(), HEADING_SIZE, heading(statements), WORDS.width());
    List<String> lines = new ArrayList<>();
    int shown = 0;
    for (Statement statement : statements) {
      List<String> some = TextWidth.wrap(statement.text(), SIZE, WORDS.width(), LINES_OF_ONE);
      boolean last = shown == statements.size() - 1;
      if (lines.size() + some.size() > STATEMENT_LINES - (last ? 0 : 1)) {
        break;
      }
      lines.addAll(some);
      shown++;
    }
    if (shown < statements.size()) {
      lines.add("… " + (statements.size() - shown) + " " + in(Phrase.MORE));
    }
    double y = WORDS.y() + 4.8;
    for (String line : lines) {
      text(Ink.TEXT, WORDS.x(), y, SIZE, line, WORDS.width());
      y += LINE;
    }
  }

  private String heading(List<Statement> statements) {
    if (statements.isEmpty()) {
      return in(Phrase.NO_STATEMENTS);
    }
    Set<Statement.Author> authors = EnumSet.noneOf(Statement.Author.class);
    statements.forEach(statement -> authors.add(statement.author()));
    return authors.stream()
        .map(
            author ->
                switch (author) {
                  case DEVICE -> in(Phrase.BY_DEVICE);
                  case PERSON -> in(Phrase.BY_PERSON);
                  case UNSTATED -> in(Phrase.BY_UNKNOWN);
                })
        .collect(Collectors.joining(" / "));
  }
}

package org.farsight.report.hl7v2;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Persons;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.SegmentException;
import org.farsight.hl7v2.Segments;
import org.farsight.hl7v2.Times;
import org.farsight.report.ForeignDocument;
import org.farsight.report.Report;

/**
 * Reads ORU^R01 of a reporting system: final (OBR-25 {@code F}), corrected ({@code C}) and
 * withdrawn results, with their text and their PDF. Safe for use by many threads.
 */
public final class ResultReader {
  /** Characters of findings or impression at most. */
  static final int LONGEST_TEXT = 60_000;

  private static final Set<String> READ = Set.of("MSH", "PID", "ORC", "OBR", "OBX");
  private static final int MOST_SEGMENTS = 5_000;
  private static final int MOST_GROUPS = 50;
  private static final int LONGEST_SEGMENT = 256 << 10;
  private static final int LONGEST_NUMBER = 200;

  private final Segments segments = new Segments(READ, MOST_SEGMENTS, LONGEST_SEGMENT);

  /** A message may be so long: its PDF in base64, and text. */
  public int longest() {
    return ForeignDocument.MOST_BYTES / 3 * 4 + (4 << 20);
  }

  /** The segments of one order. */
  private record Group(Optional<Segment> common, Segment request, List<Segment> observations) {}

  /**
   * What a message says, order by order.
   *
   * @throws DocumentException if it is broken, says nothing, or not finally: what and where
   */
  public List<Result> read(byte[] bytes) throws DocumentException {
    if (bytes.length > longest()) {
      throw new DocumentException("longer than the limit of " + longest() + " bytes", "MSH[1]");
    }
    Message message =
        Message.of(bytes).orElseThrow(() -> new DocumentException("no header segment", "MSH[1]"));
    List<Segment> all;
    try {
      all = segments.parse(message);
    } catch (SegmentException e) {
      throw new DocumentException(e.problem(), e.where());
    }
    Subject patient = patient(all, message.header());
    List<Result> results = new ArrayList<>();
    for (Group group : groups(all)) {
      // one read of several procedures may stand under the first of them
      if (!group.observations().isEmpty() || isWithdrawn(group)) {
        results.add(result(group, patient, message.header(), all.getFirst()));
      }
    }
    if (results.isEmpty()) {
      throw new DocumentException("a result without observations", "OBR[1]");
    }
    return results;
  }

  private static Subject patient(List<Segment> all, Header header) throws DocumentException {
    Segment pid =
        all.stream()
            .filter(segment -> segment.name().equals("PID"))
            .findFirst()
            .orElseThrow(() -> new DocumentException("nobody is named", "PID[1]"));
    return new Persons(pid, header.facility(), new Lenient()).subject();
  }

  private static List<Group> groups(List<Segment> all) throws DocumentException {
    List<Group> groups = new ArrayList<>();
    Optional<Segment> common = Optional.empty();
    for (Segment segment : all) {
      switch (segment.name()) {
        case "ORC" -> common = Optional.of(segment);
        case "OBR" -> {
          groups.add(new Group(common, segment, new ArrayList<>()));
          common = Optional.empty();
        }
        case "OBX" -> {
          if (groups.isEmpty()) {
            throw new DocumentException("an observation before its request", segment.at(0));
          }
          groups.getLast().observations().add(segment);
        }
        default -> {}
      }
    }
    if (groups.isEmpty() || groups.size() > MOST_GROUPS) {
      throw new DocumentException(groups.size() + " requests", "OBR[1]");
    }
    return groups;
  }

  /** OBR-25 of table 0123, and the observations' own of table 0085. */
  private static Report.Status status(Group group) throws DocumentException {
    if (isWithdrawn(group)) {
      return Report.Status.ENTERED_IN_ERROR;
    }
    return switch (group.request().get(25, 1)) {
      case "F" -> Report.Status.FINAL;
      case "C", "A" -> Report.Status.AMENDED;
      default ->
          throw new DocumentException(
              "a result that is not final: F or C is taken here", group.request().at(25));
    };
  }

  private static boolean isWithdrawn(Group group) {
    return group.request().get(25, 1).equals("X")
        || (!group.observations().isEmpty()
            && group.observations().stream().allMatch(ResultText::isVoid));
  }

  private static Result result(Group group, Subject patient, Header header, Segment msh)
      throws DocumentException {
    Segment obr = group.request();
    ResultText text = new ResultText(header);
    for (Segment observation : group.observations()) {
      if (!ResultText.isVoid(observation)) {
        text.add(observation);
      }
    }
    Report.Status status = status(group);
    if (status != Report.Status.ENTERED_IN_ERROR && text.isEmpty()) {
      throw new DocumentException("a report without a text or a PDF", obr.at(0));
    }
    Optional<Times.Time> signed = Times.time(obr.get(22, 1)).or(() -> Times.time(msh.get(7, 1)));
    return new Result(
        status,
        numbers(group),
        text.studies(),
        patient,
        reader(group),
        signed.map(Times.Time::at),
        signed.flatMap(Times.Time::offset),
        text.findings(),
        text.impression(),
        text.critical(),
        text.pdf(),
        obr.name() + "[" + obr.sequence() + "]");
  }

  /** Accession number (OBR-18 as IHE RAD has it), filler and placer number. */
  private static List<String> numbers(Group group) {
    Set<String> numbers = new LinkedHashSet<>();
    Segment obr = group.request();
    for (int field : new int[] {18, 3, 2}) {
      obr.some(field, 1).ifPresent(numbers::add);
    }
    group
        .common()
        .ifPresent(
            orc -> {
              orc.some(3, 1).ifPresent(numbers::add);
              orc.some(2, 1).ifPresent(numbers::add);
            });
    return numbers.stream().filter(number -> number.length() <= LONGEST_NUMBER).toList();
  }

  /** OBR-32 (NDL: the person's parts are subcomponents), else OBX-16. */
  private static String reader(Group group) {
    Segment obr = group.request();
    String named = joined(obr.get(32, 0, 1, 2), obr.get(32, 0, 1, 3));
    if (named.isEmpty()) {
      named = joined(obr.get(32, 2), obr.get(32, 3));
    }
    if (named.isEmpty()) {
      named =
          group.observations().stream()
              .map(obx -> joined(obx.get(16, 2), obx.get(16, 3)))
              .filter(name -> !name.isEmpty())
              .findFirst()
              .orElse("");
    }
    return named.isEmpty() ? obr.get(32, 1) : named;
  }

  /** Family and given name as people read them: without a space in Chinese. */
  private static String joined(String family, String given) {
    boolean latin = (family + given).chars().allMatch(c -> c < 0x2E80);
    return latin ? (given + " " + family).strip() : family + given;
  }

  private record Lenient() implements Persons.Leniency {
    @Override
    public boolean pinyinAndCharacters(String where) {
      return true;
    }

    @Override
    public void note(String what, String where) {
      // what is odd about a person is told where that person's registration is read
    }
  }
}

package org.farsight.identity.hl7v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.ObjectFacts;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Persons;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.SegmentException;
import org.farsight.hl7v2.Segments;
import org.farsight.hl7v2.Times;

/**
 * Reads ADT messages (HL7 v2.5 chapter 3): registrations and changes (A01, A04, A05, A08, A28, A31)
 * and merges (A18, A34, A40, which have the same two segments here). Safe for use by many threads.
 */
public final class AdtReader implements DocumentReader {

  /** The format of its documents. */
  public static final String FORMAT = "patient-hl7v2";

  private static final Set<String> TELLING = Set.of("A01", "A04", "A05", "A08", "A28", "A31");
  private static final Set<String> MERGING = Set.of("A18", "A34", "A40");
  private static final int LONGEST = 1 << 20;
  private static final int MOST_SEGMENTS = 2000;
  private static final int LONGEST_SEGMENT = 64 << 10;
  private static final int LONGEST_ID = 200;

  private final Segments segments =
      new Segments(Set.of("MSH", "EVN", "PID", "MRG"), MOST_SEGMENTS, LONGEST_SEGMENT);

  @Override
  public String title() {
    return "HL7 v2 ADT";
  }

  @Override
  public int longest() {
    return LONGEST;
  }

  @Override
  public boolean recognises(byte[] head) {
    return Message.header(head).filter(header -> takes(header.message())).isPresent();
  }

  /** Whether a message of this type and trigger ({@code ADT^A08}) is read here. */
  public static boolean takes(String message) {
    if (!message.startsWith("ADT^")) {
      return false;
    }
    String trigger = message.substring("ADT^".length());
    return TELLING.contains(trigger) || MERGING.contains(trigger);
  }

  /** A merge is about the id that is used no more: what was written for it is to be moved. */
  @Override
  public ObjectFacts facts(byte[] document) throws DocumentException {
    Registration read = read(document);
    Subject.Id about = read.merged().orElseGet(() -> read.patient().ids().getFirst());
    String issuer = about.issuer().orElse("");
    String number = issuer.isEmpty() ? about.value() : issuer + "|" + about.value();
    return ObjectFacts.ofDocument(FORMAT, number, "", about.value(), issuer, "");
  }

  /**
   * Reads a message.
   *
   * @throws DocumentException if it names no patient, or of a merge not exactly one to be merged
   */
  public Registration read(byte[] document) throws DocumentException {
    Message message =
        Message.of(document)
            .orElseThrow(() -> new DocumentException("there is no header segment", "MSH[1]"));
    Header header = message.header();
    if (!takes(header.message())) {
      throw new DocumentException("this type of message is not read here", "MSH[1]-9");
    }
    List<Segment> read = parse(message);
    List<String> remarks = new ArrayList<>(message.departures());
    Segment pid =
        one(read, "PID").orElseThrow(() -> new DocumentException("there is no patient", "PID[1]"));
    Subject patient = new Persons(pid, header.facility(), new Lenient(remarks)).subject();
    Subject.Id id = id(patient, pid);
    Optional<Times.Time> recorded =
        one(read, "EVN")
            .flatMap(event -> Times.time(event.get(2, 1)))
            .or(() -> one(read, "MSH").flatMap(msh -> Times.time(msh.get(7, 1))));
    Optional<Subject.Id> merged =
        MERGING.contains(header.trigger())
            ? Optional.of(merged(read, header.facility(), id))
            : Optional.empty();
    return new Registration(header.trigger(), recorded, patient, merged, remarks);
  }

  private List<Segment> parse(Message message) throws DocumentException {
    try {
      return segments.parse(message);
    } catch (SegmentException e) {
      throw new DocumentException(e.problem(), e.where());
    }
  }

  private static Subject.Id merged(List<Segment> read, String facility, Subject.Id into)
      throws DocumentException {
    List<Segment> merges = read.stream().filter(segment -> segment.name().equals("MRG")).toList();
    if (merges.isEmpty()) {
      throw new DocumentException("a merge without its other id", "MRG[1]");
    }
    if (merges.size() > 1) {
      throw new DocumentException("more than one pair in one document", "MRG[2]");
    }
    return prior(merges.getFirst(), facility, into);
  }

  private static Subject.Id prior(Segment merge, String facility, Subject.Id into)
      throws DocumentException {
    Optional<Subject.Id> prior = checked(ids(merge, facility), merge.at(1));
    if (prior.isEmpty()) {
      throw new DocumentException("a merge without its other id", merge.at(1));
    }
    if (prior.get().equals(into)) {
      throw new DocumentException("a patient is not merged into itself", merge.at(1));
    }
    return prior.get();
  }

  /**
   * A message for each pair that a merge names, as the sender would have sent it alone: the group
   * of PID and MRG may repeat (HL7 v2.5.1 §3.3.40). What is no merge, or merges one pair, is given
   * as it is, and so is a message that cannot be read, for its fault to be found.
   *
   * @throws DocumentException if one of several pairs is wrong, or contradicts those before it
   */
  public List<byte[]> parts(byte[] document) throws DocumentException {
    Optional<Message> message =
        document.length > LONGEST
            ? Optional.empty()
            : Message.of(document).filter(one -> MERGING.contains(one.header().trigger()));
    if (message.isEmpty()) {
      return List.of(document);
    }
    MergePairs pairs = MergePairs.of(message.get(), parse(message.get()));
    if (!pairs.areSeveral()) {
      return List.of(document);
    }
    String facility = message.get().header().facility();
    pairs.check((pid, merge) -> pair(pid, merge, facility));
    return pairs.messages();
  }

  private static MergePairs.Pair pair(Segment pid, Segment merge, String facility)
      throws DocumentException {
    Subject.Id into = id(new Persons(pid, facility, new Lenient(new ArrayList<>())).subject(), pid);
    return new MergePairs.Pair(prior(merge, facility, into), into);
  }

  private static Subject.Id id(Subject patient, Segment pid) throws DocumentException {
    return checked(patient.ids(), pid.at(3))
        .orElseThrow(() -> new DocumentException("the patient has no id", pid.at(3)));
  }

  /** MRG-1 is a list of ids as PID-3 is: the medical record number first, whatever the order. */
  private static List<Subject.Id> ids(Segment merge, String facility) {
    List<Subject.Id> ids = new ArrayList<>();
    for (int i = 0; i < merge.repetitions(1); i++) {
      String value = merge.get(1, i, 1, 1);
      String universal = merge.get(1, i, 4, 2);
      String issuer = universal.isEmpty() ? merge.get(1, i, 4, 1) : universal;
      Optional<String> named =
          Optional.of(issuer).filter(n -> !n.isEmpty() && !n.equalsIgnoreCase(facility));
      if (!value.isEmpty()) {
        Subject.Id id = new Subject.Id(value, named);
        ids.add(merge.get(1, i, 5, 1).equals("MR") ? 0 : ids.size(), id);
      }
    }
    return ids;
  }

  private static Optional<Subject.Id> checked(List<Subject.Id> ids, String where)
      throws DocumentException {
    for (Subject.Id id : ids) {
      if (id.value().length() > LONGEST_ID || id.issuer().orElse("").length() > LONGEST_ID) {
        throw new DocumentException("an id longer than " + LONGEST_ID + " characters", where);
      }
    }
    return ids.stream().findFirst();
  }

  private static Optional<Segment> one(List<Segment> read, String name) {
    return read.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }

  /** Takes names in both writings, and keeps what is to be told. */
  private record Lenient(List<String> remarks) implements Persons.Leniency {
    @Override
    public boolean pinyinAndCharacters(String where) {
      return true;
    }

    @Override
    public void note(String what, String where) {
      remarks.add(what + " at " + where);
    }
  }
}

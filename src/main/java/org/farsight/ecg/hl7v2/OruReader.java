package org.farsight.ecg.hl7v2;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Location;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;
import org.farsight.hl7v2.SegmentException;
import org.farsight.hl7v2.Segments;

/**
 * Reads observation results (ORU^R01, ORU^W01) that carry an ECG: samples as numeric arrays, a file
 * of another format as encapsulated data, or a PDF only. What the message itself says of person,
 * order and time counts before what an encapsulated file says.
 */
public final class OruReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT =
      new EcgFormat("hl7v2", "HL7 v2 ORU", "x-application/hl7-v2+er7");

  private static final int STATUS = 11;
  private static final Set<String> READ = Set.of("MSH", "PID", "PV1", "ORC", "OBR", "OBX", "NTE");
  private static final Set<String> TRIGGERS = Set.of("R01", "W01");

  private final Set<OruRule> rules;
  private final OruLimits limits;
  private final List<EcgReader> encapsulated;
  private final Segments segments;

  /**
   * A reader that takes what systems send, under the default limits.
   *
   * @param encapsulated readers of the files that a message may carry, asked in this order
   */
  public OruReader(List<EcgReader> encapsulated) {
    this(EnumSet.allOf(OruRule.class), OruLimits.DEFAULT, encapsulated);
  }

  /**
   * @param rules the departures from the standard that are read
   * @param limits what a message may be at most
   * @param encapsulated readers of the files that a message may carry, asked in this order
   */
  public OruReader(Set<OruRule> rules, OruLimits limits, List<EcgReader> encapsulated) {
    this.rules = Set.copyOf(rules);
    this.limits = limits;
    this.encapsulated = List.copyOf(encapsulated);
    this.segments = new Segments(READ, limits.segments(), limits.fieldCharacters());
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  /** By the header segment: a message of type ORU. */
  @Override
  public boolean recognises(byte[] head) {
    return Message.header(head).filter(header -> header.type().equals("ORU")).isPresent();
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    return switch (content(file)) {
      case Recording recording -> recording;
      case EcgDocument page ->
          throw new EcgFormatException("the message holds a page and no samples", "OBX[1]-5");
    };
  }

  @Override
  public EcgContent content(byte[] file) throws EcgFormatException {
    if (file.length > limits.bytes()) {
      throw new EcgFormatException(
          file.length + " bytes are above the limit of " + limits.bytes(), "MSH[1]");
    }
    Optional<Message> message = Message.of(file);
    if (message.isEmpty()) {
      throw new EcgFormatException("no header segment", "byte 0");
    }
    requireResult(message.get().header());
    requireEnd(file, message.get());
    RulesInForce<OruRule> inForce = new RulesInForce<>(rules);
    message.get().departures().forEach(name -> inForce.note(name, "MSH[1]-18"));
    try {
      return new Reading(message.get().header(), inForce, limits, encapsulated)
          .content(segments.parse(message.get()));
    } catch (SegmentException e) {
      throw new EcgFormatException(e.problem(), e.where());
    }
  }

  private static void requireResult(Header header) throws EcgFormatException {
    boolean result =
        header.type().equals("ORU")
            && (header.trigger().isEmpty() || TRIGGERS.contains(header.trigger()));
    if (!result) {
      throw new EcgFormatException(
          "a message that is no ORU^R01", Location.MESSAGE_TYPE.toString());
    }
  }

  /**
   * A message that does not end with the end of a segment (§2.6) may have been cut: its last
   * observation must have what stands behind its value, the status that each has (OBX-11).
   */
  private static void requireEnd(byte[] file, Message message) throws EcgFormatException {
    byte end = file[file.length - 1];
    String last = message.segments().getLast();
    String separator = Pattern.quote(message.header().separators().substring(0, 1));
    String[] fields = last.split(separator, STATUS + 2);
    boolean whole = end == '\r' || end == '\n' || end == Mllp.END;
    boolean hasStatus = fields.length > STATUS && !fields[STATUS].isBlank();
    if (!whole && last.startsWith("OBX") && !hasStatus) {
      throw new EcgFormatException("the last segment is cut", "byte " + file.length);
    }
  }
}

package org.farsight.hl7v2;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Has the segments of a message parsed by the library, one by one and whatever their version says,
 * so that a segment out of its order is still read. Samples and encapsulated data are cut out
 * before: the library would make an object of each sample.
 */
public final class Segments {
  private static final Set<String> BULK = Set.of("NA", "MA", "ED");
  private static final int TYPE = 2;
  private static final int VALUE = 5;

  private final PipeParser parser;
  private final Set<String> read;
  private final int most;
  private final int longest;

  /**
   * Parses some of the segments.
   *
   * @param read names of those that are wanted; the others are passed over
   * @param most how many segments a message may have
   * @param longest characters of one segment without its samples or encapsulated data
   */
  public Segments(Set<String> read, int most, int longest) {
    this.read = Set.copyOf(read);
    this.most = most;
    this.longest = longest;
    this.parser =
        new PipeParser(
            new DefaultHapiContext(
                new ParserConfiguration(),
                ValidationContextFactory.noValidation(),
                new GenericModelClassFactory()));
  }

  /**
   * The segments that are wanted, in the order of the message.
   *
   * @throws SegmentException if one is broken or too long, or there are too many
   */
  public List<Segment> parse(Message message) throws SegmentException {
    if (message.segments().size() > most) {
      throw new SegmentException("more segments than the limit of " + most, "MSH[1]");
    }
    Header header = message.header();
    EncodingCharacters separators =
        new EncodingCharacters(
            header.separators().charAt(0),
            header.separators().charAt(1),
            header.separators().charAt(2),
            header.separators().charAt(3),
            header.separators().charAt(4));
    Escapes escapes = new Escapes(separators, message.charset());
    GenericMessage whole = new GenericMessage.V25(new GenericModelClassFactory());
    List<Segment> segments = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (String text : message.segments()) {
      String name = text.length() < 3 ? text : text.substring(0, 3);
      int sequence = counts.merge(name, 1, Integer::sum);
      if (read.contains(name)) {
        segments.add(segment(whole, name, sequence, text, escapes));
      }
    }
    return segments;
  }

  private Segment segment(
      GenericMessage whole, String name, int sequence, String text, Escapes escapes)
      throws SegmentException {
    String where = name + "[" + sequence + "]";
    Optional<String> bulk = Optional.empty();
    String rest = text;
    EncodingCharacters separators = escapes.separators();
    if (name.equals("OBX")) {
      String separator = Pattern.quote(String.valueOf(separators.getFieldSeparator()));
      String[] fields = text.split(separator, VALUE + 2);
      if (fields.length > VALUE && BULK.contains(fields[TYPE].strip())) {
        bulk = Optional.of(fields[VALUE]);
        fields[VALUE] = "";
        rest = String.join(String.valueOf(separators.getFieldSeparator()), fields);
      }
    }
    if (rest.length() > longest) {
      throw new SegmentException("longer than the limit of " + longest + " characters", where);
    }
    try {
      GenericSegment parsed = new GenericSegment(whole, name);
      parser.parse(parsed, escapes.resolve(rest), separators);
      return new Segment(parsed, sequence, bulk);
    } catch (HL7Exception e) {
      // the library's words may hold values of the person
      throw new SegmentException("cannot be parsed", where);
    }
  }
}

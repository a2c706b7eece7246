package org.farsight.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.ObjectFacts;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Location;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.SegmentException;
import org.farsight.hl7v2.Segments;

/**
 * Reads HL7 v2 orders: ORM^O01, OMI^O23, OMG^O19. What the body holds counts, whichever of the
 * three the header says: systems write one and send another. A message tells of one order; what
 * carries more is taken apart before, see {@link #parts}.
 */
public final class Hl7Orders implements DocumentReader {
  /** As {@link ObjectFacts#format} names it. */
  public static final String FORMAT = "order-hl7v2";

  /** Message types that are orders; a header may leave the trigger out. */
  public static final Set<String> TYPES =
      Set.of("ORM^O01", "OMI^O23", "OMG^O19", "ORM", "OMI", "OMG");

  private static final int LONGEST = 1 << 20;
  private static final int MOST_SEGMENTS = 2000;
  private static final int LONGEST_SEGMENT = 64 << 10;
  private static final Set<String> STARTS = Set.of("ORM", "OMI", "OMG");

  private final Segments segments =
      new Segments(
          Set.of("MSH", "PID", "PV1", "AL1", "ORC", "TQ1", "OBR", "IPC", "ZDS"),
          MOST_SEGMENTS,
          LONGEST_SEGMENT);

  @Override
  public String title() {
    return "HL7 v2 order";
  }

  @Override
  public int longest() {
    return LONGEST;
  }

  @Override
  public boolean recognises(byte[] head) {
    return Message.header(head).map(Header::type).filter(STARTS::contains).isPresent();
  }

  @Override
  public ObjectFacts facts(byte[] document) throws DocumentException {
    OrderWord word = word(document);
    Optional<Subject.Id> patient = word.patient().flatMap(WorklistPerson::number);
    return ObjectFacts.ofDocument(
        FORMAT,
        word.key(),
        word.item(Item.MODALITY),
        patient.map(Subject.Id::value).orElse(""),
        patient.flatMap(Subject.Id::issuer).orElse(""),
        word.item(Item.ACCESSION));
  }

  /**
   * What a message says.
   *
   * @throws DocumentException if it is broken, or says nothing that is an order
   */
  public OrderWord word(byte[] bytes) throws DocumentException {
    if (bytes.length > LONGEST) {
      throw new DocumentException(
          bytes.length + " bytes are above the limit of " + LONGEST, "MSH[1]");
    }
    Message message =
        Message.of(bytes).orElseThrow(() -> new DocumentException("no header segment", "byte 0"));
    if (!TYPES.contains(message.header().message())) {
      throw new DocumentException("a message that is no order", Location.MESSAGE_TYPE.toString());
    }
    try {
      return new Hl7OrderReading(message.header()).word(segments.parse(message));
    } catch (SegmentException e) {
      throw new DocumentException(e.problem(), e.where());
    }
  }

  /**
   * A message for each order that this one tells of, as the sender would have sent it alone: the
   * segments of the other orders are left out. One that tells of one order is given as it is, and
   * so is one that cannot be read, for its fault to be found.
   */
  public List<byte[]> parts(byte[] bytes) {
    Optional<Message> message = bytes.length > LONGEST ? Optional.empty() : Message.of(bytes);
    if (message.isEmpty()) {
      return List.of(bytes);
    }
    try {
      List<OrderGroup> groups = OrderGroup.of(message.get(), segments);
      List<List<String>> orders = OrderGroup.ofEachOrder(message.get(), groups);
      if (orders.size() < 2) {
        return List.of(bytes);
      }
      List<byte[]> parts = new ArrayList<>();
      for (List<String> lines : orders) {
        String text = String.join("\r", lines) + "\r";
        parts.add(text.getBytes(message.get().charset()));
      }
      return parts;
    } catch (SegmentException e) {
      return List.of(bytes);
    }
  }
}

package org.farsight.dicom.ul;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.Uid;

/** Reads PDUs, PS3.8 §9.3. Knows no socket: bytes in, values out. */
public final class PduReader {
  private static final int CONTROL_LENGTH = 4;

  /**
   * The first six bytes of a PDU.
   *
   * @param type as sent
   * @param length of what follows, as sent, 0 to 2³²-1
   */
  public record Header(int type, long length) {}

  private PduReader() {}

  /**
   * Reads one PDU.
   *
   * @param maximumLength of what follows the header; a longer PDU is refused before it is read
   * @return empty at the end of the stream
   * @throws EOFException where the stream ends within the PDU
   * @throws PduFormatException where the bytes are no valid PDU
   */
  public static Optional<Pdu> read(InputStream in, long maximumLength) throws IOException {
    Optional<Header> header = header(in);
    return header.isEmpty() ? Optional.empty() : Optional.of(body(in, header.get(), maximumLength));
  }

  /** Reads the header of a PDU; empty at the end of the stream. */
  static Optional<Header> header(InputStream in) throws IOException {
    int type = in.read();
    if (type < 0) {
      return Optional.empty();
    }
    byte[] rest = in.readNBytes(PDataTf.PDU_HEADER - 1);
    if (rest.length < PDataTf.PDU_HEADER - 1) {
      throw new EOFException("connection ended within the header of a PDU");
    }
    PduFields fields = new PduFields(rest);
    fields.skip(1, "reserved");
    return Optional.of(new Header(type, fields.u32("PDU length")));
  }

  /** Reads what follows the header. */
  static Pdu body(InputStream in, Header header, long maximumLength) throws IOException {
    check(header, maximumLength);
    // readNBytes allocates as bytes arrive, so a lying length costs nothing
    byte[] body = in.readNBytes((int) header.length());
    if (body.length < header.length()) {
      throw new EOFException(
          "connection ended after %d of %d bytes of a PDU".formatted(body.length, header.length()));
    }
    return decode(header.type(), body);
  }

  /** Refuses unknown types and lengths that are impossible or too large. */
  static void check(Header header, long maximumLength) throws PduFormatException {
    switch (header.type()) {
      case AssociateRq.TYPE, AssociateAc.TYPE, PDataTf.TYPE -> {
        if (header.length() > Math.min(maximumLength, Integer.MAX_VALUE - 16L)) {
          throw new PduFormatException(
              "PDU of %d bytes, at most %d are taken".formatted(header.length(), maximumLength),
              2,
              Abort.Reason.INVALID_PDU_PARAMETER);
        }
      }
      case AssociateRj.TYPE, ReleaseRq.TYPE, ReleaseRp.TYPE, Abort.TYPE -> {
        if (header.length() != CONTROL_LENGTH) {
          throw new PduFormatException(
              "PDU of type %02XH with length %d".formatted(header.type(), header.length()),
              2,
              Abort.Reason.INVALID_PDU_PARAMETER);
        }
      }
      default -> {
        String what =
            isTlsRecord(header) ? "a TLS record instead of a PDU, type" : "unknown PDU type";
        throw new PduFormatException(
            "%s %02XH".formatted(what, header.type()), 0, Abort.Reason.UNRECOGNIZED_PDU);
      }
    }
  }

  /** Whether the peer speaks TLS: an alert, or the beginning of a handshake (RFC 8446 §5.1). */
  static boolean isTlsRecord(Header header) {
    return header.type() == 0x15 || header.type() == 0x16;
  }

  private static Pdu decode(int type, byte[] body) throws PduFormatException {
    PduFields fields = new PduFields(body);
    return switch (type) {
      case AssociateRq.TYPE -> associateRq(fields);
      case AssociateAc.TYPE -> associateAc(fields);
      case AssociateRj.TYPE -> {
        fields.skip(1, "reserved");
        yield new AssociateRj(fields.u8("result"), fields.u8("source"), fields.u8("reason"));
      }
      case PDataTf.TYPE -> pData(fields);
      case ReleaseRq.TYPE -> new ReleaseRq();
      case ReleaseRp.TYPE -> new ReleaseRp();
      case Abort.TYPE -> {
        fields.skip(2, "reserved");
        yield new Abort(fields.u8("source"), fields.u8("reason"));
      }
      default -> throw new IllegalStateException("type was checked: " + type);
    };
  }

  private static AssociateRq associateRq(PduFields fields) throws PduFormatException {
    int version = fields.u16("protocol version");
    fields.skip(2, "reserved");
    String called = fields.aeTitle("called AE title");
    String calling = fields.aeTitle("calling AE title");
    fields.skip(32, "reserved");
    String applicationContext = null;
    List<PresentationContext> contexts = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    UserInformation userInformation = null;
    while (fields.hasMore()) {
      int type = fields.u8("item type");
      fields.skip(1, "reserved");
      PduFields item = fields.part(fields.u16("item length"), "item");
      switch (type) {
        case 0x10 -> applicationContext = item.text(item.remaining(), "application context");
        case 0x20 -> {
          PresentationContext context = ItemReader.proposedContext(item);
          if (!ids.add(context.id())) {
            throw item.invalid("presentation context id " + context.id() + " is used twice");
          }
          contexts.add(context);
        }
        case 0x50 -> userInformation = ItemReader.userInformation(item);
        default -> {
          // PS3.8 §9.3.1: an item that is not recognized shall be ignored
        }
      }
    }
    if (applicationContext == null || userInformation == null || contexts.isEmpty()) {
      throw fields.invalid("A-ASSOCIATE-RQ without one of its required items");
    }
    return new AssociateRq(version, called, calling, applicationContext, contexts, userInformation);
  }

  private static AssociateAc associateAc(PduFields fields) throws PduFormatException {
    int version = fields.u16("protocol version");
    fields.skip(2, "reserved");
    String called = fields.aeTitle("called AE title");
    String calling = fields.aeTitle("calling AE title");
    fields.skip(32, "reserved");
    String applicationContext = Uid.APPLICATION_CONTEXT;
    List<PresentationContextAnswer> contexts = new ArrayList<>();
    UserInformation userInformation = null;
    while (fields.hasMore()) {
      int type = fields.u8("item type");
      fields.skip(1, "reserved");
      PduFields item = fields.part(fields.u16("item length"), "item");
      switch (type) {
        case 0x10 -> applicationContext = item.text(item.remaining(), "application context");
        case 0x21 -> contexts.add(ItemReader.answeredContext(item));
        case 0x50 -> userInformation = ItemReader.userInformation(item);
        default -> {
          // PS3.8 §9.3.1: an item that is not recognized shall be ignored
        }
      }
    }
    if (userInformation == null) {
      throw fields.invalid("A-ASSOCIATE-AC without user information");
    }
    return new AssociateAc(version, called, calling, applicationContext, contexts, userInformation);
  }

  private static PDataTf pData(PduFields fields) throws PduFormatException {
    List<Pdv> values = new ArrayList<>();
    while (fields.hasMore()) {
      long length = fields.u32("PDV length");
      if (length < 2 || length > fields.remaining()) {
        throw fields.invalid(
            "PDV of length %d, %d bytes are left".formatted(length, fields.remaining()));
      }
      int contextId = fields.u8("presentation context id");
      int control = fields.u8("message control header");
      byte[] fragment = fields.take((int) length - 2, "fragment");
      values.add(
          new Pdv(
              contextId,
              (control & PDataTf.COMMAND_BIT) != 0,
              (control & PDataTf.LAST_BIT) != 0,
              fragment));
    }
    if (values.isEmpty()) {
      throw fields.invalid("P-DATA-TF without a presentation data value");
    }
    return new PDataTf(values);
  }
}

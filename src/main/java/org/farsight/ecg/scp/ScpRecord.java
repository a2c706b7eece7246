package org.farsight.ecg.scp;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.RulesInForce;

/** The record and its sections, found through the pointers of section 0 (EN 1064 §5.3). */
final class ScpRecord {
  /** CRC and length of the record. */
  static final int HEADER = 6;

  /** CRC, id, length, versions and six reserved bytes before the data of each section. */
  static final int SECTION_HEADER = 16;

  private static final int POINTER = 10;

  /** Behind the header of section 0; some writers of version 1 left it blank. */
  static final String MARK = "SCPECG";

  /** Sections 0 to 11 of every version; 12 to 127 are reserved or came with version 3. */
  private static final int MOST_SECTIONS = 1024;

  private static final int[] CRC_OF_BYTE = crcOfBytes();

  private final byte[] file;
  private final Map<Integer, Section> sections = new TreeMap<>();

  /**
   * A section that has data.
   *
   * @param number its id
   * @param start offset in the file of its header
   * @param length in bytes, header included
   * @param protocol its version times ten: 13, 20, 30
   */
  private record Section(int number, int start, int length, int protocol) {}

  private ScpRecord(byte[] file) {
    this.file = file;
  }

  /**
   * Finds the sections and checks their lengths and CRCs.
   *
   * @throws EcgFormatException where the record is cut, or a section does not lie in it whole
   */
  static ScpRecord read(byte[] file, RulesInForce<ScpRule> rules) throws EcgFormatException {
    ScpRecord record = new ScpRecord(file);
    ScpInput header = new ScpInput(file, 0, file.length, "record header");
    int crc = header.u16();
    long length = header.u32();
    if (length != file.length) {
      throw header.fault("the record says " + length + " bytes and the file has " + file.length);
    }
    record.checkCrc(rules, crc, 2, file.length, "record header, byte 0");
    record.pointers(rules);
    return record;
  }

  private void pointers(RulesInForce<ScpRule> rules) throws EcgFormatException {
    Section first = header(rules, 0, HEADER, Optional.empty());
    ScpInput pointers =
        new ScpInput(
            file, HEADER + SECTION_HEADER, HEADER + first.length(), "section 0, behind its header");
    int count = pointers.left() / POINTER;
    if (count > MOST_SECTIONS) {
      throw pointers.fault(count + " pointers are above the limit of " + MOST_SECTIONS);
    }
    for (int i = 0; i < count; i++) {
      int number = pointers.u16();
      long length = pointers.u32();
      long index = pointers.u32();
      if (length == 0 || number == 0) {
        continue;
      }
      if (index < 1 || index - 1 + length > file.length || length < SECTION_HEADER) {
        throw pointers.fault(
            "section %d of %d bytes from byte %d on does not lie in the record"
                .formatted(number, length, index));
      }
      Section section = header(rules, number, (int) index - 1, Optional.of((int) length));
      if (sections.put(number, section) != null) {
        throw pointers.fault("section " + number + " is there twice");
      }
    }
  }

  private Section header(
      RulesInForce<ScpRule> rules, int number, int start, Optional<Integer> pointed)
      throws EcgFormatException {
    ScpInput header = new ScpInput(file, start, file.length, "section " + number);
    int crc = header.u16();
    int id = header.u16();
    long length = header.u32();
    header.skip(1);
    int protocol = header.u8();
    if (id != number) {
      throw header.fault("section " + id + " stands where section " + number + " should");
    }
    if (length < SECTION_HEADER || start + length > file.length) {
      throw header.fault("a length of " + length + " bytes does not lie in the record");
    }
    if (pointed.isPresent() && pointed.get() != length) {
      throw header.fault("its length is " + length + " and its pointer says " + pointed.get());
    }
    checkCrc(rules, crc, start + 2, start + (int) length, "section " + number + ", byte 0");
    return new Section(number, start, (int) length, protocol);
  }

  private void checkCrc(RulesInForce<ScpRule> rules, int written, int from, int to, String where)
      throws EcgFormatException {
    int computed = crc(file, from, to);
    if (written == computed
        || written == 0 && rules.apply(ScpRule.ZERO_CRC_IS_NO_CRC, where)
        || rules.apply(ScpRule.WRONG_CRC, where)) {
      return;
    }
    throw new EcgFormatException(
        "the CRC is %04XH and the bytes give %04XH".formatted(written, computed), where);
  }

  /** CRC-CCITT: x^16 + x^12 + x^5 + 1, from FFFFH, highest bit first (EN 1064 §5.2.7). */
  static int crc(byte[] bytes, int from, int to) {
    int crc = 0xFFFF;
    for (int i = from; i < to; i++) {
      crc = (crc << 8 ^ CRC_OF_BYTE[crc >> 8 ^ bytes[i] & 0xFF]) & 0xFFFF;
    }
    return crc;
  }

  private static int[] crcOfBytes() {
    int[] table = new int[256];
    for (int value = 0; value < table.length; value++) {
      int crc = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      table[value] = crc & 0xFFFF;
    }
    return table;
  }

  /** The data of a section, behind its header; empty where the file has none. */
  Optional<ScpInput> section(int number) {
    return Optional.ofNullable(sections.get(number))
        .filter(s -> s.length() > SECTION_HEADER)
        .map(
            s ->
                new ScpInput(
                    file, s.start() + SECTION_HEADER, s.start() + s.length(), "section " + number));
  }

  /** Numbers of the sections that have data, in ascending order. */
  Iterable<Integer> numbers() {
    return sections.keySet();
  }
}

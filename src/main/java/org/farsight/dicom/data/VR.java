package org.farsight.dicom.data;

import static org.farsight.dicom.data.VR.Kind.ASCII;
import static org.farsight.dicom.data.VR.Kind.BINARY;
import static org.farsight.dicom.data.VR.Kind.ITEMS;
import static org.farsight.dicom.data.VR.Kind.TEXT;

import org.jspecify.annotations.Nullable;

/** Value representations, PS3.5 table 6.2-1. */
public enum VR {
  AE(ASCII, 1, false, true, ' '),
  AS(ASCII, 1, false, true, ' '),
  AT(BINARY, 2, false, true, 0),
  CS(ASCII, 1, false, true, ' '),
  DA(ASCII, 1, false, true, ' '),
  DS(ASCII, 1, false, true, ' '),
  DT(ASCII, 1, false, true, ' '),
  FD(BINARY, 8, false, true, 0),
  FL(BINARY, 4, false, true, 0),
  IS(ASCII, 1, false, true, ' '),
  LO(TEXT, 1, false, true, ' '),
  LT(TEXT, 1, false, false, ' '),
  OB(BINARY, 1, true, false, 0),
  OD(BINARY, 8, true, false, 0),
  OF(BINARY, 4, true, false, 0),
  OL(BINARY, 4, true, false, 0),
  OV(BINARY, 8, true, false, 0),
  OW(BINARY, 2, true, false, 0),
  PN(TEXT, 1, false, true, ' '),
  SH(TEXT, 1, false, true, ' '),
  SL(BINARY, 4, false, true, 0),
  SQ(ITEMS, 1, true, false, 0),
  SS(BINARY, 2, false, true, 0),
  ST(TEXT, 1, false, false, ' '),
  SV(BINARY, 8, true, true, 0),
  TM(ASCII, 1, false, true, ' '),
  UC(TEXT, 1, true, true, ' '),
  UI(ASCII, 1, false, true, 0),
  UL(BINARY, 4, false, true, 0),
  UN(BINARY, 1, true, false, 0),
  UR(ASCII, 1, true, false, ' '),
  US(BINARY, 2, false, true, 0),
  UT(TEXT, 1, true, false, ' '),
  UV(BINARY, 8, true, true, 0);

  /** What the value field holds. */
  public enum Kind {
    /** Characters of the default repertoire. */
    ASCII,
    /** Characters that Specific Character Set (0008,0005) may extend. */
    TEXT,
    /** Numbers or opaque bytes. */
    BINARY,
    /** Items of data sets. */
    ITEMS
  }

  private static final @Nullable VR[] BY_CODE = new VR[26 * 26];

  static {
    for (VR vr : values()) {
      BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final int wordSize;
  private final boolean longLength;
  private final boolean multiValued;
  private final byte padding;

  VR(Kind kind, int wordSize, boolean longLength, boolean multiValued, int padding) {
    this.kind = kind;
    this.wordSize = wordSize;
    this.longLength = longLength;
    this.multiValued = multiValued;
    this.padding = (byte) padding;
  }

  /** The VR that two bytes of an explicit header name, or null where they name none. */
  public static @Nullable VR of(int first, int second) {
    int row = first - 'A';
    int column = second - 'A';
    return row < 0 || row > 25 || column < 0 || column > 25 ? null : BY_CODE[row * 26 + column];
  }

  /** What the value field holds. */
  public Kind kind() {
    return kind;
  }

  /** Whether Specific Character Set applies: LO LT PN SH ST UC UT. */
  public boolean usesCharacterSet() {
    return kind == TEXT;
  }

  /** Whether the value is characters. */
  public boolean isString() {
    return kind == TEXT || kind == ASCII;
  }

  /** Bytes that are swapped together when the byte order changes: 1, 2, 4 or 8. */
  public int wordSize() {
    return wordSize;
  }

  /** Whether the explicit header has two reserved bytes and a 32-bit length, PS3.5 table 7.1-1. */
  public boolean longLength() {
    return longLength;
  }

  /** Whether several values may stand in one element, separated by a backslash if characters. */
  public boolean multiValued() {
    return multiValued;
  }

  /** The byte that makes an odd value even. */
  public byte padding() {
    return padding;
  }
}

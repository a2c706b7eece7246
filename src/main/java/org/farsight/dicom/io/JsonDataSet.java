package org.farsight.dicom.io;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/** Elements from the members of a JSON {@code Value} (PS3.18 table F.2.3-1), for one data set. */
final class JsonDataSet {

  private static final int LONGEST_DS = 16;
  private static final int LARGEST_EXPONENT = 400;
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

  /** A member of a {@code Value} array. */
  sealed interface Member {}

  /** A string. */
  record Text(String text) implements Member {}

  /** A number as written. */
  record Number(String text) implements Member {}

  /** A person name as in a value field. */
  record Name(String text) implements Member {}

  /** An item of a sequence. */
  record Item(DataSet dataSet) implements Member {}

  /** {@code null}: an empty value between others. */
  record Nothing() implements Member {}

  private boolean beyondAscii;

  /**
   * An element of values.
   *
   * @throws IllegalArgumentException in words, without the value, if they do not fit the VR
   */
  Element element(int tag, VR vr, List<Member> values) {
    return switch (vr) {
      case SQ -> new Element.Sequence(tag, values.stream().map(JsonDataSet::item).toList());
      case OB, OD, OF, OL, OV, OW, UN -> {
        if (!values.isEmpty()) {
          throw new IllegalArgumentException(vr + " has InlineBinary or BulkDataURI, no Value");
        }
        yield new Element.Value(tag, vr, new byte[0], false);
      }
      case AT, US, UL, SS, SL, SV, UV -> integers(tag, vr, values);
      case FL, FD -> decimals(tag, vr, values);
      case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UI, UR, UT ->
          text(tag, vr, values);
    };
  }

  /** Says UTF-8 in (0008,0005) where there was one, or where text needs it. */
  void declareCharacterSet(DataSet dataSet) {
    if (beyondAscii || dataSet.contains(Tag.SPECIFIC_CHARACTER_SET)) {
      dataSet.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
    }
  }

  private static DataSet item(Member member) {
    return switch (member) {
      case Item item -> item.dataSet();
      case Nothing nothing -> new DataSet();
      case Text text -> throw wrong(VR.SQ);
      case Number number -> throw wrong(VR.SQ);
      case Name name -> throw wrong(VR.SQ);
    };
  }

  private static IllegalArgumentException wrong(VR vr) {
    return new IllegalArgumentException("a member of Value that is none of " + vr);
  }

  private Element text(int tag, VR vr, List<Member> values) {
    if (values.size() > 1 && !vr.multiValued()) {
      throw new IllegalArgumentException(vr + " has one value only");
    }
    List<String> texts = new ArrayList<>();
    for (Member member : values) {
      texts.add(
          switch (member) {
            case Text text -> text.text();
            case Name name when vr == VR.PN -> name(name.text());
            case Name name -> throw wrong(vr);
            case Number number -> number(vr, number.text());
            case Nothing nothing -> "";
            case Item item when vr == VR.PN && item.dataSet().isEmpty() -> "";
            case Item item -> throw wrong(vr);
          });
    }
    if (tag == Tag.SPECIFIC_CHARACTER_SET && !texts.isEmpty()) {
      texts = List.of("ISO_IR 192");
    }
    byte[] bytes = SpecificCharacterSet.UTF_8.encode(String.join("\\", texts), vr);
    for (byte b : bytes) {
      beyondAscii |= b < 0;
    }
    return value(new DataSet().putBytes(tag, vr, bytes), tag);
  }

  /** Without empty groups at the end. */
  private static String name(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    return text.substring(0, end);
  }

  private static String number(VR vr, String text) {
    BigDecimal number = finite(text);
    return switch (vr) {
      case IS -> whole(number).toString();
      case DS ->
          text.length() <= LONGEST_DS
              ? text
              : new DataSet()
                  .putDecimals(Tag.PIXEL_SPACING, VR.DS, number.doubleValue())
                  .string(Tag.PIXEL_SPACING)
                  .orElse("");
      default -> throw wrong(vr);
    };
  }

  /** Whether a number is of a size that any VR could hold. */
  static boolean isInRange(BigDecimal number) {
    return number.signum() == 0
        || Math.abs((long) number.precision() - number.scale()) <= LARGEST_EXPONENT;
  }

  private static BigDecimal finite(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      if (!isInRange(number)) {
        throw new IllegalArgumentException("a number out of every range");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a value that is no number", e);
    }
  }

  private static BigInteger whole(BigDecimal number) {
    try {
      return number.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a number that is no integer", e);
    }
  }

  private static Element integers(int tag, VR vr, List<Member> values) {
    long[] numbers = new long[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (values.get(i)) {
            case Text text -> vr == VR.AT ? tag(text.text()) : integer(vr, text.text());
            case Number number when vr != VR.AT -> integer(vr, number.text());
            case Number number -> throw wrong(vr);
            case Name name -> throw wrong(vr);
            case Item item -> throw wrong(vr);
            case Nothing nothing -> throw wrong(vr);
          };
    }
    return value(new DataSet().putInts(tag, vr, numbers), tag);
  }

  private static long tag(String text) {
    if (!text.matches("[0-9A-Fa-f]{8}")) {
      throw new IllegalArgumentException("a value that is no tag of eight hexadecimal digits");
    }
    return Long.parseLong(text, 16);
  }

  private static long integer(VR vr, String text) {
    BigInteger number = whole(finite(text));
    BigInteger top = vr == VR.UV ? TWO_TO_64 : TWO_TO_63;
    BigInteger bottom = vr == VR.UV ? BigInteger.ZERO : TWO_TO_63.negate();
    if (number.compareTo(top) >= 0 || number.compareTo(bottom) < 0) {
      throw new IllegalArgumentException("a number is out of the range of " + vr);
    }
    return number.longValue();
  }

  private static Element decimals(int tag, VR vr, List<Member> values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (values.get(i)) {
            case Number number -> Double.parseDouble(number.text());
            case Text text -> decimal(text.text());
            case Name name -> throw wrong(vr);
            case Item item -> throw wrong(vr);
            case Nothing nothing -> throw wrong(vr);
          };
    }
    return value(new DataSet().putDecimals(tag, vr, numbers), tag);
  }

  private static double decimal(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(text).doubleValue();
    };
  }

  private static Element value(DataSet holder, int tag) {
    Element element = holder.element(tag);
    if (element == null) {
      throw new IllegalStateException("what was put is not there");
    }
    return element;
  }
}

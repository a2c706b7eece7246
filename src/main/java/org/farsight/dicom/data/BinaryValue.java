package org.farsight.dicom.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in value fields of binary VRs, PS3.5 table 6.2-1. */
final class BinaryValue {

  private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

  private BinaryValue() {}

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  /** The number of whole values; bytes that are left over are not counted. */
  static int count(Element.Value value) {
    return value.bytes().length / size(value.vr());
  }

  /** Bytes of one value: an AT is two words. */
  private static int size(VR vr) {
    return vr == VR.AT ? 4 : vr.wordSize();
  }

  /** One value as an integer; unsigned VRs are not sign-extended, UV wraps beyond 2^63. */
  static long integer(Element.Value value, int index) {
    byte[] bytes = value.bytes();
    boolean big = value.bigEndian();
    int at = index * size(value.vr());
    return switch (value.vr()) {
      case US, OW -> int16(bytes, at, big) & 0xFFFFL;
      case SS -> int16(bytes, at, big);
      case UL, OL -> int32(bytes, at, big) & 0xFFFF_FFFFL;
      case SL -> int32(bytes, at, big);
      case AT -> (int16(bytes, at, big) & 0xFFFFL) << 16 | int16(bytes, at + 2, big) & 0xFFFFL;
      case SV, UV, OV -> (long) (big ? LONG_BE : LONG_LE).get(bytes, at);
      case FL, OF, FD, OD -> (long) decimal(value, index);
      case OB, UN -> bytes[at] & 0xFF;
      case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, SQ, ST, TM, UC, UI, UR, UT ->
          throw new IllegalArgumentException(value.vr() + " is no binary VR");
    };
  }

  /** One value as a floating point number. */
  static double decimal(Element.Value value, int index) {
    byte[] bytes = value.bytes();
    boolean big = value.bigEndian();
    return switch (value.vr()) {
      case FL, OF -> Float.intBitsToFloat(int32(bytes, index * 4, big));
      case FD, OD ->
          Double.longBitsToDouble((long) (big ? LONG_BE : LONG_LE).get(bytes, index * 8));
      default -> integer(value, index);
    };
  }

  private static short int16(byte[] bytes, int at, boolean big) {
    return (short) (big ? SHORT_BE : SHORT_LE).get(bytes, at);
  }

  private static int int32(byte[] bytes, int at, boolean big) {
    return (int) (big ? INT_BE : INT_LE).get(bytes, at);
  }

  /** Integers as a little endian value field of the VR. */
  static byte[] encode(VR vr, long[] values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * size(vr)).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      checkRange(vr, value);
      switch (vr) {
        case US, SS, OW -> out.putShort((short) value);
        case UL, SL, OL -> out.putInt((int) value);
        case AT -> out.putShort((short) (value >>> 16)).putShort((short) value);
        case SV, UV, OV -> out.putLong(value);
        case OB, UN -> out.put((byte) value);
        case FL, OF -> out.putFloat(value);
        case FD, OD -> out.putDouble(value);
        default -> throw new IllegalArgumentException(vr + " is no binary VR");
      }
    }
    return out.array();
  }

  private static void checkRange(VR vr, long value) {
    boolean fits =
        switch (vr) {
          case US, OW -> value >= 0 && value <= 0xFFFF;
          case SS -> value == (short) value;
          case UL, OL -> value >= 0 && value <= 0xFFFF_FFFFL;
          case AT -> value == (int) value || value >= 0 && value <= 0xFFFF_FFFFL;
          case SL -> value == (int) value;
          case OB, UN -> value >= 0 && value <= 0xFF;
          default -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException("a number is out of the range of " + vr);
    }
  }

  /** Floating point numbers as a little endian value field of the VR. */
  static byte[] encode(VR vr, double[] values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * size(vr)).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (vr) {
        case FL, OF -> out.putFloat((float) value);
        case FD, OD -> out.putDouble(value);
        default -> throw new IllegalArgumentException(vr + " holds no floating point numbers");
      }
    }
    return out.array();
  }
}

package org.farsight.dicom.dimse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;

/** Messages as command sets, always in implicit VR little endian, PS3.7 §6.3 and annex E.1. */
public final class CommandSet {
  // Command Field (0000,0100), PS3.7 annex E.1: C-STORE-RQ and so on
  public static final int C_STORE_RQ = 0x0001;
  public static final int C_GET_RQ = 0x0010;
  public static final int C_FIND_RQ = 0x0020;
  public static final int C_MOVE_RQ = 0x0021;
  public static final int C_ECHO_RQ = 0x0030;
  public static final int N_EVENT_REPORT_RQ = 0x0100;
  public static final int N_GET_RQ = 0x0110;
  public static final int N_SET_RQ = 0x0120;
  public static final int N_ACTION_RQ = 0x0130;
  public static final int N_CREATE_RQ = 0x0140;
  public static final int C_CANCEL_RQ = 0x0FFF;

  /** Set in the command field of each response. */
  public static final int RESPONSE = 0x8000;

  static final int NO_DATA_SET = 0x0101;
  static final int SOME_DATA_SET = 0x0001;

  /** More than any command set needs. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULT.withMaxMemory(2L * MOST_BYTES).withMaxDepth(1).withMaxElements(256);

  private CommandSet() {}

  /**
   * Reads a command set.
   *
   * @throws DicomFormatException where it is none, or one that cannot be answered
   */
  public static Message read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new DicomFormatException("command set is too long", MOST_BYTES, "");
    }
    return new CommandReader(
            DataSetReader.read(bytes, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, OPTIONS))
        .message();
  }

  /** The bytes of a message's command set, with its group length. */
  public static byte[] encode(Message message) {
    DataSet command = CommandWriter.command(message);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.writeWithGroupLength(
          command, 0x0000, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return out.toByteArray();
  }
}

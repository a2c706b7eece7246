package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.EcgSheet;
import org.farsight.ecg.drawing.SheetCaption;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.ecg.drawing.SvgDrawing;
import org.farsight.ecg.quality.SignalQuality;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.ecg.waveform.WaveformObject;

/** What an ECG reader owes for any bytes, and what is made of a recording that came of them. */
final class EcgClaims {
  private static final long BASE = 16L << 20;
  private static final long PER_BYTE = 1024;
  private static final WaveformIdentity IDENTITY =
      WaveformIdentity.of("5e".repeat(32), Instant.EPOCH, ZoneOffset.UTC);

  /** The reader threw: carried through {@link Cost}, which knows of I/O only. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final EcgFormatException why;

    Refused(EcgFormatException why) {
      super(why);
      this.why = why;
    }
  }

  private static final ReadOptions WHOLE =
      ReadOptions.DEFAULT.withMaxValueLength(Integer.MAX_VALUE).withMaxMemory(Long.MAX_VALUE);
  private static final SheetCaption CAPTION = new SheetCaption("a site", true, List.of());

  private EcgClaims() {}

  /**
   * The first byte chooses the reader, the rest is the file.
   *
   * @param readers the same format under different rules
   */
  static void hold(List<? extends EcgReader> readers, byte[] input) {
    if (input.length == 0) {
      return;
    }
    EcgReader reader = readers.get((input[0] & 0xFF) % readers.size());
    byte[] file = Arrays.copyOfRange(input, 1, input.length);
    byte[] before = file.clone();
    byte[] head = Arrays.copyOf(file, Math.min(file.length, EcgReader.HEAD_LENGTH));
    boolean recognised = reader.recognises(head);
    Optional<Recording> recording = read(reader, file);
    assertThat(file).as("the file is left as it is").isEqualTo(before);
    assertThat(reader.recognises(head)).as("recognised the second time").isEqualTo(recognised);
    if (recording.isPresent()) {
      assertThat(read(reader, file)).as("read the second time").isEqualTo(recording);
      assertThat(recording.get().format()).isEqualTo(reader.format());
      isUsed(recording.get());
    }
  }

  private static Optional<Recording> read(EcgReader reader, byte[] file) {
    try {
      return Optional.of(
          Cost.within(
              BASE + PER_BYTE * file.length,
              () -> {
                try {
                  return reader.read(file);
                } catch (EcgFormatException e) {
                  throw new Refused(e);
                }
              }));
    } catch (Refused refused) {
      EcgFormatException e = refused.why;
      assertThat(e.where()).isNotBlank();
      assertThat(e.getMessage()).endsWith(" at " + e.where()).hasSizeLessThan(4096);
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError("a reader does no I/O", e);
    }
  }

  /** What follows on reading takes whatever was read. */
  private static void isUsed(Recording recording) {
    assertThat(recording.sampleDigest()).isNotNull();
    assertThat(SignalQuality.standard().examine(recording)).doesNotContainNull();
    Drawing drawing = EcgSheet.draw(recording, CAPTION, SheetOptions.USUAL);
    assertThat(SvgDrawing.write(drawing, 0)).isNotEmpty();
    DataSet object = WaveformObject.of(recording, IDENTITY);
    byte[] bytes = DataSetWriter.toBytes(object, WaveformObject.SYNTAX);
    try {
      assertThat(DataSetReader.read(bytes, WaveformObject.SYNTAX, WHOLE))
          .as("the DICOM object of it, read again")
          .isEqualTo(object);
    } catch (IOException e) {
      throw new AssertionError("what we write we read", e);
    }
  }
}

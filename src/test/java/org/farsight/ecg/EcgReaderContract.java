package org.farsight.ecg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * What every reader owes, whatever its format: the same bytes give the same recording, the head
 * alone recognises the file, a cut file is refused, and no bytes at all bring out anything but an
 * {@link EcgFormatException}.
 */
public final class EcgReaderContract {
  private final EcgReader reader;
  private final byte[] file;
  private final EcgContent whole;

  /**
   * @param reader the reader
   * @param file a whole, valid file of its format
   */
  public EcgReaderContract(EcgReader reader, byte[] file) throws EcgFormatException {
    this.reader = reader;
    this.file = file.clone();
    this.whole = reader.content(file);
  }

  /** The file is recognised by its head, read twice alike, and not changed by reading. */
  public void isReadAlikeTwice() throws EcgFormatException {
    byte[] before = file.clone();
    EcgContent again = reader.content(file);
    assertThat(again).isEqualTo(whole);
    if (again instanceof Recording first && whole instanceof Recording second) {
      assertThat(first.sampleDigest()).isEqualTo(second.sampleDigest());
    }
    assertThat(again.format()).isEqualTo(reader.format());
    assertThat(file).isEqualTo(before);
    assertThat(reader.recognises(Arrays.copyOf(file, Math.min(file.length, EcgReader.HEAD_LENGTH))))
        .isTrue();
  }

  /**
   * A file cut anywhere is refused, unless nothing but padding was lost.
   *
   * @param step 1 for every offset
   */
  public void isRefusedWhenCut(int step) {
    for (int length = 0; length < file.length; length += step) {
      byte[] cut = Arrays.copyOf(file, length);
      EcgContent rest;
      try {
        rest = reader.content(cut);
      } catch (EcgFormatException e) {
        assertTold(e);
        continue;
      } catch (RuntimeException | Error e) {
        fail("cut after " + length + " bytes", e);
        return;
      }
      assertThat(rest).as("read after a cut at %s of %s", length, file.length).isEqualTo(whole);
    }
  }

  /**
   * A file of a format that has no end of its own (its transport has) is refused or read in part
   * when it is cut, and nothing else happens.
   *
   * @param step 1 for every offset
   */
  public void isToldWhenCut(int step) {
    for (int length = 0; length < file.length; length += step) {
      try {
        assertThat(reader.content(Arrays.copyOf(file, length))).isNotNull();
      } catch (EcgFormatException e) {
        assertTold(e);
      } catch (RuntimeException | Error e) {
        fail("cut after " + length + " bytes", e);
      }
    }
  }

  /** Files with random faults are read or refused, and nothing else happens. */
  public void survivesMutations(int count, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      byte[] spoilt = mutate(random);
      try {
        assertThat(reader.content(spoilt)).isNotNull();
      } catch (EcgFormatException e) {
        assertTold(e);
      } catch (RuntimeException | Error e) {
        fail("mutation " + i + " of seed " + seed + " brought out " + e, e);
      }
      byte[] head = Arrays.copyOf(spoilt, Math.min(spoilt.length, EcgReader.HEAD_LENGTH));
      assertThatCode(() -> reader.recognises(head)).doesNotThrowAnyException();
    }
  }

  private static void assertTold(EcgFormatException e) {
    assertThat(e.getMessage()).isNotBlank().endsWith(" at " + e.where());
    assertThat(e.where()).isNotBlank();
  }

  private byte[] mutate(Random random) {
    byte[] copy = file.clone();
    int faults = 1 + random.nextInt(4);
    for (int f = 0; f < faults; f++) {
      copy = fault(copy, random);
    }
    return copy;
  }

  private static byte[] fault(byte[] bytes, Random random) {
    if (bytes.length < 16) {
      return HexFormat.of().parseHex("00ff3c3e");
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(64), bytes.length - at);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] = (byte) random.nextInt();
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0xFF : 0));
      case 3 -> {
        byte[] shorter = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
        return shorter;
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
      }
    }
    return bytes;
  }
}

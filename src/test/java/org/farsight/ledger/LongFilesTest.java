package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.farsight.ledger.LongFiles.LongFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class LongFilesTest {
  @TempDir Path dir;
  private LongFiles files;

  @BeforeEach
  void open() throws IOException {
    files = new LongFiles(Blocks.in(dir));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void put(LongFile file, byte[] bytes, int step) throws IOException {
    for (int from = 0; from < bytes.length; from += step) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step));
      file.put(piece, piece.length);
      Arrays.fill(piece, (byte) -1); // it may be used again at once
    }
    file.end();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4095,
        4096,
        4097,
        LongFiles.PIECE - 1,
        LongFiles.PIECE,
        LongFiles.PIECE + 1,
        2 * LongFiles.PIECE,
        5 * LongFiles.PIECE + 4096,
        5 * LongFiles.PIECE + 7
      })
  void aFileHoldsItsBytesAndNoMore(int length) throws IOException {
    byte[] expected = bytes(length);
    for (int step : new int[] {60_001, 3 * LongFiles.PIECE + 1}) {
      Path path = dir.resolve("file-" + step);
      try (LongFile file = files.create(path)) {
        put(file, expected, step);
      }

      assertThat(Files.readAllBytes(path)).isEqualTo(expected);
    }
  }

  @Test
  void moreAtOnceThanGoPastTheCacheGoThroughItAndAreAsWhole() throws IOException {
    int free = files.pastCacheLeft();
    List<LongFile> slow = new ArrayList<>();
    for (int i = 0; i < free; i++) {
      slow.add(files.create(dir.resolve("slow-" + i)));
      slow.get(i).put(new byte[] {(byte) i}, 1);
    }
    byte[] expected = bytes(20_000_000);
    try (LongFile beside = files.create(dir.resolve("beside"))) {
      put(beside, expected, 100_000);
    }
    assertThat(Files.readAllBytes(dir.resolve("beside"))).isEqualTo(expected);

    for (LongFile file : slow) {
      file.end();
      file.close();
    }
    for (int i = 0; i < free; i++) {
      assertThat(Files.readAllBytes(dir.resolve("slow-" + i))).containsExactly(i);
    }
    assertThat(files.pastCacheLeft()).isEqualTo(free);
  }

  @Test
  void aFileThatIsGivenUpGivesItsPlaceBack() throws IOException {
    int free = files.pastCacheLeft();
    for (int i = 0; i < 2 * free + 2; i++) {
      try (LongFile file = files.create(dir.resolve("given-up-" + i))) {
        file.put(bytes(3 * LongFiles.PIECE), 3 * LongFiles.PIECE);
      }
    }
    assertThatThrownBy(() -> files.create(dir.resolve("given-up-0")))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(files.pastCacheLeft()).isEqualTo(free);
  }

  @Test
  void anInterruptWhileAPieceIsWrittenLosesNothing() throws IOException {
    byte[] expected = bytes(4 * LongFiles.PIECE + 11);
    Path path = dir.resolve("interrupted");
    try (LongFile file = files.create(path)) {
      file.put(expected, LongFiles.PIECE);
      Thread.currentThread().interrupt();
      for (int from = LongFiles.PIECE; from < 4 * LongFiles.PIECE; from += LongFiles.PIECE) {
        file.put(Arrays.copyOfRange(expected, from, from + LongFiles.PIECE), LongFiles.PIECE);
      }
      assertThat(Thread.interrupted()).as("the interrupt is still told").isTrue();
      file.put(Arrays.copyOfRange(expected, 4 * LongFiles.PIECE, expected.length), 11);
      file.end();
    }

    assertThat(Files.readAllBytes(path)).isEqualTo(expected);
  }
}

package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentStoreTest {
  private static final int SMALL = 300_000;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private SegmentStore.Options options(long memory, long segment) {
    return new SegmentStore.Options(dir, SMALL, memory, segment, 0);
  }

  private SegmentStore open(Map<String, Long> ends) throws IOException {
    return SegmentStore.open(options(8 << 20, 1 << 20), ends);
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Content keep(SegmentStore store, byte[] bytes) throws IOException {
    try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      return store.sync(List.of(spooled)).getFirst();
    }
  }

  private static byte[] read(SegmentStore store, Content content) throws IOException {
    try (InputStream in = store.open(content)) {
      return in.readAllBytes();
    }
  }

  private List<Path> filesIn(String folder) throws IOException {
    try (Stream<Path> walk = Files.walk(dir.resolve(folder))) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 299_999, 300_001, 458_752, 1_000_000})
  void keepsEveryByteAndItsDigest(int length) throws Exception {
    byte[] bytes = bytes(length, length);
    try (SegmentStore store = open(Map.of())) {
      long memory = store.memoryLeft();
      Content content;
      try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
        assertThat(spooled.open().readAllBytes()).isEqualTo(bytes);
        assertThat(spooled.length()).isEqualTo(length);
        content = store.sync(List.of(spooled)).getFirst();
      }

      assertThat(read(store, content)).isEqualTo(bytes);
      assertThat(content.digest())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(store.memoryLeft()).as("memory is given back").isEqualTo(memory);
    }
  }

  @Test
  void largeObjectsHaveFilesOfTheirOwnAndSmallOnesShareASegment() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      Content a = keep(store, bytes(1000, 1));
      Content b = keep(store, bytes(2000, 2));
      Content large = keep(store, bytes(SMALL * 2, 3));

      assertThat(a.file()).isEqualTo("segments/00000001").isEqualTo(b.file());
      assertThat(b.offset()).as("no block is written twice").isEqualTo(Blocks.SIZE);
      assertThat(large.file()).startsWith("objects/");
      assertThat(filesIn("segments")).hasSize(1);
      assertThat(filesIn("objects")).hasSize(1);
    }
  }

  @Test
  void aSegmentIsRolledWhenItIsFull() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      List<Content> contents = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        contents.add(keep(store, bytes(250_000, i)));
      }

      assertThat(contents.stream().map(Content::file).distinct()).hasSize(3);
      for (int i = 0; i < 9; i++) {
        assertThat(read(store, contents.get(i))).isEqualTo(bytes(250_000, i));
      }
    }
  }

  @Test
  void aLongObjectIsSyncedWhileItComesInAndWholeAtItsEnd() throws IOException {
    byte[] longOne = bytes(50_000_001, 7);
    try (SegmentStore store = open(Map.of())) {
      Content content = keep(store, longOne);
      assertThat(content.length()).isEqualTo(longOne.length);
      assertThat(read(store, content)).isEqualTo(longOne);
    }
  }

  @Test
  void aGroupStaysInOneSegmentHoweverLargeItIs() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      keep(store, bytes(1000, 99));
      List<Spooled> batch = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        batch.add(store.spool(new ByteArrayInputStream(bytes(250_000, i))));
      }
      List<Content> contents = store.sync(batch);
      batch.forEach(Spooled::close);

      assertThat(contents.stream().map(Content::file)).containsOnly("segments/00000002");
      for (int i = 0; i < 9; i++) {
        assertThat(read(store, contents.get(i))).isEqualTo(bytes(250_000, i));
      }
      assertThat(keep(store, bytes(10, 5)).file()).isEqualTo("segments/00000003");
    }
  }

  @Test
  void whatNoRowNamesIsCutAtStart() throws IOException {
    Content named;
    Content namedFile;
    try (SegmentStore store = open(Map.of())) {
      named = keep(store, bytes(1000, 1));
      keep(store, bytes(5000, 2));
      namedFile = keep(store, bytes(SMALL * 2, 3));
      keep(store, bytes(SMALL * 2, 4));
    }
    Map<String, Long> ends = Map.of(named.file(), 1000L, namedFile.file(), namedFile.length());
    try (SegmentStore store = open(ends)) {
      assertThat(Files.size(dir.resolve(named.file()))).isEqualTo(1000);
      assertThat(filesIn("objects")).containsExactly(dir.resolve(namedFile.file()));
      Content next = keep(store, bytes(10, 5));

      assertThat(next.file()).isEqualTo(named.file());
      assertThat(next.offset()).isEqualTo(Blocks.SIZE);
      assertThat(read(store, named)).isEqualTo(bytes(1000, 1));
      assertThat(read(store, next)).isEqualTo(bytes(10, 5));
      assertThat(read(store, namedFile)).isEqualTo(bytes(SMALL * 2, 3));
    }
  }

  @Test
  void aSegmentThatLostBytesIsNotWrittenTo() throws IOException {
    Content named;
    try (SegmentStore store = open(Map.of())) {
      named = keep(store, bytes(1000, 1));
    }
    try (SegmentStore store = open(Map.of(named.file(), 5000L))) {
      assertThat(keep(store, bytes(10, 5)).file()).isEqualTo("segments/00000002");
      Content lost = new Content("", named.file(), 4000, 200);
      assertThatThrownBy(() -> read(store, lost)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStreamThatBreaksOffLeavesNothing() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      long memory = store.memoryLeft();
      for (int length : new int[] {10, 100_000, SMALL * 3}) {
        assertThatThrownBy(() -> store.spool(new BreakingInput(length)))
            .isInstanceOf(IOException.class)
            .hasMessage("broken off");
      }
      assertThat(filesIn("objects")).isEmpty();
      assertThat(store.memoryLeft()).isEqualTo(memory);
    }
  }

  @Test
  void whatIsClosedUnsyncedIsForgotten() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      Spooled large = store.spool(new ByteArrayInputStream(bytes(SMALL * 2, 1)));
      assertThat(filesIn("objects")).hasSize(1);
      large.close();
      large.close();
      assertThat(filesIn("objects")).isEmpty();
      assertThatThrownBy(() -> store.sync(List.of(large))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whenMemoryIsUsedUpSmallObjectsGetFilesToo() throws IOException {
    try (SegmentStore store = SegmentStore.open(options(4 * Chunks.SIZE, 1 << 20), Map.of())) {
      List<Spooled> waiting = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiting.add(store.spool(new ByteArrayInputStream(bytes(60_000, i))));
      }
      assertThat(store.memoryLeft()).isZero();
      List<Content> contents = store.sync(waiting);
      waiting.forEach(Spooled::close);

      assertThat(contents.stream().filter(c -> c.file().startsWith("objects/"))).hasSize(2);
      for (int i = 0; i < 6; i++) {
        assertThat(read(store, contents.get(i))).isEqualTo(bytes(60_000, i));
      }
      assertThat(store.memoryLeft()).isEqualTo(4L * Chunks.SIZE);
    }
  }

  @Test
  void aThreadThatIsToEndStillKeepsWhatItHas() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      Spooled spooled = store.spool(new ByteArrayInputStream(bytes(2000, 2)));
      Thread.currentThread().interrupt(); // would close the file under the write
      Content content = store.sync(List.of(spooled)).getFirst();
      spooled.close();

      assertThat(Thread.interrupted()).as("still to end").isTrue();
      assertThat(read(store, content)).isEqualTo(bytes(2000, 2));
    }
  }

  @Test
  void aFailedSyncKeepsNothingAndTheStoreGoesOn() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      Content first = keep(store, bytes(250_000, 1));
      Files.createDirectory(dir.resolve("segments/00000002")); // in the way of the next segment
      List<Spooled> batch = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        batch.add(store.spool(new ByteArrayInputStream(bytes(250_000, 10 + i))));
      }
      assertThatThrownBy(() -> store.sync(batch)).isInstanceOf(IOException.class);
      assertThat(Files.size(dir.resolve(first.file()))).isEqualTo(Blocks.up(250_000));

      List<Content> contents = store.sync(batch);
      batch.forEach(Spooled::close);
      assertThat(contents).extracting(Content::file).contains("segments/00000003");
      assertThat(read(store, contents.getLast())).isEqualTo(bytes(250_000, 14));
    }
  }

  @Test
  void anObjectWithoutEndDoesNotFillTheDisk() throws IOException {
    long reserve = Files.getFileStore(dir).getUsableSpace() - (8L << 20);
    SegmentStore.Options options = new SegmentStore.Options(dir, SMALL, 1 << 20, 1 << 20, reserve);
    try (SegmentStore store = SegmentStore.open(options, Map.of())) {
      InputStream endless = new BreakingInput(Integer.MAX_VALUE);
      assertThatThrownBy(() -> store.spool(endless)).hasMessageContaining("reserve");
      assertThat(filesIn("objects")).isEmpty();
    }
  }

  @Test
  void contentIsReadInSmallStepsAndBySkipping() throws IOException {
    byte[] bytes = bytes(50_000, 7);
    try (SegmentStore store = open(Map.of())) {
      keep(store, bytes(333, 1));
      Content content = keep(store, bytes);
      keep(store, bytes(333, 2));
      try (InputStream in = store.open(content)) {
        assertThat(in.read()).isEqualTo(bytes[0] & 0xFF);
        assertThat(in.skip(100)).isEqualTo(100);
        assertThat(in.readNBytes(10)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 101, 111));
        assertThat(in.skip(40_000)).isEqualTo(40_000);
        assertThat(in.available()).isEqualTo(50_000 - 40_111);
        assertThat(in.readNBytes(3)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 40_111, 40_114));
        assertThat(in.skip(1_000_000)).isEqualTo(50_000 - 40_114);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[9000])).isEqualTo(-1);
      }
    }
  }

  @Test
  void aContentOutsideTheStoreIsNotOpened() throws IOException {
    Files.writeString(dir.resolveSibling("other.txt"), "x");
    try (SegmentStore store = open(Map.of())) {
      assertThatThrownBy(() -> store.open(new Content("", "../other.txt", 0, 1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no place in the store");
    }
  }

  @Test
  void aSecondEngineIsTurnedAway() throws IOException {
    try (SegmentStore store = open(Map.of())) {
      assertThat(store.free()).isPositive();
      assertThatThrownBy(() -> open(Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another engine");
    }
    open(Map.of()).close();
  }

  @Test
  void manyThreadsKeepAtTheSameTime() throws Exception {
    try (SegmentStore store = open(Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Content>> waiting = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] bytes = bytes(i * 97, i);
        waiting.add(threads.submit(() -> keep(store, bytes)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(read(store, waiting.get(i).get())).isEqualTo(bytes(i * 97, i));
      }
    }
  }

  /** Gives a number of bytes, then fails as a lost connection does. */
  private static final class BreakingInput extends InputStream {
    private int left;

    BreakingInput(int left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left-- <= 0) {
        throw new IOException("broken off");
      }
      return 7;
    }
  }
}

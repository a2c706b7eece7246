package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMarkTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private SqlLedger ledger(String name) throws IOException {
    return SqlLedger.open(SqlLedger.Options.in(dir.resolve(name)).withStore(dir.resolve("store")));
  }

  private Content keep() throws IOException {
    try (SegmentStore store =
            SegmentStore.open(SegmentStore.Options.in(dir.resolve("store")), java.util.Map.of());
        Spooled object =
            store.spool(new ByteArrayInputStream("bytes".getBytes(StandardCharsets.UTF_8)))) {
      return store.sync(List.of(object)).getFirst();
    }
  }

  @Test
  void aStoreWithBytesIsNoOtherLedgersAndStaysAsItIs() throws IOException {
    ledger("mine").close();
    Path segment = dir.resolve("store").resolve(keep().file());
    long length = Files.size(segment);

    assertThatThrownBy(() -> ledger("empty"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to another ledger")
        .hasMessageContaining("store.url");
    assertThat(segment).hasSize(length);
    ledger("mine").close();
  }

  @Test
  void aStoreThatHoldsNothingMayChangeHands() throws IOException {
    ledger("mine").close();
    ledger("other").close();
    keep();
    assertThatThrownBy(() -> ledger("mine")).hasMessageContaining("belongs to another ledger");
  }

  @Test
  void aStoreWithoutAMarkIsTaken() throws IOException {
    keep();
    ledger("mine").close();
    assertThatThrownBy(() -> ledger("other")).hasMessageContaining("belongs to another ledger");
  }
}

package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions at a server that forgets, gives up, or was not to be asked at first. */
class HooksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final String ADDRESS = "http://127.0.0.1:9/worklist/changed";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private RisAndRoom peers;

  private Path token = Path.of("none");

  @BeforeEach
  void open() throws IOException {
    peers = new RisAndRoom(dir, Instant.parse("2026-03-02T08:00:00Z"));
    token = dir.resolve("token");
  }

  @AfterEach
  void close() throws IOException {
    peers.close();
  }

  private Hooks hooks() {
    ReadingOptions.Hook hook = new ReadingOptions.Hook(ADDRESS, Optional.of(token));
    return new Hooks(peers.server, hook, SOON, SOON);
  }

  private Optional<Subscription> there() {
    return peers.server.read(Subscription.class, "Subscription/farsight-task");
  }

  private Subscription awaited() {
    return await().atMost(PATIENCE).until(this::there, Optional::isPresent).orElseThrow();
  }

  @Test
  void whatTheServerHasGivenUpIsAskedForAgain() throws IOException {
    Files.writeString(token, "first");
    try (Hooks hooks = hooks()) {
      hooks.start();
      Subscription off = awaited();
      off.setStatus(SubscriptionStatus.ERROR);
      peers.server.put(off);
      await().atMost(PATIENCE).until(() -> awaited().getStatus() == SubscriptionStatus.REQUESTED);
      Subscription active = awaited();
      active.setStatus(SubscriptionStatus.ACTIVE);
      peers.server.put(active);
      String version = awaited().getMeta().getVersionId();
      Files.writeString(token, "second");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  awaited().getChannel().getHeader().stream()
                      .map(StringType::getValue)
                      .anyMatch("Authorization: Bearer second"::equals));
      assertThat(Integer.parseInt(awaited().getMeta().getVersionId()))
          .as("an active one is left as it is until the token changes")
          .isEqualTo(Integer.parseInt(version) + 1);
    }
  }

  @Test
  void withoutItsTokenItIsNotAskedForUntilTheTokenIsThere() throws IOException {
    try (Hooks hooks = hooks()) {
      hooks.start();
      assertThat(there()).isEmpty();
      Files.writeString(token, "late");
      assertThat(awaited().getChannel().getHeader())
          .extracting(StringType::getValue)
          .containsExactly("Authorization: Bearer late");
    }
  }
}

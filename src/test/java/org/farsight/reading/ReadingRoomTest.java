package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room that never asks by itself, only when it is told. */
class ReadingRoomTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ADDRESS = "http://127.0.0.1:9/worklist/changed";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private RisAndRoom peers;

  @SuppressWarnings("NullAway.Init")
  private ReadingRoom room;

  @BeforeEach
  void open() throws IOException {
    Path token = Files.writeString(dir.resolve("token"), "monitor-token\n");
    peers = new RisAndRoom(dir, Instant.parse("2026-03-02T08:00:00Z"));
    ReadingOptions options =
        new ReadingOptions(
            "fhir",
            peers.fhir.url(),
            Duration.ZERO,
            List.of(RisAndRoom.DAY),
            Duration.ofMinutes(10),
            Optional.of(new ReadingOptions.Hook(ADDRESS, Optional.of(token))));
    room =
        new ReadingRoom(
            peers.ledger, peers.ledger.cases(), peers.ledger.returns(), options, peers.kept, peers);
    room.start();
  }

  @AfterEach
  void close() throws IOException {
    room.close();
    peers.close();
  }

  @Test
  void theServerIsAskedToTellOfTasksAndReportsWithoutAPatientsData() {
    for (String type : List.of("Task", "DiagnosticReport")) {
      Subscription made =
          await()
              .atMost(PATIENCE)
              .ignoreException(ResourceNotFoundException.class)
              .until(
                  () ->
                      peers
                          .ris
                          .read()
                          .resource(Subscription.class)
                          .withId("farsight-" + type.toLowerCase(Locale.ROOT))
                          .execute(),
                  subscription -> true);
      assertThat(made.getCriteria()).isEqualTo(type + "?");
      assertThat(made.getChannel().getType()).isEqualTo(SubscriptionChannelType.RESTHOOK);
      assertThat(made.getChannel().getEndpoint()).isEqualTo(ADDRESS);
      assertThat(made.getChannel().hasPayload()).isFalse();
      assertThat(made.getChannel().getHeader())
          .extracting(StringType::getValue)
          .containsExactly("Authorization: Bearer monitor-token");
    }
  }

  @Test
  void whatItIsToldOfItReads() {
    peers.delivered("e1");
    room.told();
    await().atMost(PATIENCE).until(() -> peers.ledger.cases().open().size() == 1);
    peers.delivered("e2");
    room.told();
    room.told();
    await().atMost(PATIENCE).until(() -> peers.ledger.cases().open().size() == 2);
  }
}

package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.farsight.reading.Claims.Reader;
import org.farsight.reading.Claims.Wish;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case that nobody takes goes from group to group; the clock is the test's. */
class EscalationTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final Reader ZHANG = new Reader("zhang", "张敏");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private RisAndRoom room;

  @BeforeEach
  void open() throws IOException {
    room = new RisAndRoom(dir, T0);
    room.delivered("e1");
    room.follow.look();
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  private String owner() {
    return room.taskOf("e1").getOwner().getIdentifier().getValue();
  }

  @Test
  void itStaysWithTheDepartmentUntilItsTimeIsOver() {
    room.sleep(Duration.ofMinutes(60));
    room.follow.look();
    assertThat(owner()).isEqualTo("remote-reading");
  }

  @Test
  void onceOverdueItGoesFromGroupToGroup() {
    room.sleep(Duration.ofMinutes(61));
    room.follow.look();
    Task handed = room.taskOf("e1");
    assertThat(owner()).isEqualTo("on-call");
    assertThat(handed.getNote())
        .extracting(Annotation::getText)
        .containsExactly("Overdue for 1 min with 远程诊断中心: handed to 值班组.");
    assertThat(handed.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(room.story("e1")).contains("reading: overdue for 1 min with 远程诊断中心: handed to 值班组");
    room.sleep(Duration.ofMinutes(8));
    room.follow.look();
    assertThat(owner()).as("each group has ten minutes").isEqualTo("on-call");
    room.sleep(Duration.ofMinutes(2));
    room.follow.look();
    assertThat(owner()).isEqualTo("chief");
    room.sleep(Duration.ofDays(1));
    room.follow.look();
    assertThat(owner()).as("there is nobody behind the last").isEqualTo("chief");
    assertThat(room.taskOf("e1").getNote()).hasSize(2);
  }

  @Test
  void whoHasClaimedItKeepsIt() {
    room.claims.wish(Wish.CLAIM, "e1", ZHANG, Optional.empty());
    room.sleep(Duration.ofHours(3));
    room.follow.look();
    assertThat(owner()).isEqualTo("zhang");
    assertThat(room.ledger.cases().overdue(room.instant(), 10)).hasSize(1);
  }

  @Test
  void whoTakesItAtTheLastMomentIsNotOvertaken() {
    room.sleep(Duration.ofMinutes(61));
    // another program takes it, and nobody has looked since
    room.changes(
        room.taskOf("e1"),
        task -> {
          task.setStatus(Task.TaskStatus.ACCEPTED);
          task.getOwner().setDisplay("李医生").setReference("Practitioner/7").setIdentifier(null);
        });
    room.follow.look();
    assertThat(room.taskOf("e1").getOwner().getDisplay()).isEqualTo("李医生");
  }

  @Test
  void itCanBeTakenByWhomeverItWasHandedTo() {
    room.sleep(Duration.ofMinutes(61));
    room.follow.look();
    room.claims.wish(Wish.CLAIM, "e1", ZHANG, Optional.empty());
    assertThat(owner()).isEqualTo("zhang");
    room.claims.wish(Wish.RELEASE, "e1", ZHANG, Optional.empty());
    room.follow.look();
    assertThat(owner()).as("given back, it goes where its time says").isEqualTo("on-call");
  }
}

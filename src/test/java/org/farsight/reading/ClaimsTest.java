package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.farsight.exchange.ReadingCase;
import org.farsight.fhir.Identifiers;
import org.farsight.reading.Claims.Answer;
import org.farsight.reading.Claims.Reader;
import org.farsight.reading.Claims.Wish;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final Reader ZHANG = new Reader("zhang", "张敏");
  private static final Reader LI = new Reader("li", "李华");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private RisAndRoom room;

  @SuppressWarnings("NullAway.Init")
  private Task task;

  @BeforeEach
  void open() throws IOException {
    room = new RisAndRoom(dir, T0);
    task = room.delivered("e1");
    room.follow.look();
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  private Answer wish(Wish wish, Reader reader) {
    return room.claims.wish(wish, "e1", reader, Optional.empty());
  }

  @Test
  void aClaimIsWrittenAtTheServerBeforeItIsSaidToBeDone() {
    room.sleep(Duration.ofMinutes(3));
    Answer answer = wish(Wish.CLAIM, ZHANG);
    assertThat(answer).isInstanceOf(Answer.Done.class);
    Task now = room.taskOf("e1");
    assertThat(now.getStatus()).isEqualTo(TaskStatus.ACCEPTED);
    assertThat(now.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("claimed");
    assertThat(now.getOwner().getReference()).startsWith("Practitioner/");
    assertThat(now.getOwner().getIdentifier().getValue()).isEqualTo("zhang");
    ReadingCase one = room.one("e1");
    assertThat(((Answer.Done) answer).now()).isEqualTo(one);
    assertThat(one.task().version()).isEqualTo(now.getMeta().getVersionId());
    assertThat(one.times().claimed()).contains(T0.plus(Duration.ofMinutes(3)));
    assertThat(room.story("e1")).contains("reading: claimed by 张敏");
    room.follow.look();
    assertThat(room.one("e1")).as("our own doing is not news").isEqualTo(one);
  }

  @Test
  void ofTwoReadersWhoReachForOneCaseOneHasItAndTheOtherIsToldWho() throws Exception {
    for (int round = 0; round < 5; round++) {
      String id = "race" + round;
      room.delivered(id);
      room.follow.look();
      CyclicBarrier together = new CyclicBarrier(2);
      List<Callable<Answer>> both = new ArrayList<>();
      for (Reader reader : List.of(ZHANG, LI)) {
        both.add(
            () -> {
              together.await();
              return room.claims.wish(Wish.CLAIM, id, reader, Optional.empty());
            });
      }
      List<Answer> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (Future<Answer> one : threads.invokeAll(both)) {
          answers.add(one.get());
        }
      }
      assertThat(answers).filteredOn(Answer.Done.class::isInstance).hasSize(1);
      String winner = room.one(id).task().owner().id();
      assertThat(answers)
          .filteredOn(Answer.Held.class::isInstance)
          .singleElement()
          .satisfies(held -> assertThat(((Answer.Held) held).by().id()).isEqualTo(winner));
      assertThat(room.taskOf(id).getOwner().getIdentifier().getValue()).isEqualTo(winner);
    }
  }

  @Test
  void whatAnotherProgramHasTakenIsHeldThoughNobodyHasLookedSince() {
    room.changes(
        task,
        t -> {
          t.setStatus(TaskStatus.INPROGRESS);
          t.setOwner(new Reference("Practitioner/77").setDisplay("李医生"));
        });
    assertThat(wish(Wish.CLAIM, ZHANG))
        .isInstanceOfSatisfying(
            Answer.Held.class, held -> assertThat(held.by().name()).isEqualTo("李医生"));
    assertThat(room.one("e1").task().owner().name()).as("noted on the way").isEqualTo("李医生");
  }

  @Test
  void theSameButtonTwiceIsNoFault() {
    wish(Wish.CLAIM, ZHANG);
    String version = room.one("e1").task().version();
    assertThat(wish(Wish.CLAIM, ZHANG)).isInstanceOf(Answer.Done.class);
    assertThat(room.taskOf("e1").getMeta().getVersionId()).isEqualTo(version);
  }

  @Test
  void aCaseIsBegunAndGivenBackByWhoHasItOnly() {
    assertThat(wish(Wish.START, ZHANG)).isInstanceOf(Answer.NotAllowed.class);
    assertThat(wish(Wish.RELEASE, ZHANG)).isInstanceOf(Answer.NotAllowed.class);
    wish(Wish.CLAIM, ZHANG);
    assertThat(wish(Wish.START, LI)).isInstanceOf(Answer.Held.class);
    assertThat(wish(Wish.START, ZHANG)).isInstanceOf(Answer.Done.class);
    assertThat(room.taskOf("e1").getStatus()).isEqualTo(TaskStatus.INPROGRESS);
    assertThat(wish(Wish.RELEASE, LI)).isInstanceOf(Answer.Held.class);
    assertThat(wish(Wish.RELEASE, ZHANG)).isInstanceOf(Answer.Done.class);
    Task back = room.taskOf("e1");
    assertThat(back.getStatus()).isEqualTo(TaskStatus.REQUESTED);
    assertThat(back.getOwner().getDisplay()).isEqualTo("远程诊断中心");
    assertThat(back.hasExecutionPeriod()).isFalse();
    assertThat(room.one("e1").times().claimed()).isEmpty();
    assertThat(wish(Wish.CLAIM, LI)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void aVersionThatIsOldIsToldSo() {
    String seen = room.one("e1").task().version();
    room.changes(task, t -> t.addNote().setText("1 object came later"));
    assertThat(room.claims.wish(Wish.CLAIM, "e1", ZHANG, Optional.of(seen)))
        .isInstanceOfSatisfying(
            Answer.Changed.class,
            changed -> assertThat(changed.now().task().version()).isEqualTo("2"));
    assertThat(room.claims.wish(Wish.CLAIM, "e1", ZHANG, Optional.of("2")))
        .isInstanceOf(Answer.Done.class);
  }

  @Test
  void whatIsReadOrUnknownIsNotTaken() {
    room.changes(task, t -> t.setStatus(TaskStatus.COMPLETED));
    assertThat(wish(Wish.CLAIM, ZHANG)).isInstanceOf(Answer.NotAllowed.class);
    assertThat(room.claims.wish(Wish.CLAIM, "e9", ZHANG, Optional.empty()))
        .isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void aServerThatIsAwayTakesNothing() throws IOException {
    room.fhir.close();
    assertThat(wish(Wish.CLAIM, ZHANG)).isInstanceOf(Answer.NotReached.class);
    assertThat(room.one("e1").task().isClaimed()).isFalse();
  }

  @Test
  void aReaderIsOnePractitioner() {
    room.delivered("e2");
    room.follow.look();
    wish(Wish.CLAIM, ZHANG);
    room.claims.wish(Wish.CLAIM, "e2", ZHANG, Optional.empty());
    Bundle found =
        room.ris
            .search()
            .byUrl(
                Identifiers.search(
                    "Practitioner",
                    new Identifier().setSystem(Identifiers.READER).setValue("zhang")))
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry()).hasSize(1);
  }

  @Test
  void theWishesThatACaseAllowsAreNamed() {
    assertThat(Claims.allowed(room.one("e1"))).containsExactly(Wish.CLAIM);
    wish(Wish.CLAIM, ZHANG);
    assertThat(Claims.allowed(room.one("e1"))).containsExactly(Wish.START, Wish.RELEASE);
    wish(Wish.START, ZHANG);
    assertThat(Claims.allowed(room.one("e1"))).containsExactly(Wish.RELEASE);
  }
}

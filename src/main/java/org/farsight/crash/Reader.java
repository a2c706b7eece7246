package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.farsight.crash.Asked.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A reader at the hospital's page, who is also the branch that answers critical values: claims a
 * case, writes, signs, and amends or withdraws some. Asks again as a page does whose connection
 * broke, or walks off from a signature that was not answered.
 */
final class Reader extends Device {
  /** Who signs in. */
  static final String LOGIN = "crash-reader";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ANSWERS = 3;

  private final Random random;

  Reader(Load load, long seed) {
    super("reader", load, Duration.ofMillis(1500));
    this.random = new Random(seed);
  }

  @Override
  void turn() throws InterruptedException {
    answerCriticals();
    Optional<String> open = open();
    if (open.isEmpty()) {
      return;
    }
    String id = open.get();
    Optional<Answer> claimed = ask("POST", "/case/" + id + "/claim", own());
    if (claimed.filter(answer -> answer.status() == 200).isEmpty()) {
      return; // the list was older than the case
    }
    load.journal().note(new Sent.Claimed(id));
    if (random.nextInt(8) > 0) {
      read(id);
    }
  }

  private void read(String id) throws InterruptedException {
    boolean critical = random.nextBoolean();
    Optional<Integer> draft = draft(id, 0, critical, "");
    if (draft.isPresent() && random.nextBoolean()) {
      draft = draft(id, draft.get(), critical, "");
    }
    boolean signed = draft.isPresent() && signed(id, draft.get(), critical);
    if (signed && random.nextInt(4) == 0) {
      Optional<Integer> other = draft(id, 0, critical, "seen again");
      signed = other.isPresent() && signed(id, other.get(), critical);
    }
    if (signed && random.nextInt(8) == 0) {
      ObjectNode why = own().put("reason", "another patient");
      load.journal().note(new Sent.Signing(id));
      note(id, false, ask("POST", "/case/" + id + "/report/recall", why));
    }
  }

  /** One of the cases that nobody has. */
  private Optional<String> open() throws InterruptedException {
    List<String> cases = new ArrayList<>();
    ask("GET", "/worklist?status=requested,received&claimed-by=nobody&limit=20", null)
        .ifPresent(
            answer ->
                answer.body().path("cases").forEach(row -> cases.add(row.path("id").asText())));
    return cases.isEmpty()
        ? Optional.empty()
        : Optional.of(cases.get(random.nextInt(cases.size())));
  }

  /**
   * Keeps a draft; the version that it has.
   *
   * @param base the version that was seen; 0: none
   */
  private Optional<Integer> draft(String id, int base, boolean critical, String reason)
      throws InterruptedException {
    ObjectNode body = own().put("base", base).put("findings", "双肺纹理清晰。");
    body.put("impression", "未见明显异常 " + random.nextInt(1_000_000)).put("reason", reason);
    if (critical) {
      body.put("critical", criticalWords(id));
    }
    Optional<Answer> kept = ask("PUT", "/case/" + id + "/report/draft", body);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    JsonNode said = kept.get().body();
    // the connection broke, and this very draft is kept
    JsonNode draft = kept.get().status() == 409 ? said.path("draft") : said;
    if (draft.path("version").asInt() == 0) {
      refused(id, "draft", kept.get());
      return Optional.empty();
    }
    return Optional.of(draft.path("version").asInt());
  }

  /** By which the notice of a case is known among those of its examination. */
  static String criticalWords(String id) {
    return "张力性气胸 " + id;
  }

  /** Whether a version was signed, as far as the reader was told. */
  private boolean signed(String id, int draft, boolean critical) throws InterruptedException {
    String path = "/case/" + id + "/report/sign";
    ObjectNode body = own().put("draft", draft);
    load.journal().note(new Sent.Signing(id));
    if (random.nextInt(6) > 0) {
      return note(id, critical, ask("POST", path, body));
    }
    try {
      Answer once = load.asked().engine("POST", path, Optional.of(body));
      return once.status() < 500 && note(id, critical, Optional.of(once));
    } catch (IOException e) {
      return false; // walks off
    }
  }

  private boolean note(String id, boolean critical, Optional<Answer> answer) {
    if (answer.isEmpty()) {
      return false;
    }
    int status = answer.get().status();
    if (status != 200 && status != 202) {
      refused(id, "sign or recall", answer.get());
      return false;
    }
    JsonNode said = answer.get().body();
    load.journal()
        .note(
            new Sent.Signed(
                id,
                said.path("version").asInt(),
                said.path("sha256").asText(),
                said.path("status").asText(),
                critical));
    return true;
  }

  private void refused(String id, String what, Answer answer) {
    load.journal()
        .note(
            new Sent.Refused(
                id, what + ": " + answer.status() + " " + answer.body().path("detail").asText()));
  }

  private void answerCriticals() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    ask("GET", "/critical?site=" + CrashSite.SITE + "&state=open&limit=" + MOST_ANSWERS, null)
        .ifPresent(
            answer ->
                answer.body().path("critical").forEach(row -> ids.add(row.path("id").asText())));
    for (String id : ids) {
      ObjectNode body = JSON.createObjectNode().put("by", "李护士").put("action", "已通知医生");
      Optional<Answer> kept = ask("POST", "/critical/" + id + "/acknowledge", body);
      if (kept.filter(answer -> answer.status() == 200).isPresent()) {
        load.journal().note(new Sent.Answered(id));
      }
    }
  }

  private static ObjectNode own() {
    return JSON.createObjectNode().put("reader", LOGIN).put("name", "碰撞");
  }

  /** Asks until it is told yes or no; empty where all is over before. */
  private Optional<Answer> ask(String method, String path, @Nullable JsonNode body)
      throws InterruptedException {
    List<Answer> said = new ArrayList<>();
    load.insist(
        () -> {
          Answer answer = load.asked().engine(method, path, Optional.ofNullable(body));
          if (answer.status() < 500) {
            said.add(answer);
          }
          return answer.status() < 500;
        });
    return said.stream().findFirst();
  }
}

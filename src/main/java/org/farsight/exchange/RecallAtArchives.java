package org.farsight.exchange;

import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.StoryLine.Event;

/** What a recall means for the archives, in words. Used by one thread. */
final class RecallAtArchives {
  private final List<String> told = new ArrayList<>();
  private final List<String> byHand = new ArrayList<>();
  private final List<String> without = new ArrayList<>();
  private final List<Finding> more = new ArrayList<>();
  private final List<String> due = new ArrayList<>();

  /**
   * One that was to have what is recalled.
   *
   * @param begun whether it has objects of it, or may have
   */
  void taking(Target.Archive archive, boolean begun) {
    if (begun) {
      (archive.rejectionNotes() ? told : byHand).add(archive.id());
    } else {
      without.add(archive.id());
    }
  }

  /**
   * One that has objects of what counts again.
   *
   * @param wasTold whether it has taken a rejection note
   */
  void had(Target.Archive archive, boolean wasTold) {
    if (wasTold) {
      told.add(archive.id());
    } else if (!archive.rejectionNotes()) {
      byHand.add(archive.id());
    }
  }

  /** What a person has to look at besides. */
  void add(Finding finding) {
    more.add(finding);
  }

  /** A step that tells one. */
  void due(Step step) {
    due.add(step.name());
  }

  /** Names of the steps that tell archives now. */
  List<String> due() {
    return List.copyOf(due);
  }

  /** What the story says of a recall. */
  Finding recalled(RejectionReason reason, Maker maker) {
    String who = maker.who() + ": " + maker.why();
    boolean worklist = reason == RejectionReason.INCORRECT_WORKLIST_ENTRY;
    String en = worklist ? who + " (wrong worklist entry)" : who;
    String zh = worklist ? who + "（工作列表条目选错）" : who;
    if (!told.isEmpty()) {
      en += "; told by a rejection note: " + names(told);
      zh += "；以拒绝说明（rejection note）通知存档：" + names(told);
    }
    if (!byHand.isEmpty()) {
      en += "; to be rejected there by hand, as it takes no rejection note: " + names(byHand);
      zh += "；存档不接收拒绝说明，请在存档系统中人工拒绝：" + names(byHand);
    }
    if (!without.isEmpty()) {
      en += "; not sent to " + names(without);
      zh += "；不再发送至 " + names(without);
    }
    for (Finding one : more) {
      en += "; " + one.en();
      zh += "；" + one.zh();
    }
    return new Finding(Event.RECALLED, en, zh);
  }

  /** What the story says when a recall is taken back. */
  Finding undone(Maker maker) {
    String who = maker.who() + ": " + maker.why();
    String en = who;
    String zh = who;
    if (!told.isEmpty()) {
      en +=
          "; to be restored there by hand, as it was told and no message takes a rejection back: "
              + names(told);
      zh += "；存档已收到拒绝说明且无撤销消息，请在存档系统中人工恢复：" + names(told);
    }
    if (!byHand.isEmpty()) {
      en += "; to be restored there by hand, if it was rejected there: " + names(byHand);
      zh += "；如已在存档系统中人工拒绝，请人工恢复：" + names(byHand);
    }
    return new Finding(Event.RECALL_UNDONE, en, zh);
  }

  private static String names(List<String> ids) {
    return String.join(", ", ids);
  }
}

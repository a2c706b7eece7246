package org.farsight.reading;

import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.ReadingCase.TaskView;
import org.farsight.exchange.StoryLine.Event;

/** What other clients of the FHIR server do to a reading task, held against the table of moves. */
final class Conflicts {
  private Conflicts() {}

  /**
   * What is against the rules between two looks; empty where all may be so.
   *
   * @param writes how often the Task was written in between
   */
  static List<Finding> of(TaskView before, TaskView after, int writes) {
    List<Finding> wrong = new ArrayList<>();
    if (!TaskMoves.mayOthers(before.status(), after.status(), writes)) {
      wrong.add(
          against(
              "Task.status from " + before.status().code() + " to " + after.status().code(),
              "Task.status 由 " + before.status().code() + " 改为 " + after.status().code()));
    }
    if (!TaskMoves.mayOthers(before.progress(), after.progress(), writes)) {
      wrong.add(
          against(
              "businessStatus from " + before.progress().code() + " to " + after.progress().code(),
              "businessStatus 由 " + before.progress().code() + " 改为 " + after.progress().code()));
    }
    if (before.status() == Status.COMPLETED && !before.owner().equals(after.owner())) {
      wrong.add(
          against(
              "the owner of a read that was completed, from "
                  + before.owner().name()
                  + " to "
                  + after.owner().name(),
              "已完成阅片的负责人由 " + before.owner().name() + " 改为 " + after.owner().name()));
    }
    return wrong;
  }

  private static Finding against(String en, String zh) {
    return new Finding(Event.READING_CONFLICT, en, zh);
  }

  /** A lawful move in words. */
  static Finding moved(TaskView before, TaskView after) {
    String en = "changed";
    String zh = "已变更";
    if (before.status() != after.status()) {
      en =
          TaskMoves.move(before.status(), after.status())
              .map(move -> move.meaning().en())
              .orElse(after.status().code());
      zh =
          TaskMoves.move(before.status(), after.status())
              .map(move -> move.meaning().zh())
              .orElse(after.status().code());
    } else if (before.progress() != after.progress()) {
      en = "now " + after.progress().code();
      zh = "状态 " + after.progress().code();
    } else {
      en = "handed over";
      zh = "已转交";
    }
    return new Finding(
        Event.READING,
        en + " at the FHIR server, with " + after.owner().name(),
        "在 FHIR 服务器上" + zh + "，负责方 " + after.owner().name());
  }
}

package org.farsight.alarm;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;

/**
 * What is told over a channel, in both languages.
 *
 * @param engine which engine tells it
 * @param alarm as it stands
 * @param event what of it is told
 * @param at when that happened
 * @param zone in which times are written
 */
public record Message(String engine, Alarm alarm, Alarms.Event event, Instant at, ZoneId zone) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");

  /** The names by which templates ask. */
  static final Set<String> NAMES =
      Set.of(
          "engine",
          "id",
          "kind",
          "kind.en",
          "kind.zh",
          "subject",
          "event",
          "event.en",
          "event.zh",
          "en",
          "zh",
          "at",
          "raised");

  /** What templates are filled with, by name. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("engine", engine);
    values.put("id", Long.toString(alarm.id()));
    values.put("kind", alarm.cause().kind().name());
    values.put("kind.en", alarm.cause().kind().en());
    values.put("kind.zh", alarm.cause().kind().zh());
    values.put("subject", alarm.cause().subject());
    values.put("event", event.name());
    values.put("event.en", english());
    values.put("event.zh", chinese());
    values.put("en", alarm.words().en());
    values.put("zh", alarm.words().zh());
    values.put("at", TIME.format(at.atZone(zone)));
    values.put("raised", TIME.format(alarm.raisedAt().atZone(zone)));
    return values;
  }

  private String english() {
    return switch (event) {
      case RAISED -> "alarm";
      case ENDED -> "over";
    };
  }

  private String chinese() {
    return switch (event) {
      case RAISED -> "告警";
      case ENDED -> "已恢复";
    };
  }

  /** One line for a subject. */
  String title() {
    return "[Farsight "
        + engine
        + "] "
        + chinese()
        + " "
        + alarm.cause().kind().zh()
        + ": "
        + alarm.cause().subject()
        + " / "
        + english()
        + ": "
        + alarm.cause().kind().en();
  }

  /** Some lines of plain text. */
  String text() {
    return alarm.words().zh()
        + "\n"
        + alarm.words().en()
        + "\n\n#"
        + alarm.id()
        + "  "
        + TIME.format(at.atZone(zone))
        + "\n";
  }
}

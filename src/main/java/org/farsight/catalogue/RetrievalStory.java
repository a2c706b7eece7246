package org.farsight.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.StoryLine;

/**
 * Tells in each study's story who has retrieved from it and where to. A viewer asks series by
 * series: the same is told again only after some time.
 */
public final class RetrievalStory {
  private static final Duration TELL_AGAIN = Duration.ofMinutes(10);
  private static final int REMEMBERED = 10_000;

  private final Ledger ledger;
  private final InstantSource clock;
  private final Map<Told, Instant> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Told(String exchangeId, String what) {}

  /** Tells in this ledger. */
  public RetrievalStory(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Objects were asked for and are about to be sent.
   *
   * @param objects how many of each exchange, by its id
   * @param what the way and the one who asked, such as {@code C-GET by READER1}
   */
  public void retrieved(Map<String, Integer> objects, String what) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<String> news = news(objects.keySet(), what, now);
    if (news.isEmpty()) {
      return;
    }
    ledger.<Void>write(
        tx -> {
          for (String id : news) {
            int revision = tx.exchange(id).map(Exchange::revision).orElse(0);
            String detail = what + ", " + objects.get(id) + " objects";
            tx.tell(id, new StoryLine(now, StoryLine.Event.RETRIEVED, revision, "", detail));
          }
          return null;
        });
  }

  private synchronized List<String> news(Iterable<String> exchanges, String what, Instant now) {
    List<String> news = new ArrayList<>();
    for (String id : exchanges) {
      Told key = new Told(id, what);
      Instant before = told.get(key);
      if (before == null || before.plus(TELL_AGAIN).isBefore(now)) {
        told.remove(key);
        told.put(key, now);
        news.add(id);
      }
    }
    return news;
  }
}

package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.ReportDrafts;
import org.farsight.exchange.ReportDrafts.Draft;
import org.farsight.exchange.ReportDrafts.Saved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlReportDraftsTest {
  private static final Instant T0 = Instant.parse("2026-11-23T06:20:00.123Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private ReportDrafts drafts;

  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
    drafts = ledger.reportDrafts();
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private static Draft draft(String body, int builtOn) {
    return new Draft(
        "c1", "x1", 0, builtOn, Optional.of(body), "zhang", "张敏", T0, Optional.empty());
  }

  private static int kept(Saved saved) {
    assertThat(saved).isInstanceOf(Saved.Kept.class);
    return ((Saved.Kept) saved).draft().version();
  }

  @Test
  void aDraftIsReadAsItWasKeptAlsoAfterAStart() throws IOException {
    assertThat(drafts.find("c1")).isEmpty();
    int version = kept(drafts.save(draft("{\"findings\":\"双肺\"}", 2), 0));
    close();
    open();

    assertThat(drafts.find("c1")).contains(draft("{\"findings\":\"双肺\"}", 2).at(version));
  }

  @Test
  void onlyOverTheVersionThatWasSeen() {
    int first = kept(drafts.save(draft("a", 0), 0));
    int second = kept(drafts.save(draft("b", 0), first));

    assertThat(drafts.save(draft("c", 0), first))
        .isEqualTo(new Saved.Overtaken(draft("b", 0).at(second)));
    assertThat(drafts.save(draft("c", 0), 0)).isInstanceOf(Saved.Overtaken.class);
    assertThat(second).isEqualTo(first + 1);
  }

  @Test
  void numbersGoOnOverDraftsThatWereSignedOrThrownAway() {
    int first = kept(drafts.save(draft("a", 0), 0));
    drafts.signed("c1", first, 1);
    Draft spent = drafts.find("c1").orElseThrow();
    assertThat(spent.body()).isEmpty();
    assertThat(spent.signedAs()).contains(1);
    int second = kept(drafts.save(draft("b", 1), 0));
    assertThat(second).isEqualTo(first + 1);
    assertThat(drafts.find("c1").orElseThrow().signedAs()).isEmpty();

    assertThat(drafts.discard("c1", first)).isFalse();
    assertThat(drafts.discard("c1", second)).isTrue();
    assertThat(drafts.discard("c1", second)).isFalse();
    assertThat(kept(drafts.save(draft("c", 1), 0))).isEqualTo(second + 1);
  }
}

package org.farsight.ledger;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.DamagedLedgerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was found damaged in the ledger while it was read; each is told once. */
final class Damages {
  private static final Logger log = LoggerFactory.getLogger(Damages.class);
  private static final int MOST = 100;
  private static final int DEEPEST = 20;

  private final Database database;
  private final Set<String> found = new LinkedHashSet<>();

  Damages(Database database) {
    this.database = database;
  }

  /** Reads; where the database says that its file is damaged, says what to do. */
  <T> T watched(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DamagedLedgerException e) {
      found(e);
      throw e;
    } catch (RuntimeException e) {
      Optional<DamagedLedgerException> damage = of(database, e);
      if (damage.isEmpty()) {
        throw e;
      }
      found(damage.get());
      throw damage.get();
    }
  }

  synchronized void found(DamagedLedgerException damage) {
    String words = String.valueOf(damage.getMessage());
    if (found.size() < MOST && found.add(words)) {
      log.error("{}", words);
    }
  }

  synchronized List<String> found() {
    return List.copyOf(found);
  }

  /** The damage that a failure goes back to, if it does. */
  static Optional<DamagedLedgerException> of(Database database, Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      if (cause instanceof SQLException sql && database.isDamaged(sql)) {
        return Optional.of(
            new DamagedLedgerException(
                "the ledger "
                    + database
                    + " is damaged ("
                    + sql.getMessage()
                    + "): what does not touch that place goes on; farsight verify says more, with"
                    + " --repair it makes indexes anew; else restore the ledger from a backup",
                failure));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}

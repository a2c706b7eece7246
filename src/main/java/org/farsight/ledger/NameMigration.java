package org.farsight.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.farsight.exchange.NameTerm;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the terms by which the names of studies are found that were kept before there were any: no
 * SQL of both databases knows Unicode's normal forms.
 */
final class NameMigration implements JavaMigration {
  private static final int PIECE = 1000;

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("22");
  }

  @Override
  public String getDescription() {
    return "names";
  }

  /** There is no script that could have changed. */
  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    try (PreparedStatement studies =
            connection.prepareStatement(
                "SELECT exchange_id, patient_name FROM study WHERE exchange_id > ?"
                    + " ORDER BY exchange_id LIMIT "
                    + PIECE);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO study_name (name, exchange_id) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")) {
      int rows = PIECE;
      String last = "";
      while (rows == PIECE) {
        rows = 0;
        studies.setString(1, last);
        try (ResultSet row = studies.executeQuery()) {
          while (row.next()) {
            rows++;
            last = row.getString(1);
            for (String term : NameTerm.of(row.getString(2))) {
              insert.setString(1, term);
              insert.setString(2, last);
              insert.addBatch();
            }
          }
        }
        insert.executeBatch();
      }
    }
  }
}

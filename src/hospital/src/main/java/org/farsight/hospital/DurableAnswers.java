package org.farsight.hospital;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Holds back the answer to a write until H2 has it on the device. H2 gathers commits for half a
 * second and never asks the file system to sync; its WRITE_DELAY=0 would do the first part, but
 * also end the compaction of the file, which then grows by 0.4 MB with each small transaction.
 */
@Interceptor
public final class DurableAnswers {

  private final DataSource database;

  DurableAnswers(DataSource database) {
    this.database = database;
  }

  /**
   * Called when the transaction is committed and nothing is sent yet. A failure here becomes status
   * 500, on which the client tries again.
   */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void answering(RequestDetails request) throws SQLException {
    if (request.getRequestType() == RequestTypeEnum.GET) {
      return;
    }
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }
}

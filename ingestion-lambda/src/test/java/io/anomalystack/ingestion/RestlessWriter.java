package io.anomalystack.ingestion;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes sales in transactions that overlap, commit early or late, roll back in whole or in part;
 * one of them stays open nearly to the end.
 */
final class RestlessWriter {
  private static final int CONNECTIONS = 6;

  private final Shop shop;
  private final Fate fate;
  private final int rows;
  private final List<WriterSession> sessions = new ArrayList<>();
  private int committed;
  private int rolledBack;

  /** A connection, and how many rows of it are not committed yet. */
  private static final class WriterSession {
    private final Connection connection;
    private int open;

    WriterSession(Connection connection) {
      this.connection = connection;
    }
  }

  /** Until at least so many rows have been committed. */
  RestlessWriter(Shop shop, Fate fate, int rows) {
    this.shop = shop;
    this.fate = fate;
    this.rows = rows;
  }

  void write() throws SQLException {
    for (int i = 0; i < CONNECTIONS; i++) {
      Connection connection = Parts.database().connect();
      connection.setAutoCommit(false);
      sessions.add(new WriterSession(connection));
    }
    try {
      WriterSession held = sessions.get(0);
      sell(held, 20);
      while (committed < rows) {
        act(sessions.get(1 + fate.below(CONNECTIONS - 1)));
        if (fate.below(5) == 0) {
          sell(held, 1);
          fate.awaitInvocations(fate.invocations() + 1);
        }
      }
      commit(held);
      fate.awaitInvocations(fate.invocations() + 2);
      for (WriterSession session : sessions) {
        commit(session);
      }
    } finally {
      for (WriterSession session : sessions) {
        session.connection.close();
      }
    }
  }

  private void act(WriterSession session) throws SQLException {
    int action = fate.below(10);
    if (action < 6) {
      sell(session, 1 + fate.below(120));
    } else if (action < 8) {
      commit(session);
    } else if (action == 8) {
      session.connection.rollback();
      rolledBack += session.open > 0 ? 1 : 0;
      session.open = 0;
    } else {
      Savepoint savepoint = session.connection.setSavepoint();
      shop.sell(session.connection, 3);
      session.connection.rollback(savepoint);
      sell(session, 2);
    }
  }

  private void sell(WriterSession session, int count) throws SQLException {
    shop.sell(session.connection, count);
    session.open += count;
  }

  private void commit(WriterSession session) throws SQLException {
    session.connection.commit();
    committed += session.open;
    session.open = 0;
  }

  int committed() {
    return committed;
  }

  int rolledBack() {
    return rolledBack;
  }
}

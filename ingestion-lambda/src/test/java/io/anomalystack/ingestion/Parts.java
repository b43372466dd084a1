package io.anomalystack.ingestion;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A broker and a database that all tests of this JVM share; each test has its own topics, tables.
 */
public final class Parts {
  private static EmbeddedBroker broker;
  private static EmbeddedDatabase database;

  private Parts() {}

  public static synchronized EmbeddedBroker broker() {
    if (broker == null) {
      try {
        broker = EmbeddedBroker.start();
      } catch (IOException e) {
        throw new UncheckedIOException("starting a broker", e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    }
    return broker;
  }

  public static synchronized EmbeddedDatabase database() {
    if (database == null) {
      try {
        database = EmbeddedDatabase.start();
      } catch (IOException e) {
        throw new UncheckedIOException("starting a database", e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(Parts::closeDatabase));
    }
    return database;
  }

  private static void closeDatabase() {
    try {
      database.close();
    } catch (IOException e) {
      throw new UncheckedIOException("stopping the database", e);
    }
  }
}

package io.anomalystack.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.embedded.EmbeddedDatabase;
import io.anomalystack.local.failure.RunFailedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;

/** The bookshop's database, in which it keeps its sales. */
final class DemoShop implements AutoCloseable {
  /** The table as the ingestion wants it: see the README. */
  private static final String TABLE =
      """
      create table sales_transactions (
        id bigint generated always as identity primary key,
        sold_at timestamptz not null,
        product text not null,
        units integer not null,
        xid xid8 not null default pg_current_xact_id()
      );
      create index on sales_transactions (xid, id);
      """;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Till till;

  /** Its transactions take their time. */
  private final Till slowTill;

  private DemoShop(Till till, Till slowTill) {
    this.till = till;
    this.slowTill = slowTill;
  }

  /** A connection that sells. */
  private record Till(Connection connection, PreparedStatement insert) {
    static Till open(EmbeddedDatabase database) throws SQLException {
      Connection connection = database.connect();
      connection.setAutoCommit(false);
      return new Till(
          connection,
          connection.prepareStatement(
              "insert into sales_transactions (sold_at, product, units) values (?, ?, ?)"));
    }

    void sell(List<String> sales) throws SQLException, IOException {
      for (String sale : sales) {
        JsonNode fields = MAPPER.readTree(sale);
        insert.setObject(1, OffsetDateTime.parse(fields.get("timestamp").textValue()));
        insert.setString(2, fields.get("product_name").textValue());
        insert.setInt(3, fields.get("quantity").intValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Opens the shop: its table is there, and empty. */
  static DemoShop open(EmbeddedDatabase database) throws RunFailedException {
    try {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
      return new DemoShop(Till.open(database), Till.open(database));
    } catch (SQLException e) {
      throw new RunFailedException("the shop's database: " + e.getMessage(), e);
    }
  }

  /**
   * Sells, all in one transaction.
   *
   * @param sales as lines of JSON
   */
  void sell(List<String> sales) throws RunFailedException {
    try {
      till.sell(sales);
      till.connection().commit();
    } catch (SQLException | IOException e) {
      throw new RunFailedException("selling: " + e.getMessage(), e);
    }
  }

  /** Sells in a transaction that stays open until {@link #commitSlowSales}. */
  void sellSlowly(List<String> sales) throws RunFailedException {
    try {
      slowTill.sell(sales);
    } catch (SQLException | IOException e) {
      throw new RunFailedException("selling: " + e.getMessage(), e);
    }
  }

  void commitSlowSales() throws RunFailedException {
    try {
      slowTill.connection().commit();
    } catch (SQLException e) {
      throw new RunFailedException("selling: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws RunFailedException {
    try {
      till.connection().close();
      slowTill.connection().close();
    } catch (SQLException e) {
      throw new RunFailedException("closing the shop: " + e.getMessage(), e);
    }
  }
}

package io.anomalystack.cloudformation;

import io.anomalystack.lake.DecisionSchema;
import io.anomalystack.lake.sql.LakeSql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table and its views without a row, in DuckDB: tells what columns SQL over them has. Times are
 * plain timestamps, as they are to Athena.
 */
final class EmptyLake implements AutoCloseable {
  /** What the templates are tried with, in place of parameters. */
  static final String DATABASE = "anomalies";

  private final Connection connection;

  private EmptyLake(Connection connection) {
    this.connection = connection;
  }

  static EmptyLake open() throws SQLException {
    EmptyLake lake = new EmptyLake(DriverManager.getConnection("jdbc:duckdb:"));
    lake.run("create schema " + DATABASE);
    lake.run("use " + DATABASE);
    lake.run(
        tableColumns().stream()
            .map(column -> '"' + column.name() + "\" " + column.type().duckDb())
            .collect(Collectors.joining(", ", "create table decisions (", ")")));
    for (String view : LakeSql.VIEWS) {
      lake.run("create view " + view + " as " + LakeSql.view(view));
    }
    return lake;
  }

  /** The columns in the files, in their order. */
  static List<Column> fileColumns() {
    return DecisionSchema.CURRENT.getFields().stream()
        .map(field -> new Column(field.getName(), ColumnType.ofParquet(field)))
        .toList();
  }

  /** The columns of the table: those in the files, and the partition's. */
  static List<Column> tableColumns() {
    return Stream.concat(fileColumns().stream(), Stream.of(new Column("date", ColumnType.TEXT)))
        .toList();
  }

  /** The columns of a query without parameters. */
  List<Column> columnsOf(String query) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet described = statement.executeQuery("describe " + query)) {
      while (described.next()) {
        String name = described.getString("column_name");
        columns.add(new Column(name, ColumnType.ofDuckDb(described.getString("column_type"))));
      }
    }
    return columns;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

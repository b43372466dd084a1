package io.anomalystack.dashboard.lake;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anomalystack.lake.DecisionSchema;
import io.anomalystack.lake.sql.LakeSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same on Trino, as Athena is one: a Hive table whose partitions are projected from the date,
 * with nothing that crawls. {@code -Ptrino} brings the server; it needs a Java of version 24 or
 * later.
 */
class LakeSqlOnTrinoTest extends LakeSqlContract {
  @TempDir static Path folder;

  private static TrinoServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    String installation = System.getProperty("trino.server");
    String java = System.getenv("TRINO_JAVA_HOME");
    boolean wanted = installation != null && java != null;
    if (!wanted) {
      System.out.println(
          "The lake's SQL is not tried on Trino: -Ptrino and TRINO_JAVA_HOME, a Java of version 24"
              + " or later, do that.");
    }
    assumeTrue(wanted, "Trino is not asked for");
    Path files = Files.createDirectories(folder.resolve("files"));
    write(files.resolve("lake"));
    server =
        TrinoServer.start(
            Path.of(java, "bin", "java"),
            Path.of(installation),
            Files.createDirectories(folder.resolve("work")),
            files);
    connection = server.connect("lake");
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema lake");
      statement.execute(table());
      for (String view : LakeSql.VIEWS) {
        statement.execute("create view " + view + " as " + LakeSql.view(view));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      connection.close();
      server.close();
    }
  }

  private static String table() {
    return DecisionSchema.CURRENT.getFields().stream()
            .map(column -> '"' + column.getName() + "\" " + type(column))
            .collect(joining(", ", "create table decisions (", ""))
        + """
        , "date" varchar with (
            partition_projection_type = 'DATE',
            partition_projection_format = 'yyyy-MM-dd',
            partition_projection_range = array['2026-01-01', 'NOW+1DAYS']))
        with (
          external_location = 'local:///lake/decisions',
          format = 'PARQUET',
          partitioned_by = array['date'],
          partition_projection_enabled = true)
        """;
  }

  private static String type(Type column) {
    if (!column.isPrimitive()) {
      return "map(varchar, varchar)";
    }
    if (column.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation) {
      return "timestamp";
    }
    return switch (column.asPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> "varchar";
      case INT64 -> "bigint";
      case INT32 -> "integer";
      default -> column.asPrimitiveType().getPrimitiveTypeName().name();
    };
  }

  @Override
  List<String> rows(String sql, Object... parameters) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] == null) {
          statement.setNull(i + 1, Types.VARCHAR);
        } else {
          statement.setObject(i + 1, parameters[i]);
        }
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(text(result));
        }
      }
      return rows;
    }
  }
}

package io.anomalystack.dashboard.lake;

import io.anomalystack.lake.DecisionSchema;
import io.anomalystack.lake.sql.LakeSql;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The relation {@code decisions} on DuckDB, as Athena shows it: times without a zone, in UTC, and
 * the day as text.
 */
final class LakeRelation {
  private static final String TIME = "timestamptz";

  private LakeRelation() {}

  /**
   * What stands before a query on {@code decisions} or {@code decisions_flat}: both of them, over
   * some files. As a part of the query, and no view, it opens each file once.
   *
   * @param files of which decisions; none for no decision
   */
  static String over(List<Path> files) {
    return "with decisions as not materialized (select * replace ("
        + times()
        + ") from ("
        + noRows()
        + (files.isEmpty() ? "" : " union all by name " + scan(files))
        + ")), decisions_flat as not materialized ("
        + LakeSql.view("decisions_flat")
        + ")\n";
  }

  private static String times() {
    return DecisionSchema.CURRENT.getFields().stream()
        .filter(column -> type(column).equals(TIME))
        .map(column -> "cast(%1$s as timestamp) as %1$s".formatted(column.getName()))
        .collect(Collectors.joining(", "));
  }

  /**
   * All columns and no row: files of an earlier release then lack none, and no file is no error.
   */
  private static String noRows() {
    return DecisionSchema.CURRENT.getFields().stream()
        .map(column -> "null::%s as \"%s\"".formatted(type(column), column.getName()))
        .collect(Collectors.joining(", ", "select ", ", null::varchar as date where false"));
  }

  private static String type(Type column) {
    if (!column.isPrimitive()) {
      return "map(varchar, varchar)";
    }
    if (column.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation) {
      return TIME;
    }
    PrimitiveTypeName primitive = column.asPrimitiveType().getPrimitiveTypeName();
    return switch (primitive) {
      case BINARY -> "varchar";
      case DOUBLE -> "double";
      case INT64 -> "bigint";
      case INT32 -> "integer";
      case BOOLEAN -> "boolean";
      default -> throw new IllegalStateException(column + " has no type on DuckDB yet");
    };
  }

  private static String scan(List<Path> files) {
    return files.stream()
        .map(file -> "'" + file.toString().replace("'", "''") + "'")
        .collect(
            Collectors.joining(
                ", ",
                "select * from read_parquet([",
                "], union_by_name = true, hive_partitioning = true,"
                    + " hive_types = {'date': varchar})"));
  }
}

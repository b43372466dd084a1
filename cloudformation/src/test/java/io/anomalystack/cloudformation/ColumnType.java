package io.anomalystack.cloudformation;

import java.util.Arrays;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The types of columns, and what each is called by those who read the lake. */
enum ColumnType {
  TEXT("string", "varchar", "STRING", "VARCHAR"),
  NUMBER("double", "double", "DECIMAL", "DOUBLE"),
  LONG("bigint", "bigint", "INTEGER", "BIGINT"),
  INT("int", "integer", "INTEGER", "INTEGER"),
  FLAG("boolean", "boolean", "BOOLEAN", "BOOLEAN"),
  TIME("timestamp", "timestamp(3)", "DATETIME", "TIMESTAMP"),
  /** Not for QuickSight, which has no maps. */
  TEXT_MAP("map<string,string>", "map(varchar,varchar)", null, "MAP(VARCHAR, VARCHAR)");

  private static final LogicalTypeAnnotation UTC_MILLIS =
      LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);

  private final String glue;
  private final String athena;
  private final String quickSight;
  private final String duckDb;

  ColumnType(String glue, String athena, String quickSight, String duckDb) {
    this.glue = glue;
    this.athena = athena;
    this.quickSight = quickSight;
    this.duckDb = duckDb;
  }

  static ColumnType ofParquet(Type type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (LogicalTypeAnnotation.mapType().equals(logical)) {
      return TEXT_MAP;
    }
    PrimitiveTypeName primitive = type.asPrimitiveType().getPrimitiveTypeName();
    if (primitive == PrimitiveTypeName.BINARY
        && LogicalTypeAnnotation.stringType().equals(logical)) {
      return TEXT;
    }
    if (primitive == PrimitiveTypeName.INT64 && UTC_MILLIS.equals(logical)) {
      return TIME;
    }
    if (logical == null) {
      switch (primitive) {
        case DOUBLE:
          return NUMBER;
        case INT64:
          return LONG;
        case INT32:
          return INT;
        case BOOLEAN:
          return FLAG;
        default:
      }
    }
    throw new IllegalArgumentException("no type in Glue is known for the Parquet column " + type);
  }

  /** Whole numbers are summed in 64 bits by Athena, in more by DuckDB. */
  static ColumnType ofDuckDb(String name) {
    if (name.equals("HUGEINT")) {
      return LONG;
    }
    return Arrays.stream(values())
        .filter(type -> type.duckDb.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no type in Athena is known for DuckDB's " + name));
  }

  String glue() {
    return glue;
  }

  /** As Athena's SQL says it, and the text of a view. */
  String athena() {
    return athena;
  }

  String quickSight() {
    if (quickSight == null) {
      throw new IllegalStateException("QuickSight cannot take a column of type " + this);
    }
    return quickSight;
  }

  String duckDb() {
    return duckDb;
  }
}

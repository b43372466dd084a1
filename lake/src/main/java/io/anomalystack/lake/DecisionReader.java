package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the decisions of one file, of whatever age: columns are found by name; where a file lacks
 * one, its value is null, or what goes without saying (false; the alert that an anomaly is; the id,
 * which is computed). Columns that are not ours are ignored.
 */
public final class DecisionReader implements Closeable {
  private final String name;
  private final ParquetFileReader file;
  private final MessageColumnIO columns;
  private final DecisionRow row;
  private RecordReader<Decision> rows;
  private long remaining;

  private DecisionReader(String name, ParquetFileReader file, Predicate<DecisionColumn> wanted)
      throws IOException {
    this.name = name;
    this.file = file;
    MessageType written = file.getFileMetaData().getSchema();
    MessageType read = known(written, wanted);
    file.setRequestedSchema(read);
    this.columns =
        new ColumnIOFactory(file.getFileMetaData().getCreatedBy()).getColumnIO(read, written);
    this.row = new DecisionRow(read);
  }

  /** Opens a local file. */
  public static DecisionReader open(Path path) throws IOException {
    return open(new LocalInputFile(path), path.toString(), column -> true);
  }

  /** Opens a file that lies anywhere. */
  public static DecisionReader open(InputFile file) throws IOException {
    return open(file, file.toString(), column -> true);
  }

  /**
   * Opens a local file for some columns only; the others' values are null, false, 0 or empty.
   *
   * @param columns names as in the file, such as {@code timeseries_id}
   */
  public static DecisionReader open(Path path, Set<String> columns) throws IOException {
    return open(new LocalInputFile(path), path.toString(), these(columns));
  }

  /** Opens a file that lies anywhere for some columns only. */
  public static DecisionReader open(InputFile file, Set<String> columns) throws IOException {
    return open(file, file.toString(), these(columns));
  }

  private static Predicate<DecisionColumn> these(Set<String> columns) {
    for (String column : columns) {
      if (DecisionColumn.named(column) == null) {
        throw new IllegalArgumentException("'" + column + "' is no column of the table");
      }
    }
    return column -> columns.contains(column.column());
  }

  private static DecisionReader open(InputFile input, String name, Predicate<DecisionColumn> wanted)
      throws IOException {
    ParquetFileReader file;
    try {
      file =
          ParquetFileReader.open(
              input,
              ParquetReadOptions.builder(new PlainParquetConfiguration())
                  .withCodecFactory(new Codecs())
                  .build());
    } catch (RuntimeException e) { // what Parquet throws where a file is none of its own
      throw new IOException(name + ": not a Parquet file: " + e.getMessage(), e);
    }
    try {
      return new DecisionReader(name, file, wanted);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Those of a file's columns that are ours and wanted. */
  private MessageType known(MessageType written, Predicate<DecisionColumn> wanted)
      throws IOException {
    List<Type> known = new ArrayList<>();
    for (Type type : written.getFields()) {
      DecisionColumn column = DecisionColumn.named(type.getName());
      if (column != null && wanted.test(column)) {
        checkType(column, type);
        known.add(type);
      }
    }
    return new MessageType(written.getName(), known);
  }

  private void checkType(DecisionColumn column, Type found) throws IOException {
    Type expected = column.inFile();
    if (!isSame(expected, found)) {
      throw new IOException(
          "%s: column %s: expected %s, was %s"
              .formatted(name, column.column(), expected, found.toString().strip()));
    }
  }

  private static boolean isSame(Type expected, Type found) {
    if (!expected.isPrimitive() || !found.isPrimitive()) {
      return expected.isPrimitive() == found.isPrimitive();
    }
    boolean inTheSameUnit =
        !(expected.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation)
            || expected.getLogicalTypeAnnotation().equals(found.getLogicalTypeAnnotation());
    return inTheSameUnit
        && expected.asPrimitiveType().getPrimitiveTypeName()
            == found.asPrimitiveType().getPrimitiveTypeName();
  }

  /** How many decisions the file holds. */
  public long size() {
    return file.getRecordCount();
  }

  /**
   * The next decision, in the file's order; null after the last.
   *
   * @throws IOException if the file is damaged
   */
  public Decision next() throws IOException {
    try {
      while (remaining == 0) {
        PageReadStore rowGroup = file.readNextRowGroup();
        if (rowGroup == null) {
          return null;
        }
        remaining = rowGroup.getRowCount();
        rows = columns.getRecordReader(rowGroup, row);
      }
      remaining--;
      return rows.read();
    } catch (IOException | RuntimeException e) { // the latter is what Parquet throws, and decoders
      throw new IOException(name + ": damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

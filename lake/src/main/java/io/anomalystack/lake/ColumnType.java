package io.anomalystack.lake;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.anomalystack.model.Dimension;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The types of the table's columns: how each looks in a file, and how a value of it is written. */
enum ColumnType {
  TEXT(BINARY, stringType()) {
    @Override
    void write(RecordConsumer out, Object value) {
      out.addBinary(text((String) value));
    }
  },
  NUMBER(PrimitiveTypeName.DOUBLE, null) {
    @Override
    void write(RecordConsumer out, Object value) {
      out.addDouble((Double) value);
    }
  },
  COUNT(INT64, null) {
    @Override
    void write(RecordConsumer out, Object value) {
      out.addLong((Long) value);
    }
  },
  ZERO_OR_ONE(INT32, null) {
    @Override
    void write(RecordConsumer out, Object value) {
      out.addInteger((Integer) value);
    }
  },
  FLAG(BOOLEAN, null) {
    @Override
    void write(RecordConsumer out, Object value) {
      out.addBoolean((Boolean) value);
    }
  },
  /** Epoch milliseconds, an instant in UTC. */
  TIME(INT64, timestampType(true, TimeUnit.MILLIS)) {
    @Override
    void write(RecordConsumer out, Object value) {
      out.addLong((Long) value);
    }
  },
  /** Names and values of dimensions, in the detector's order. */
  DIMENSIONS(null, null) {
    @Override
    Type in(Repetition repetition, String name) {
      return Types.map(repetition)
          .key(BINARY)
          .as(stringType())
          .requiredValue(BINARY)
          .as(stringType())
          .named(name);
    }

    @Override
    void write(RecordConsumer out, Object value) {
      @SuppressWarnings("unchecked") // as DecisionColumn gives it
      List<Dimension> dimensions = (List<Dimension>) value;
      out.startGroup();
      if (!dimensions.isEmpty()) {
        out.startField(ENTRIES, 0);
        for (Dimension dimension : dimensions) {
          out.startGroup();
          addText(out, KEY, 0, dimension.name());
          addText(out, VALUE, 1, dimension.value());
          out.endGroup();
        }
        out.endField(ENTRIES, 0);
      }
      out.endGroup();
    }

    private void addText(RecordConsumer out, String field, int index, String value) {
      out.startField(field, index);
      out.addBinary(text(value));
      out.endField(field, index);
    }
  };

  /** The names that Parquet gives the parts of a map. */
  static final String ENTRIES = "key_value";

  static final String KEY = "key";
  static final String VALUE = "value";

  private final PrimitiveTypeName primitive;

  @SuppressWarnings("ImmutableEnumChecker") // which it is, and does not say so
  private final LogicalTypeAnnotation logical;

  ColumnType(PrimitiveTypeName primitive, LogicalTypeAnnotation logical) {
    this.primitive = primitive;
    this.logical = logical;
  }

  /** A column of this type. */
  Type in(Repetition repetition, String name) {
    return Types.primitive(primitive, repetition).as(logical).named(name);
  }

  /** Writes a value, which is not null, into the field that has been started. */
  abstract void write(RecordConsumer out, Object value);

  /**
   * A text in UTF-8. Unpaired surrogates, which reach us through escapes in JSON and for which
   * UTF-8 has no bytes, become {@code ?}: no record may stop the writer.
   */
  private static Binary text(String value) {
    return Binary.fromString(value);
  }
}

package io.anomalystack.lake;

import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The table as Parquet describes it: one flat row for each decision. */
public final class DecisionSchema {
  /** What every file that is written now looks like. */
  public static final MessageType CURRENT = current();

  private DecisionSchema() {}

  private static MessageType current() {
    DecisionColumn[] columns = DecisionColumn.values();
    Type[] types = new Type[columns.length];
    for (int i = 0; i < columns.length; i++) {
      types[i] = columns[i].inFile();
    }
    return new MessageType("decision", types);
  }
}

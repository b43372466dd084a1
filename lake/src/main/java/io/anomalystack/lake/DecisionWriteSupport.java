package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** A decision as a row, field by field. */
final class DecisionWriteSupport extends WriteSupport<Decision> {
  private static final DecisionColumn[] COLUMNS = DecisionColumn.values();

  private RecordConsumer out;

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(DecisionSchema.CURRENT, Map.of());
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in Parquet, and never called
  public WriteContext init(Configuration configuration) {
    return init((ParquetConfiguration) null);
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    out = recordConsumer;
  }

  @Override
  public void write(Decision decision) {
    out.startMessage();
    for (int i = 0; i < COLUMNS.length; i++) {
      Object value = COLUMNS[i].of(decision);
      if (value != null) {
        out.startField(COLUMNS[i].column(), i);
        COLUMNS[i].type().write(out, value);
        out.endField(COLUMNS[i].column(), i);
      }
    }
    out.endMessage();
  }
}

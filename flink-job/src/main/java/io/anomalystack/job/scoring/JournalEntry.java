package io.anomalystack.job.scoring;

import io.anomalystack.job.types.ImmutableTypeSerializer;
import io.anomalystack.job.types.SimpleTypeInfo;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * One point that a model has taken in since its last snapshot.
 *
 * @param steps slots since the point before, usually 1; of a model's first point its slot, as an
 *     unsigned number
 * @param values as the model was given them; none for a point that it imputed
 */
// Entries are written and read, never compared.
@SuppressWarnings("ArrayRecordComponent")
record JournalEntry(long steps, double[] values) {
  static final TypeInformation<JournalEntry> TYPE =
      new SimpleTypeInfo<>(JournalEntry.class, new Serializer());

  private static final double[] IMPUTED = {};

  /**
   * A point with values.
   *
   * @param lastSlot of the point before, {@link SavedModel#NO_SLOT} if there is none
   * @param slot the point's own; where it is not above the last one, as after a change of the
   *     detector that makes its series count anew, the next one is taken
   */
  static JournalEntry scored(long lastSlot, long slot, double... values) {
    return new JournalEntry(steps(lastSlot, slot), values);
  }

  /** A point without values; otherwise as {@link #scored}. */
  static JournalEntry imputed(long lastSlot, long slot) {
    return new JournalEntry(steps(lastSlot, slot), IMPUTED);
  }

  private static long steps(long lastSlot, long slot) {
    return lastSlot == SavedModel.NO_SLOT ? slot : Math.max(1, slot - lastSlot);
  }

  /** The point's slot, by that of the point before it. */
  long slot(long lastSlot) {
    return lastSlot == SavedModel.NO_SLOT ? steps : lastSlot + steps;
  }

  boolean isImputed() {
    return values.length == 0;
  }

  /** Entries in state: ten bytes for one value of the next slot. */
  public static final class Serializer extends ImmutableTypeSerializer<JournalEntry> {
    public Serializer() {
      super(JournalEntry.class);
    }

    @Override
    public void serialize(JournalEntry entry, DataOutputView out) throws IOException {
      VariableLength.write(entry.steps, out);
      VariableLength.write(entry.values.length, out);
      for (double value : entry.values) {
        out.writeDouble(value);
      }
    }

    @Override
    public JournalEntry deserialize(DataInputView in) throws IOException {
      long steps = VariableLength.read(in);
      double[] values = new double[(int) VariableLength.read(in)];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
      return new JournalEntry(steps, values);
    }

    @Override
    public TypeSerializerSnapshot<JournalEntry> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** Names the serializer in a snapshot. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<JournalEntry> {
    public Snapshot() {
      super(Serializer::new);
    }
  }
}

package io.anomalystack.detection.forecast;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.Arrays;

/**
 * The last values of a series, one for each slot, and the means of eight slots each over a longer
 * time. Slots that had no point repeat the value before them, up to a limit.
 */
final class SlotHistory {
  static final int CAPACITY = 2048;

  private static final int MEANS = 1024;
  static final int SLOTS_PER_MEAN = 8;

  /** A longer gap is not filled to its end: what follows then counts as its sequel. */
  private static final int LONGEST_FILL = 64;

  private final Ring slots;
  private final Ring means;
  private double sum;
  private int summed;
  private long lastSlot;

  SlotHistory() {
    this(new Ring(CAPACITY, new float[0], 0), new Ring(MEANS, new float[0], 0));
  }

  private SlotHistory(Ring slots, Ring means) {
    this.slots = slots;
    this.means = means;
  }

  /** The values of a ring of a limited length, of which the last ones are kept. */
  private static final class Ring {
    private final int capacity;
    private float[] values;
    private long added;

    Ring(int capacity, float[] values, long added) {
      this.capacity = capacity;
      this.values = values;
      this.added = added;
    }

    void add(float value) {
      int at = (int) (added % capacity);
      if (at >= values.length && values.length < capacity) {
        values = Arrays.copyOf(values, Math.min(capacity, Math.max(64, 2 * values.length)));
      }
      values[at] = value;
      added++;
    }

    float last() {
      return values[(int) ((added - 1) % capacity)];
    }

    float[] inOrder() {
      int size = (int) Math.min(added, capacity);
      float[] ordered = new float[size];
      for (int i = 0; i < size; i++) {
        ordered[i] = values[(int) ((added - size + i) % capacity)];
      }
      return ordered;
    }

    void writeTo(SnapshotWriter writer) {
      writer.putLong(added);
      writer.putFloats(Arrays.copyOf(values, (int) Math.min(added, capacity)));
    }

    static Ring readFrom(SnapshotReader reader, int capacity) {
      long added = reader.getLong();
      return new Ring(capacity, reader.getFloatArray(), added);
    }
  }

  void add(long slot, double value) {
    if (slots.added > 0) {
      float last = slots.last();
      long missing = Math.min(LONGEST_FILL, slot - lastSlot - 1);
      for (long i = 0; i < missing; i++) {
        put(last);
      }
    }
    put((float) value);
    lastSlot = slot;
  }

  private void put(float value) {
    slots.add(value);
    sum += value;
    summed++;
    if (summed == SLOTS_PER_MEAN) {
      means.add((float) (sum / SLOTS_PER_MEAN));
      sum = 0;
      summed = 0;
    }
  }

  /** Slots so far, filled ones included. */
  long slots() {
    return slots.added;
  }

  /** The slots' values, oldest first; the last one belongs to the last slot added. */
  float[] values() {
    return slots.inOrder();
  }

  /** The means of {@value #SLOTS_PER_MEAN} slots each, oldest first. */
  float[] means() {
    return means.inOrder();
  }

  void writeTo(SnapshotWriter writer) {
    slots.writeTo(writer);
    means.writeTo(writer);
    writer.putDouble(sum);
    writer.putInt(summed);
    writer.putLong(lastSlot);
  }

  static SlotHistory readFrom(SnapshotReader reader) {
    SlotHistory history =
        new SlotHistory(Ring.readFrom(reader, CAPACITY), Ring.readFrom(reader, MEANS));
    history.sum = reader.getDouble();
    history.summed = reader.getInt();
    history.lastSlot = reader.getLong();
    return history;
  }
}

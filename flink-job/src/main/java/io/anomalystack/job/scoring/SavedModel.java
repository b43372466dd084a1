package io.anomalystack.job.scoring;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A model's snapshot in keyed state, and what has to be known beside it.
 *
 * @param plan the {@link ModelPlan#digest} that it was made by
 * @param lastSlot of the last point that it took in; {@link #NO_SLOT} before the first
 * @param model as {@link io.anomalystack.detection.SeriesModel#save} wrote it
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
record SavedModel(long plan, long lastSlot, byte[] model) {
  static final long NO_SLOT = Long.MIN_VALUE;

  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 17;

  byte[] write() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(HEADER_BYTES + model.length);
    out.writeByte(VERSION);
    out.writeLong(plan);
    out.writeLong(lastSlot);
    out.write(model);
    return out.getCopyOfBuffer();
  }

  /**
   * A model as it was written.
   *
   * @throws IOException if the bytes are of an unknown version
   */
  static SavedModel read(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "the saved models are of format %d, this release reads %d: start with the release that"
                  .formatted(version, VERSION)
              + " wrote them, or without the saved state; models then learn anew, from 'history'"
              + " where the detector has one");
    }
    long plan = in.readLong();
    long lastSlot = in.readLong();
    byte[] model = new byte[in.available()];
    in.readFully(model);
    return new SavedModel(plan, lastSlot, model);
  }
}

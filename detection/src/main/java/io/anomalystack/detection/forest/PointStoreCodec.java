package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.config.Precision;
import com.amazon.randomcutforest.state.Version;
import com.amazon.randomcutforest.state.store.PointStoreState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** The points that the trees share. */
final class PointStoreCodec {

  private PointStoreCodec() {}

  static void write(PointStoreState state, SnapshotWriter writer) {
    writer.putInt(state.getCapacity());
    writer.putInt(state.getCurrentStoreCapacity());
    writer.putInt(state.getIndexCapacity());
    writer.putInt(state.getStartOfFreeSegment());
    writer.putLong(state.getLastTimeStamp());
    writer.putDoubles(state.getInternalShingle());
    writer.putInts(state.getRefCount());
    writer.putInts(state.getDuplicateRefs());
    writer.putInts(state.getLocationList());
    writer.putFloats(state.getPointData());
  }

  static PointStoreState read(SnapshotReader reader, ForestConfig config) {
    PointStoreState state = new PointStoreState();
    // Tells the mapper how to read the locations.
    state.setVersion(Version.V3_0);
    state.setCompressed(true);
    state.setDimensions(config.dimensions());
    state.setShingleSize(config.shingleSize());
    state.setInternalShinglingEnabled(true);
    state.setDynamicResizingEnabled(true);
    state.setPrecision(Precision.FLOAT_32.name());
    state.setCapacity(reader.getInt());
    state.setCurrentStoreCapacity(reader.getInt());
    state.setIndexCapacity(reader.getInt());
    state.setStartOfFreeSegment(reader.getInt());
    state.setLastTimeStamp(reader.getLong());
    state.setInternalShingle(reader.getDoubles());
    state.setRefCount(reader.getInts());
    state.setDuplicateRefs(reader.getInts());
    state.setLocationList(reader.getInts());
    state.setPointData(reader.getFloats());
    return state;
  }
}

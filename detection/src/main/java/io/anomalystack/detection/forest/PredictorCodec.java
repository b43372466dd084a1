package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.parkservices.state.predictorcorrector.PredictorCorrectorState;
import com.amazon.randomcutforest.parkservices.state.threshold.BasicThresholderState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** What turns raw scores into grades: thresholds, and the run of anomalies under way. */
final class PredictorCodec {

  private PredictorCodec() {}

  static void write(PredictorCorrectorState state, SnapshotWriter writer) {
    writer.putDoubles(state.getLastScore());
    writer.putText(state.getLastStrategy());
    writer.putInt(state.getNumberOfAttributors());
    writer.putInt(state.getBaseDimension());
    writer.putLong(state.getRandomSeed());
    writer.putDouble(state.getNoiseFactor());
    writer.putBoolean(state.isAutoAdjust());
    writer.putBoolean(state.isIgnoreDrift());
    writer.putInt(state.getRunLength());
    writer.putDouble(state.getSamplingSuppport());
    writer.putDoubles(state.getModeInformation());
    writer.putDoubles(state.getIgnoreNearExpected());
    DeviationCodec.write(state.getDeviationStates(), writer);
    writer.putInt(state.getThresholderStates().length);
    for (BasicThresholderState thresholder : state.getThresholderStates()) {
      writeThresholder(thresholder, writer);
    }
    DescriptorCodec.write(state.getLastDescriptor(), writer);
  }

  static PredictorCorrectorState read(SnapshotReader reader) {
    PredictorCorrectorState state = new PredictorCorrectorState();
    state.setLastScore(reader.getDoubles());
    state.setLastStrategy(reader.getText());
    state.setNumberOfAttributors(reader.getInt());
    state.setBaseDimension(reader.getInt());
    state.setRandomSeed(reader.getLong());
    state.setNoiseFactor(reader.getDouble());
    state.setAutoAdjust(reader.getBoolean());
    state.setIgnoreDrift(reader.getBoolean());
    state.setRunLength(reader.getInt());
    state.setSamplingSuppport(reader.getDouble());
    state.setModeInformation(reader.getDoubles());
    state.setIgnoreNearExpected(reader.getDoubles());
    state.setDeviationStates(DeviationCodec.read(reader));
    BasicThresholderState[] thresholders = new BasicThresholderState[reader.getInt()];
    for (int i = 0; i < thresholders.length; i++) {
      thresholders[i] = readThresholder(reader);
    }
    state.setThresholderStates(thresholders);
    state.setLastDescriptor(DescriptorCodec.read(reader));
    return state;
  }

  private static void writeThresholder(BasicThresholderState state, SnapshotWriter writer) {
    writer.putInt(state.getCount());
    writer.putInt(state.getMinimumScores());
    writer.putDouble(state.getLowerThreshold());
    writer.putDouble(state.getAbsoluteThreshold());
    writer.putDouble(state.getInitialThreshold());
    writer.putDouble(state.getZFactor());
    writer.putDouble(state.getHorizon());
    writer.putBoolean(state.isAutoThreshold());
    DeviationCodec.write(state.getDeviationStates(), writer);
  }

  private static BasicThresholderState readThresholder(SnapshotReader reader) {
    BasicThresholderState state = new BasicThresholderState();
    state.setCount(reader.getInt());
    state.setMinimumScores(reader.getInt());
    state.setLowerThreshold(reader.getDouble());
    state.setAbsoluteThreshold(reader.getDouble());
    state.setInitialThreshold(reader.getDouble());
    state.setZFactor(reader.getDouble());
    state.setHorizon(reader.getDouble());
    state.setAutoThreshold(reader.getBoolean());
    state.setDeviationStates(DeviationCodec.read(reader));
    return state;
  }
}

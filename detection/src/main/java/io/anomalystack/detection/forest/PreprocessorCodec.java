package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.state.preprocessor.PreprocessorState;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/** The last shingle and the running deviations. A forest that is saved is past its warm-up. */
final class PreprocessorCodec {

  private PreprocessorCodec() {}

  static void write(PreprocessorState state, SnapshotWriter writer) {
    writer.putText(state.getImputationMethod());
    writer.putInt(state.getValuesSeen());
    writer.putInt(state.getInternalTimeStamp());
    writer.putInt(state.getStartNormalization());
    writer.putInt(state.getStopNormalization());
    writer.putInt(state.getNumberOfImputed());
    writer.putDouble(state.getUseImputedFraction());
    writer.putDouble(state.getTimeDecay());
    writer.putDouble(state.getClipFactor());
    writer.putDoubles(state.getWeights());
    writer.putDoubles(state.getLastShingledPoint());
    writer.putDoubles(state.getLastShingledInput());
    writer.putLongs(state.getPreviousTimeStamps());
    DeviationCodec.write(state.getDeviationStates(), writer);
    DeviationCodec.write(state.getDataQualityStates(), writer);
    DeviationCodec.write(state.getTimeStampDeviationStates(), writer);
  }

  static PreprocessorState read(SnapshotReader reader, ForestConfig config) {
    PreprocessorState state = new PreprocessorState();
    state.setForestMode(ForestMode.STANDARD.name());
    state.setTransformMethod(TransformMethod.NONE.name());
    state.setImputationMethod(reader.getText());
    state.setShingleSize(config.shingleSize());
    state.setDimensions(config.dimensions());
    state.setInputLength(config.inputs());
    state.setValuesSeen(reader.getInt());
    state.setInternalTimeStamp(reader.getInt());
    state.setStartNormalization(reader.getInt());
    state.setStopNormalization(reader.getInt());
    state.setNumberOfImputed(reader.getInt());
    state.setUseImputedFraction(reader.getDouble());
    state.setTimeDecay(reader.getDouble());
    state.setClipFactor(reader.getDouble());
    state.setWeights(reader.getDoubles());
    state.setLastShingledPoint(reader.getDoubles());
    state.setLastShingledInput(reader.getDoubles());
    state.setPreviousTimeStamps(reader.getLongs());
    state.setDeviationStates(DeviationCodec.read(reader));
    state.setDataQualityStates(DeviationCodec.read(reader));
    state.setTimeStampDeviationStates(DeviationCodec.read(reader));
    return state;
  }
}

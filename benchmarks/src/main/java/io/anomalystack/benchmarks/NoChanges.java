package io.anomalystack.benchmarks;

import io.anomalystack.job.detectors.DetectorSet;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Detectors that stay as they are: the input by which operators would hear of others. */
final class NoChanges {
  private NoChanges() {}

  static DataStream<DetectorSet> in(StreamExecutionEnvironment env) {
    return env.fromSource(
            new NumberSequenceSource(0, 0), WatermarkStrategy.noWatermarks(), "no changes")
        .uid("no changes")
        .setParallelism(1)
        .filter(number -> false)
        .uid("none of them")
        .map(number -> new DetectorSet(number, List.of()))
        .returns(DetectorSet.TYPE)
        .uid("as detectors")
        .broadcast();
  }
}

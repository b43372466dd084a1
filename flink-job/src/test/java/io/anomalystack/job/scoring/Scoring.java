package io.anomalystack.job.scoring;

import io.anomalystack.detection.Engine;
import io.anomalystack.job.deciding.DecideSeries;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.Hosting;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** One task that scores points, without a cluster around it. */
final class Scoring implements AutoCloseable {
  private final Hosting<String, Point, Decision> harness;

  private Scoring(ScoreSeries scoring, OperatorSubtaskState saved, List<Detector> detectors)
      throws Exception {
    harness =
        new Hosting<>(
            new DecideSeries(RunningDetectors.unchanging(detectors), scoring),
            Point::timeseriesId,
            Types.STRING);
    harness.setup(TypeInformation.of(Decision.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Scoring of(Engine engine, ScoringSettings settings, Detector... detectors)
      throws Exception {
    return new Scoring(
        new ScoreSeries(engine, settings, LiveStart.ALWAYS), null, List.of(detectors));
  }

  static Scoring restored(
      OperatorSubtaskState saved, Engine engine, ScoringSettings settings, Detector... detectors)
      throws Exception {
    return new Scoring(
        new ScoreSeries(engine, settings, LiveStart.ALWAYS), saved, List.of(detectors));
  }

  /**
   * A task of a job that reads its topic's past.
   *
   * @param saved null at the first start
   * @param liveStart when this start was, in epoch ms
   */
  static Scoring startedAt(
      long liveStart, OperatorSubtaskState saved, Engine engine, Detector... detectors)
      throws Exception {
    ScoringSettings settings = ScoringSettings.defaults();
    return new Scoring(new ScoreSeries(engine, settings, liveStart), saved, List.of(detectors));
  }

  /** Other detectors come. */
  void change(long version, Detector... others) throws Exception {
    harness.detectors(new DetectorSet(version, List.of(others)));
  }

  void take(Point point) throws Exception {
    harness.processElement1(new StreamRecord<>(point, Math.max(0, point.end() - 1)));
  }

  List<Decision> decisions() {
    return harness.extractOutputValues();
  }

  OperatorSubtaskState save() throws Exception {
    return harness.snapshot(1, 1);
  }

  int keyedStates() {
    return harness.numKeyedStateEntries();
  }

  /** The points in a series' journal. */
  List<JournalEntry> journal(String timeseriesId) throws Exception {
    KeyedStateBackend<String> backend =
        ((DecideSeries) harness.getOperator()).getKeyedStateBackend();
    backend.setCurrentKey(timeseriesId);
    ListState<JournalEntry> journal =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ListStateDescriptor<>(ModelStore.JOURNAL, JournalEntry.TYPE));
    List<JournalEntry> points = new ArrayList<>();
    Iterable<JournalEntry> saved = journal.get();
    if (saved != null) {
      saved.forEach(points::add);
    }
    return points;
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}

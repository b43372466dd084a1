package io.anomalystack.job.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.Hosting;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.windowing.PeerGroupKey;
import io.anomalystack.job.windowing.PeerPoint;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** One task that compares peers, without a cluster around it. */
final class Comparing implements AutoCloseable {
  static final long SECOND = 1_000;

  /** The first second of all tests. */
  static final long START = 1_767_225_600_000L;

  private final Hosting<String, PeerPoint, Point> harness;
  private List<Detector> detectors;
  private PeerGroupKey keys;
  private final Map<String, Long> sequences;

  private Comparing(
      List<Detector> detectors, OperatorSubtaskState saved, Map<String, Long> sequences)
      throws Exception {
    this.detectors = detectors;
    keys = new PeerGroupKey(detectors);
    harness =
        new Hosting<>(
            new ComparePeers(RunningDetectors.unchanging(detectors)),
            PeerPoint::group,
            Types.STRING);
    harness.setStateBackend(new HashMapStateBackend());
    harness.setup(TypeInformation.of(Point.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
    this.sequences = sequences;
  }

  static Comparing of(Detector... detectors) throws Exception {
    return new Comparing(List.of(detectors), null, new HashMap<>());
  }

  /** The gradient norms of a run's layers, step by step. */
  static Detector layers(String peers, String... settings) {
    List<String> all = new ArrayList<>();
    all.add("name: training");
    all.add("topic: training");
    all.add("period: record");
    all.add("step: step");
    all.add("dimensions: [run, layer]");
    all.add("measures: [{field: grad_norm}]");
    all.add("peers: {among: [layer], " + peers + "}");
    all.addAll(List.of(settings));
    return TestDetectors.sales(all.toArray(String[]::new));
  }

  /** Takes up where another has stopped. */
  Comparing restored(OperatorSubtaskState saved, Detector... detectors) throws Exception {
    return new Comparing(List.of(detectors), saved, new HashMap<>(sequences));
  }

  /** Other detectors come, after those that there are. */
  Comparing change(long version, Detector... others) throws Exception {
    detectors = List.of(others);
    keys = new PeerGroupKey(detectors);
    harness.detectors(new DetectorSet(version, detectors));
    return this;
  }

  /** A point of {@code step}, read at a time in milliseconds from the start. */
  Point point(String run, String layer, long step, long at, double value) {
    long time = START + at;
    long start = time / SECOND * SECOND;
    String id = id(run, layer);
    return new Point(
        Point.Kind.SCORE,
        id,
        "training",
        "grad_norm",
        List.of(run, layer),
        start,
        start + SECOND,
        List.of(value),
        false,
        false,
        time,
        sequences.merge(id, 1L, Long::sum),
        step,
        null,
        null);
  }

  static String id(String run, String layer) {
    return TimeSeriesId.of(
        "training", "grad_norm", List.of(new Dimension("run", run), new Dimension("layer", layer)));
  }

  static Point expiry(String run, String layer) {
    return new Point(
        Point.Kind.EXPIRE,
        id(run, layer),
        "training",
        "grad_norm",
        List.of(run, layer),
        0,
        SECOND,
        List.of(),
        false,
        false,
        -1,
        0);
  }

  /** One value of each layer, {@code 0} to the last, all of one step and its second. */
  Comparing step(long step, double... values) throws Exception {
    for (int layer = 0; layer < values.length; layer++) {
      take(point("r", Integer.toString(layer), step, step * SECOND, values[layer]));
    }
    return this;
  }

  Comparing take(Point point) throws Exception {
    Detector detector =
        detectors.stream().filter(d -> d.name().equals(point.detector())).findFirst().orElseThrow();
    String group = keys.of(detector, point.measure(), point.dimensions());
    harness.processElement1(new StreamRecord<>(new PeerPoint(group, point), point.end() - 1));
    return this;
  }

  /** Event time comes to this second from the start. */
  Comparing second(long second) throws Exception {
    harness.processWatermark1(new Watermark(START + second * SECOND - 1));
    return this;
  }

  Comparing endOfInput() throws Exception {
    harness.processWatermark1(new Watermark(EndOfInput.watermark(START)));
    return this;
  }

  List<Point> points() {
    return harness.extractOutputValues();
  }

  /** What was found of one layer of run {@code r}, step by step; null for nothing. */
  List<PeerFinding> found(int layer) {
    List<PeerFinding> found = new ArrayList<>();
    for (Point point : points()) {
      if (point.dimensions().equals(List.of("r", Integer.toString(layer)))) {
        found.add(point.peer());
      }
    }
    return found;
  }

  /** Layer and step of all that alerts. */
  List<String> breaches() {
    return points().stream()
        .filter(point -> point.peer() != null && point.peer().breached())
        .map(point -> point.dimensions().get(1) + " at " + point.step())
        .toList();
  }

  /** How far event time has come behind the operator, in seconds from the start. */
  long secondBehind() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .mapToLong(watermark -> (((Watermark) watermark).getTimestamp() + 1 - START) / SECOND)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  OperatorSubtaskState save() throws Exception {
    return harness.snapshot(1, 1);
  }

  void assertNothingIsLeft() throws Exception {
    save();
    assertThat(harness.numEventTimeTimers()).as("timers").isZero();
    KeyedStateBackend<?> state =
        ((AbstractStreamOperator<?>) harness.getOperator()).getKeyedStateBackend();
    assertThat(((TestableKeyedStateBackend<?>) state).numKeyValueStateEntries())
        .as("states")
        .isZero();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}

package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.detectors.Hosting;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.job.ingest.SeriesKeySerializer;
import io.anomalystack.job.ingest.SplitRecords;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/** One task that aggregates the topic {@code sales}, without a cluster around it. */
final class Periods implements AutoCloseable {
  static final int MAX_PARALLELISM = 720;

  /** Read in place of a number, while {@link Double#NaN} stands for nothing. */
  static final double NAN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);

  private List<Detector> detectors;
  private final Hosting<SeriesKey, Sample, Point> harness;
  private final int parallelism;
  private final int subtask;
  private long offset;

  private Periods(
      List<Detector> detectors, OperatorSubtaskState saved, int parallelism, int subtask)
      throws Exception {
    this(detectors, false, saved, parallelism, subtask);
  }

  private Periods(
      List<Detector> detectors,
      boolean watched,
      OperatorSubtaskState saved,
      int parallelism,
      int subtask)
      throws Exception {
    this.detectors = detectors;
    this.parallelism = parallelism;
    this.subtask = subtask;
    harness =
        new Hosting<>(
            new AggregatePeriods("sales", new RunningDetectors(detectors, watched)),
            Sample::key,
            SeriesKeySerializer.TYPE,
            MAX_PARALLELISM,
            parallelism,
            subtask);
    harness.setup(TypeInformation.of(Point.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Periods of(Detector... detectors) throws Exception {
    return new Periods(List.of(detectors), null, 1, 0);
  }

  static Periods restored(OperatorSubtaskState saved, Detector... detectors) throws Exception {
    return new Periods(List.of(detectors), saved, 1, 0);
  }

  static Periods restoredOnOneOf(
      int parallelism, int subtask, OperatorSubtaskState saved, Detector... detectors)
      throws Exception {
    return new Periods(List.of(detectors), saved, parallelism, subtask);
  }

  /** Of a job whose detectors may change. */
  static Periods watching(OperatorSubtaskState saved, Detector... submitted) throws Exception {
    return new Periods(List.of(submitted), true, saved, 1, 0);
  }

  /** The same, one of several tasks. */
  static Periods watchingOnOneOf(
      int parallelism, int subtask, OperatorSubtaskState saved, Detector... submitted)
      throws Exception {
    return new Periods(List.of(submitted), true, saved, parallelism, subtask);
  }

  /** Other detectors come, after those that there are. */
  void change(long version, Detector... others) throws Exception {
    harness.detectors(new DetectorSet(version, List.of(others)));
    know(others);
  }

  /** Records from here on are for these. */
  void know(Detector... others) {
    detectors = List.of(others);
  }

  /** A record for the first detector. */
  void record(String product, long eventTime, double... values) throws Exception {
    record(0, product, eventTime, values);
  }

  void record(int detector, String product, long eventTime, double... values) throws Exception {
    Detector of = detectors.get(detector);
    String[] dimensions = of.dimensions().isEmpty() ? new String[0] : new String[] {product};
    harness.processElement1(
        new StreamRecord<>(
            new Sample(
                detector,
                SeriesKey.of(of, SeriesKey.buckets(of), dimensions),
                eventTime,
                0,
                0,
                offset++,
                eventTime + 3,
                values,
                product.getBytes(StandardCharsets.UTF_8)),
            eventTime));
  }

  /** Whether the records of a product are this task's, of several. */
  boolean isOurs(int detector, String product) {
    Detector of = detectors.get(detector);
    SeriesKey key = SeriesKey.of(of, SeriesKey.buckets(of), new String[] {product});
    return subtask
        == KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, parallelism);
  }

  /** A record for the first detector, with all that a training run's may say. */
  void training(long eventTime, long step, boolean ends, Sample.Counter counter, double... values)
      throws Exception {
    Detector of = detectors.get(0);
    double[] read = values.clone();
    long notANumber = 0;
    for (int i = 0; i < read.length; i++) {
      // As a decoder says that a number is none, rather than absent.
      if (Double.doubleToRawLongBits(read[i]) == Double.doubleToRawLongBits(NAN)) {
        notANumber |= 1L << i;
        read[i] = Double.POSITIVE_INFINITY;
      }
    }
    String[] dimensions = of.dimensions().isEmpty() ? new String[0] : new String[] {"a"};
    harness.processElement1(
        new StreamRecord<>(
            new Sample(
                0,
                SeriesKey.of(of, SeriesKey.buckets(of), dimensions),
                eventTime,
                0,
                0,
                offset++,
                eventTime + 3,
                read,
                new byte[0],
                step,
                ends,
                notANumber,
                counter),
            eventTime));
  }

  /** The offset of the next record; by itself it counts from 0. */
  void offset(long next) {
    offset = next;
  }

  /** The topic's event time comes to an instant: the newest timestamp seen is this. */
  void eventTime(long eventTime) throws Exception {
    harness.processWatermark1(new Watermark(eventTime - 1));
  }

  void endOfInput(long newest) throws Exception {
    harness.processWatermark1(new Watermark(EndOfInput.watermark(newest)));
  }

  void silent(boolean silent) throws Exception {
    harness.processWatermarkStatus1(silent ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
  }

  void wallClock(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  OperatorSubtaskState save() throws Exception {
    return harness.snapshot(1, 1);
  }

  List<Point> points() {
    return harness.extractOutputValues();
  }

  /** Points that are to be scored, for people: series, period since a start, value and flags. */
  List<String> told(long start, long period) {
    List<String> told = new ArrayList<>();
    for (Point point : points()) {
      told.add(
          String.join("+", point.dimensions())
              + (point.kind() == Point.Kind.EXPIRE
                  ? " expired"
                  : " "
                      + (point.start() - start) / period
                      + (point.kind() == Point.Kind.IMPUTE ? " imputed" : values(point))
                      + (point.filled() ? " filled" : "")
                      + (point.partial() ? " partial" : "")));
    }
    return told;
  }

  private static String values(Point point) {
    return " " + point.values().stream().map(String::valueOf).collect(Collectors.joining("+"));
  }

  List<RejectedRecord> rejected() {
    var records = harness.getSideOutput(SplitRecords.REJECTED);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  List<RejectionReason> reasons() {
    return rejected().stream().map(RejectedRecord::reason).toList();
  }

  List<Object> output() {
    return List.copyOf(harness.getOutput());
  }

  int keyedStates() {
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  int wallClockTimers() {
    return harness.getProcessingTimeService().getNumActiveTimers();
  }

  /** Neither a timer nor any state is kept. */
  void assertNothingIsLeft() throws Exception {
    save();
    assertThat(timers()).isZero();
    assertThat(keyedStates()).isZero();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}

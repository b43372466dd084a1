package io.anomalystack.job.windowing;

import io.anomalystack.job.detectors.DetectorsOperator;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.job.ingest.SplitRecords;
import io.anomalystack.job.metrics.DetectorCounter;
import io.anomalystack.job.metrics.DetectorNames;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.RejectedMetrics;
import io.anomalystack.job.metrics.TaskMetrics;
import io.anomalystack.job.windowing.SeriesRules.Now;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Counts a topic's samples into periods, and sends each period's value on when it closes: exactly
 * once, in order of time, whatever was restored in between.
 *
 * <p>An operator of its own rather than Flink's windows, because lateness, filling, silence and the
 * end of the input follow one clock for each topic, which is part of the state.
 */
public final class AggregatePeriods extends DetectorsOperator<Sample, Point>
    implements Triggerable<SeriesKey, VoidNamespace> {
  /** The points of detectors that have peers; those of all others go straight on. */
  public static final OutputTag<PeerPoint> TO_COMPARE =
      new OutputTag<>("to-compare", PeerPointSerializer.TYPE);

  private static final String WINDOWS = "series-windows";
  private static final long SILENCE_STEP_MILLIS = 1_000;

  private final String topic;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<byte[]> windowsState;
  private transient ValueState<Integer> admittedState;
  private transient LiveWindows live;
  private transient PeerGroupKey peers;
  private transient EventTimeClock clock;
  private transient PointEmitter emitter;
  private transient boolean silent;
  private transient ScheduledFuture<?> silenceStep;
  private transient Now end;
  private transient DetectorCounter samples;
  private transient RejectedMetrics rejectedMetrics;

  /** Windows for one topic, by its detectors. */
  public AggregatePeriods(String topic, RunningDetectors detectors) {
    super(detectors);
    this.topic = topic;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    windowsState =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    WINDOWS, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    admittedState =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("admitted-series", Types.INT));
    clock = new EventTimeClock();
    clock.restore(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("periods", VoidNamespaceSerializer.INSTANCE, this);
    peers = new PeerGroupKey(detectors());
    live = new LiveWindows(windowsState, this::setCurrentKey, byShape(detectors()));
    emitter = new PointEmitter(this::emit);
    TaskMetrics metrics = new TaskMetrics(getMetricGroup());
    samples = new DetectorCounter(metrics, JobMetric.SAMPLES, DetectorNames.of(detectors()));
    rejectedMetrics = new RejectedMetrics(metrics);
  }

  private static Map<String, SeriesRules> byShape(List<Detector> detectors) {
    return detectors.stream()
        .collect(Collectors.toMap(SeriesKey::shape, detector -> new SeriesRules(detector)));
  }

  private void emit(Point point, String peerGroup) {
    if (peerGroup == null) {
      output.collect(new StreamRecord<>(point, point.end() - 1));
    } else {
      output.collect(
          TO_COMPARE, new StreamRecord<>(new PeerPoint(peerGroup, point), point.end() - 1));
    }
  }

  @Override
  protected void detectorsChanged(List<Detector> before) throws Exception {
    Map<String, SeriesRules> rulesBefore = byShape(before);
    Map<String, SeriesRules> rules = byShape(detectors());
    PeerGroupKey peersBefore = peers;
    peers = new PeerGroupKey(detectors());
    live.rules(rules);
    Set<String> changed = new HashSet<>(rulesBefore.keySet());
    changed.removeIf(shape -> rulesBefore.get(shape).equals(rules.get(shape)));
    if (changed.isEmpty()) {
      return;
    }
    List<SeriesKey> keys;
    try (Stream<SeriesKey> all =
        this.<SeriesKey>getKeyedStateBackend().getKeys(WINDOWS, VoidNamespace.INSTANCE)) {
      keys = all.filter(key -> changed.contains(key.shape())).toList();
    }
    for (SeriesKey key : keys) {
      LiveWindows.Series series = live.find(key);
      if (series.rules() == null) {
        leave(series, rulesBefore.get(key.shape()), peersBefore);
      } else {
        // What is due next may be due earlier now.
        schedule(series);
      }
    }
  }

  /** Drops a series whose detector left the file, or is another one now. */
  private void leave(LiveWindows.Series series, SeriesRules rules, PeerGroupKey peersBefore)
      throws Exception {
    SeriesKey key = series.key();
    if (series.windows().timer != SeriesWindows.NONE) {
      setCurrentKey(key);
      timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, series.windows().timer);
    }
    forget(series);
    List<TimeSeries> gone = TimeSeries.of(rules, key.values(), peersBefore);
    if (!goOn(rules.detector(), gone)) {
      emitter.series(rules.detector(), gone);
      emitter.expire();
    }
  }

  /** Whether a detector of the same name goes on with the same time series. */
  private boolean goOn(Detector before, List<TimeSeries> series) {
    return detectors().stream()
        .filter(now -> now.name().equals(before.name()))
        .anyMatch(
            now ->
                now.dimensions().equals(before.dimensions())
                    && new SeriesRules(now)
                        .names()
                        .equals(series.stream().map(TimeSeries::measure).toList()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    live.writeBack();
    clock.save();
  }

  @Override
  public void processElement1(StreamRecord<Sample> element) throws Exception {
    Sample sample = element.getValue();
    LiveWindows.Series series = live.find(sample.key());
    SeriesRules rule = series == null ? live.rules(sample.key()) : series.rules();
    if (rule == null) {
      // Its detector left the file while it was on its way.
      return;
    }
    long start = rule.startOf(sample.eventTime());
    if (series == null) {
      if (clock.eventTime() >= rule.closing(start)) {
        rejectLate(sample, rule, start);
        return;
      }
      series = admit(sample, rule);
      if (series == null) {
        return;
      }
    }
    SeriesWindows windows = series.windows();
    if (rule.isLate(windows, start, clock.eventTime())) {
      rejectLate(sample, rule, start);
      return;
    }
    windows.add(rule, start, Entry.of(sample));
    samples.inc(rule.detector().name());
    series.touch();
    schedule(series);
  }

  private LiveWindows.Series admit(Sample sample, SeriesRules rule) throws Exception {
    setCurrentKey(sample.key().counter());
    Integer counted = admittedState.value();
    int admitted = counted == null ? 0 : counted;
    if (admitted >= SeriesKey.admittedPerBucket(rule.detector())) {
      reject(
          sample,
          rule,
          RejectionReason.TOO_MANY_SERIES,
          "a new series beyond the detector's maxSeries of " + rule.detector().maxSeries());
      return null;
    }
    admittedState.update(admitted + 1);
    return live.add(sample.key(), rule);
  }

  /** Makes sure that a timer fires no later than the series needs attention. */
  private void schedule(LiveWindows.Series series) {
    SeriesWindows windows = series.windows();
    long due = series.rules().due(windows) - 1;
    if (windows.timer == SeriesWindows.NONE || due < windows.timer) {
      setCurrentKey(series.key());
      if (windows.timer != SeriesWindows.NONE) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, windows.timer);
      }
      windows.timer = due;
      series.touch();
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
    }
  }

  @Override
  public void onEventTime(InternalTimer<SeriesKey, VoidNamespace> timer) throws Exception {
    LiveWindows.Series series = live.find(timer.getKey());
    if (series == null) {
      return;
    }
    SeriesRules rule = series.rules();
    if (rule == null) {
      // The detector is gone from the file, or not what it was: nor are its open periods.
      forget(series);
      return;
    }
    SeriesWindows windows = series.windows();
    windows.timer = SeriesWindows.NONE;
    series.touch();
    Now now = end == null ? Now.at(clock.eventTime()) : end;
    emitter.series(rule.detector(), series.named(peers));
    rule.decideClosed(windows, now, emitter);
    if (rule.isExpired(windows, now)) {
      emitter.expire();
      forget(series);
    } else if (end == null) {
      schedule(series);
    }
  }

  private void forget(LiveWindows.Series series) throws Exception {
    live.remove(series);
    windowsState.clear();
    setCurrentKey(series.key().counter());
    Integer admitted = admittedState.value();
    if (admitted == null || admitted <= 1) {
      admittedState.clear();
    } else {
      admittedState.update(admitted - 1);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<SeriesKey, VoidNamespace> timer) {
    throw new IllegalStateException("no keyed timer of processing time is ever registered");
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    if (EndOfInput.is(watermark.getTimestamp())) {
      end = Now.end(EndOfInput.newest(watermark.getTimestamp()));
      // As it came, for those behind: it says how far event time has come. All timers are due.
      super.processWatermark(watermark);
    } else if (clock.advance(
        watermark.getTimestamp(), getProcessingTimeService().getCurrentProcessingTime())) {
      super.processWatermark(new Watermark(clock.watermark()));
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // Not sent on: here event time goes on while the topic is silent.
    boolean wasSilent = silent;
    silent = status.isIdle();
    if (silent && !wasSilent) {
      followWallClock(getProcessingTimeService().getCurrentProcessingTime());
    }
  }

  private void followWallClock(long now) {
    if (!silent || end != null) {
      return;
    }
    try {
      if (clock.followWallClock(now)) {
        super.processWatermark(new Watermark(clock.watermark()));
      }
    } catch (Exception e) {
      throw new IllegalStateException("deciding the periods of silent topic " + topic, e);
    }
    if (silenceStep != null) {
      // Of a silence just before this one: one step at a time.
      silenceStep.cancel(false);
    }
    silenceStep =
        getProcessingTimeService().registerTimer(now + SILENCE_STEP_MILLIS, this::followWallClock);
  }

  private void rejectLate(Sample sample, SeriesRules rule, long start) {
    reject(
        sample,
        rule,
        RejectionReason.LATE,
        "its period from %s was decided when event time reached %s"
            .formatted(Instant.ofEpochMilli(start), Instant.ofEpochMilli(rule.closing(start))));
  }

  private void reject(Sample sample, SeriesRules rule, RejectionReason reason, String detail) {
    long held = Arrays.stream(sample.values()).filter(value -> !Double.isNaN(value)).count();
    // One that holds no measure says that its series has ended.
    if (held == 0 || held == sample.values().length) {
      reject(sample, rule, null, reason, detail);
      return;
    }
    // The measures that the record does not hold were never its own, or are rejected already.
    for (int i = 0; i < sample.values().length; i++) {
      if (!Double.isNaN(sample.values()[i])) {
        reject(sample, rule, rule.detector().measures().get(i).name(), reason, detail);
      }
    }
  }

  private void reject(
      Sample sample, SeriesRules rule, String measure, RejectionReason reason, String detail) {
    RejectedRecord rejected =
        new RejectedRecord(
            topic,
            sample.partition(),
            sample.offset(),
            sample.recordTimestamp(),
            rule.detector().name(),
            measure,
            reason,
            detail,
            sample.payload());
    rejectedMetrics.count(rejected);
    output.collect(SplitRecords.REJECTED, new StreamRecord<>(rejected));
  }
}

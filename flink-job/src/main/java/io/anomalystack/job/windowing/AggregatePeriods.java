package io.anomalystack.job.windowing;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Counts a topic's samples into periods, and sends each period's value on when it closes: exactly
 * once, in order of time, whatever was restored in between.
 *
 * <p>An operator of its own rather than Flink's windows, because lateness, filling, silence and the
 * end of the input follow one clock for each topic, which is part of the state.
 */
public final class AggregatePeriods extends AbstractStreamOperator<Point>
    implements OneInputStreamOperator<Sample, Point>, Triggerable<SeriesKey, VoidNamespace> {
  private static final long SILENCE_STEP_MILLIS = 1_000;

  private final String topic;
  private final List<SeriesRules> rules;
  private final Map<String, SeriesRules> rulesByShape;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<byte[]> windowsState;
  private transient ValueState<Integer> admittedState;
  private transient LiveWindows live;
  private transient EventTimeClock clock;
  private transient PointEmitter emitter;
  private transient boolean silent;
  private transient ScheduledFuture<?> silenceStep;
  private transient Now end;
  private transient DetectorCounter samples;
  private transient RejectedMetrics rejectedMetrics;

  /**
   * Windows for one topic.
   *
   * @param detectors the topic's detectors, in the order by which samples name them
   */
  public AggregatePeriods(String topic, List<Detector> detectors) {
    this.topic = topic;
    this.rules = detectors.stream().map(SeriesRules::new).toList();
    this.rulesByShape =
        rules.stream()
            .collect(
                Collectors.toMap(rule -> SeriesKey.shape(rule.detector()), Function.identity()));
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    windowsState =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    "series-windows", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
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
    live = new LiveWindows(windowsState, this::setCurrentKey);
    TaskMetrics metrics = new TaskMetrics(getMetricGroup());
    samples =
        new DetectorCounter(
            metrics,
            JobMetric.SAMPLES,
            DetectorNames.of(rules.stream().map(SeriesRules::detector).toList()));
    rejectedMetrics = new RejectedMetrics(metrics);
    emitter = new PointEmitter(point -> output.collect(new StreamRecord<>(point, point.end() - 1)));
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared by Flink
  public void setKeyContextElement1(StreamRecord record) {
    // The key is set only where keyed state or a timer is touched: not for every record.
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    live.writeBack();
    clock.save();
  }

  @Override
  public void processElement(StreamRecord<Sample> element) throws Exception {
    Sample sample = element.getValue();
    SeriesRules rule = rules.get(sample.detector());
    long start = rule.startOf(sample.eventTime());
    LiveWindows.Series series = live.find(sample.key());
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
    schedule(series, rule);
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
    return live.add(sample.key(), new SeriesWindows(rule.detector().measures().size()));
  }

  /** Makes sure that a timer fires no later than the series needs attention. */
  private void schedule(LiveWindows.Series series, SeriesRules rule) {
    SeriesWindows windows = series.windows();
    long due = rule.due(windows) - 1;
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
    SeriesKey key = timer.getKey();
    SeriesRules rule = rulesByShape.get(key.shape());
    LiveWindows.Series series = live.find(key);
    if (series == null) {
      return;
    }
    if (rule == null) {
      // The detector is gone from the file, or not what it was: nor are its open periods.
      forget(series);
      return;
    }
    SeriesWindows windows = series.windows();
    windows.timer = SeriesWindows.NONE;
    series.touch();
    Now now = end == null ? Now.at(clock.eventTime()) : end;
    List<String> dimensions = key.values();
    emitter.series(rule, dimensions, series.ids(() -> PointEmitter.ids(rule, dimensions)));
    rule.decideClosed(windows, now, emitter);
    if (rule.isExpired(windows, now)) {
      emitter.expire();
      forget(series);
    } else if (end == null) {
      schedule(series, rule);
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

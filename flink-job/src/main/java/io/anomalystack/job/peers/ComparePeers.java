package io.anomalystack.job.peers;

import io.anomalystack.job.detectors.DetectorsOperator;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.windowing.PeerGroupKey;
import io.anomalystack.job.windowing.PeerPoint;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Compares each point with those of its peers at the same moment, and sends it on with what it
 * found. Every point leaves once, those of one series in order of time.
 *
 * <p>With {@code period: record} points leave when event time has passed them by {@code within}, by
 * when their moments are complete. Event time leaves later by as much: for those behind, all is as
 * if it had happened so much later.
 *
 * <p>An operator of its own rather than a function, because of that, and because state is touched
 * once a moment and not once a point.
 */
public final class ComparePeers extends DetectorsOperator<PeerPoint, Point>
    implements Triggerable<String, VoidNamespace> {
  private static final String STATE = "peer-group";

  /** How much later event time leaves than it came, ms. */
  private transient long hold;

  /** How far it has left. */
  private transient long left;

  private transient PeerGroupKey keys;

  private transient ValueState<byte[]> groupState;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient LiveGroups live;

  /** Peers of one topic, by its detectors. */
  public ComparePeers(RunningDetectors detectors) {
    super(detectors);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    groupState =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("moments", VoidNamespaceSerializer.INSTANCE, this);
    left = Long.MIN_VALUE;
    hold = hold(detectors());
    keys = new PeerGroupKey(detectors());
    live = new LiveGroups(groupState, keys, this::setCurrentKey);
    forgetStrangers();
  }

  private static long hold(List<Detector> detectors) {
    return detectors.stream()
        .filter(detector -> detector.peers() != null)
        .mapToLong(detector -> detector.peers().within().toMillis())
        .max()
        .orElse(0);
  }

  @Override
  protected void detectorsChanged(List<Detector> before) throws Exception {
    hold = hold(detectors());
    keys = new PeerGroupKey(detectors());
    live.keys(keys);
    forgetStrangers();
    // What waits may be due earlier now.
    for (String key : groups(any -> true)) {
      PeerGroup group = live.find(key);
      if (group != null) {
        group.timer = PeerGroup.NONE;
        group.changed = true;
        schedule(group);
      }
    }
  }

  private List<String> groups(Predicate<String> wanted) {
    try (Stream<String> all =
        this.<String>getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE)) {
      return all.filter(wanted).toList();
    }
  }

  /** Lets the groups go of detectors that left the file or compare otherwise now. */
  private void forgetStrangers() throws Exception {
    for (String key : groups(key -> keys.detector(key) == null)) {
      PeerGroup group = live.find(key);
      group.series.values().forEach(live::forget);
      group.forgetAll();
      if (group.isEmpty()) {
        live.remove(group);
      }
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    live.writeBack();
  }

  @Override
  public void processElement1(StreamRecord<PeerPoint> element) throws Exception {
    Point point = element.getValue().point();
    PeerSeries series = live.find(element.getValue());
    if (point.kind() == Point.Kind.EXPIRE) {
      expire(series, point);
      return;
    }
    if (series == null) {
      series = live.begin(element.getValue());
    }
    series.group.add(series, point);
    schedule(series.group);
  }

  private void expire(PeerSeries series, Point point) {
    if (series == null) {
      emit(point);
      return;
    }
    live.forget(series);
    if (!series.group.expire(series, point)) {
      emit(point);
    }
    if (series.group.isEmpty()) {
      live.remove(series.group);
    }
  }

  private void emit(Point point) {
    output.collect(new StreamRecord<>(point, point.end() - 1));
  }

  /** Makes sure that a timer fires when the group's earliest point is to leave. */
  private void schedule(PeerGroup group) {
    long due = group.due();
    if (due < group.timer) {
      group.timer = due;
      setCurrentKey(group.key());
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due + lag(group.detector()) - 1);
    }
  }

  /** How far event time here passes a point's end before the point leaves, ms. */
  private long lag(Detector detector) {
    return detector == null
        ? 0
        : detector.allowedLateness().plus(detector.peers().within()).toMillis() - hold;
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    PeerGroup group = live.find(timer.getKey());
    if (group == null) {
      return;
    }
    long watermark = timers.currentWatermark();
    long horizon =
        EndOfInput.is(watermark) ? Long.MAX_VALUE - 1 : watermark + 1 - lag(group.detector());
    group.release(horizon, this::emit);
    group.timer = PeerGroup.NONE;
    if (group.isEmpty()) {
      live.remove(group);
    } else {
      group.changed = true;
      schedule(group);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of processing time is ever registered");
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    long time = watermark.getTimestamp();
    if (hold == 0 || EndOfInput.is(time)) {
      super.processWatermark(watermark);
      left = time;
      return;
    }
    // Those that wait longer from now on hold it back, but cannot take back what was said.
    left = Math.max(left, Math.max(time, Long.MIN_VALUE + hold) - hold);
    super.processWatermark(new Watermark(left));
  }
}

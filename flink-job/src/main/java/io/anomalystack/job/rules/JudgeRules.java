package io.anomalystack.job.rules;

import io.anomalystack.job.rules.SeriesJudgeCodec.Seen;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/**
 * Judges decisions by their detectors' rules: beside the score, of which it changes nothing. Part
 * of the operator that makes the decisions, keyed by time series, with state of its own there.
 *
 * <p>What the rules remember is on the heap: a decision costs a look-up there rather than a read
 * and a write of a thousand bytes. What changed is written back with every checkpoint.
 */
public final class JudgeRules implements Triggerable<String, VoidNamespace>, Serializable {
  /**
   * Series and remembered values beyond which all are written back and dropped: bounded memory (32
   * MB of values) at the price of reads.
   */
  private static final int MOST_SERIES = 10_000;

  private static final int MOST_VALUES = 4_000_000;

  private transient Map<String, Detector> detectors;
  private transient int mostSeries;
  private transient AbstractStreamOperator<?> operator;
  private transient ValueState<byte[]> state;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient SeriesJudgeCodec codec;
  private transient Map<String, Live> live;

  /** One series at work. */
  private static final class Live {
    private final SeriesJudge judge;
    private final String detectorName;
    private boolean changed;

    private Live(SeriesJudge judge, String detectorName) {
      this.judge = judge;
      this.detectorName = detectorName;
    }
  }

  /** As {@link AbstractStreamOperator#open}. */
  public void open(AbstractStreamOperator<?> host, List<Detector> judging) {
    operator = host;
    state =
        host.getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "series-rules", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    timers =
        host.getInternalTimerService("forgetting-rules", VoidNamespaceSerializer.INSTANCE, this);
    codec = new SeriesJudgeCodec();
    live = new HashMap<>();
    judgeBy(judging);
  }

  /** Goes on by other detectors; of a rule that is the same nothing is forgotten. */
  public void detectors(List<Detector> judging) throws IOException {
    writeBack();
    live.clear();
    judgeBy(judging);
  }

  private void judgeBy(List<Detector> judging) {
    detectors =
        judging.stream()
            .filter(detector -> !detector.rules().isEmpty())
            .collect(Collectors.toMap(Detector::name, Function.identity()));
    int values =
        detectors.values().stream()
            .flatMap(detector -> detector.rules().stream())
            .mapToInt(RuleJudge::mostRecent)
            .sum();
    mostSeries = Math.min(MOST_SERIES, MOST_VALUES / Math.max(1, values) + 1);
  }

  /** A decision with what it violates; the same one where its detector has no rules. */
  public Decision judge(Decision decision) throws IOException {
    Detector detector = detectors.get(decision.detectorName());
    if (detector == null) {
      return decision;
    }
    Live series = find(decision, detector);
    if (decision.detectionPeriodEnd() > expired(series.judge.seen, detector)) {
      // Its timer is due before this decision, but event time may have leapt over both.
      series = new Live(SeriesJudge.of(detector, decision.measure()), detector.name());
      live.put(decision.timeseriesId(), series);
    }
    series.changed = true;
    return decision.with(decision.findings().with(series.judge.judge(decision, detector)));
  }

  /** Forgets a time series. */
  public void forget(String timeseriesId) {
    live.remove(timeseriesId);
    operator.setCurrentKey(timeseriesId);
    state.clear();
  }

  private Live find(Decision decision, Detector detector) throws IOException {
    String id = decision.timeseriesId();
    Live series = live.get(id);
    if (series != null) {
      return series;
    }
    operator.setCurrentKey(id);
    byte[] saved = state.value();
    if (saved == null) {
      timers.registerEventTimeTimer(
          VoidNamespace.INSTANCE, forgotten(decision.detectionPeriodEnd(), detector));
    }
    SeriesJudge judge =
        saved == null
            ? SeriesJudge.of(detector, decision.measure())
            : codec.read(saved, detector, decision.measure());
    if (live.size() >= mostSeries) {
      writeBack();
      live.clear();
    }
    Live found = new Live(judge, detector.name());
    live.put(id, found);
    return found;
  }

  /** Writes all that changed to keyed state. */
  public void writeBack() throws IOException {
    for (Map.Entry<String, Live> each : live.entrySet()) {
      if (each.getValue().changed) {
        operator.setCurrentKey(each.getKey());
        state.update(codec.write(each.getValue().judge, each.getValue().detectorName));
        each.getValue().changed = false;
      }
    }
  }

  /** When a series that is silent from an instant on has no decision before it expires. */
  private static long forgotten(long seen, Detector detector) {
    return expired(seen, detector) + detector.allowedLateness().toMillis();
  }

  /** The end of the last period that may know of what was seen, epoch ms. */
  private static long expired(long seen, Detector detector) {
    return seen == SeriesJudge.NOTHING
        ? Long.MAX_VALUE
        : seen + detector.expireAfter().toMillis() + detector.period().toMillis();
  }

  /** Forgets a series that has expired, of which nobody tells. */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String id = timer.getKey();
    Live series = live.get(id);
    byte[] saved = series == null ? state.value() : null;
    if (series == null && saved == null) {
      return;
    }
    Seen seen =
        series == null ? codec.seen(saved) : new Seen(series.detectorName, series.judge.seen);
    Detector detector = detectors.get(seen.detectorName());
    if (detector == null || forgotten(seen.at(), detector) <= timer.getTimestamp()) {
      live.remove(id);
      state.clear();
    } else {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, forgotten(seen.at(), detector));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of processing time is ever registered");
  }
}

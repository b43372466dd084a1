package io.anomalystack.job.moments;

import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Decisions of the current key, in state until all of their moment have come.
 *
 * <p>Decisions of different series come in any order. They wait until event time has left their
 * period's end and the detector's lateness behind, and are then taken moment by moment. What is
 * made of them so depends on nothing else: not on the order of arrival, the number of tasks, or a
 * restore in between.
 */
public final class WaitingMoments {
  private final MapState<String, Decision> waiting;

  /**
   * The decisions that wait in an operator.
   *
   * @param name of the state
   */
  public WaitingMoments(RuntimeContext operator, String name) {
    waiting =
        operator.getMapState(
            new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(Decision.class)));
  }

  /** The watermark at which all that happened up to an instant is known. */
  public static long due(long instant, Detector detector) {
    return instant + detector.allowedLateness().toMillis() - 1;
  }

  /**
   * The instant up to which it is known what happened, epoch ms. At the end of an input all
   * decisions are there, but time has gone on no further than the records say.
   */
  public static long known(long watermark, Detector detector) {
    return EndOfInput.is(watermark)
        ? EndOfInput.newest(watermark)
        : watermark + 1 - detector.allowedLateness().toMillis();
  }

  /** Has a decision wait, and a timer fire when all of its moment have come. */
  public void add(Decision decision, Detector detector, TimerService timers) throws Exception {
    waiting.put(decision.decisionId(), decision);
    timers.registerEventTimeTimer(due(decision.detectionPeriodEnd(), detector));
  }

  /**
   * Takes the decisions out of which it is known that no others of their moments can come.
   *
   * @return by the end of their periods, epoch ms; in any order within a moment
   */
  public NavigableMap<Long, List<Decision>> take(Detector detector, TimerService timers)
      throws Exception {
    long watermark = timers.currentWatermark();
    long settled = EndOfInput.is(watermark) ? Long.MAX_VALUE : known(watermark, detector);
    NavigableMap<Long, List<Decision>> moments = new TreeMap<>();
    for (Iterator<Decision> left = waiting.values().iterator(); left.hasNext(); ) {
      Decision decision = left.next();
      long end = decision.detectionPeriodEnd();
      if (end <= settled) {
        moments.computeIfAbsent(end, at -> new ArrayList<>()).add(decision);
        left.remove();
      } else {
        // Has a timer already, unless the job is restored and its detector waits longer than
        // before.
        timers.registerEventTimeTimer(due(end, detector));
      }
    }
    if (waiting.isEmpty()) {
      // An empty map is an entry of its own where state is kept on the heap.
      waiting.clear();
    }
    return moments;
  }

  /** Forgets them. */
  public void clear() {
    waiting.clear();
  }
}

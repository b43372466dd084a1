package io.anomalystack.job.rules;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Findings;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** One task that judges decisions by rules, without a cluster around it. */
final class Judging implements AutoCloseable {
  static final long T = 1_724_938_500_000L; // a full minute
  static final long MINUTE = 60_000;

  private final KeyedOneInputStreamOperatorTestHarness<String, Decision, Decision> harness;
  private long minute;

  private Judging(Detector detector, OperatorSubtaskState saved) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new Judge(List.of(detector)), Decision::timeseriesId, Types.STRING);
    harness.setup(TypeInformation.of(Decision.class).createSerializer(new SerializerConfigImpl()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Judging by(String rule, String... settings) throws Exception {
    return new Judging(detector(rule, settings), null);
  }

  static Judging restored(OperatorSubtaskState saved, String rule) throws Exception {
    return new Judging(detector(rule), saved);
  }

  private static Detector detector(String rule, String... settings) {
    String[] all = new String[settings.length + 2];
    all[0] = "rules: [" + rule + "]";
    all[1] = "dimensions: [run]";
    System.arraycopy(settings, 0, all, 2, settings.length);
    return TestDetectors.sales(all);
  }

  /** What the next minute's value of a run violates. */
  List<RuleResult> take(String run, double value, RuleResult... found) throws Exception {
    return judge(decision(run, minute++, value, false, found)).findings().ruleResults();
  }

  /** The same of the run {@code llm}: null where it violates nothing. */
  RuleResult take(double value) throws Exception {
    List<RuleResult> results = take("llm", value);
    return results.isEmpty() ? null : results.get(0);
  }

  Decision judge(Decision decision) throws Exception {
    harness.processElement(new StreamRecord<>(decision, decision.detectionPeriodEnd() - 1));
    List<Decision> output = harness.extractOutputValues();
    return output.get(output.size() - 1);
  }

  static Decision decision(
      String run, long minute, double value, boolean filled, RuleResult... found) {
    List<Dimension> dimensions = List.of(new Dimension("run", run));
    String id = TimeSeriesId.of("sales", "quantity", dimensions);
    long start = T + minute * MINUTE;
    return new Decision(
            "sales",
            "quantity",
            id,
            70,
            dimensions,
            value,
            0,
            start,
            start + MINUTE,
            5,
            0,
            0,
            ModelStage.LEARNING,
            0,
            TimeSeriesId.decisionId(id, start, 0),
            filled,
            false,
            null,
            null,
            null,
            0,
            null,
            null)
        .with(Findings.NONE.with(List.of(found)));
  }

  void eventTime(long minutes) throws Exception {
    harness.processWatermark(new Watermark(T + minutes * MINUTE));
  }

  OperatorSubtaskState save() throws Exception {
    return harness.snapshot(1, 1);
  }

  int keyedStates() {
    return harness.numKeyedStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }

  /** Nothing but the rules. */
  private static final class Judge extends AbstractStreamOperator<Decision>
      implements OneInputStreamOperator<Decision, Decision> {
    private final List<Detector> detectors;
    private final JudgeRules rules = new JudgeRules();

    Judge(List<Detector> detectors) {
      this.detectors = detectors;
    }

    @Override
    public void open() throws Exception {
      super.open();
      rules.open(this, detectors);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      super.snapshotState(context);
      rules.writeBack();
    }

    @Override
    public void processElement(StreamRecord<Decision> element) throws Exception {
      output.collect(element.replace(rules.judge(element.getValue())));
    }
  }
}

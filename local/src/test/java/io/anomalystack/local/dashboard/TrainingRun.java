package io.anomalystack.local.dashboard;

import io.anomalystack.lake.LakeWriter;
import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Denominator;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyEvidence;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.TimeSeriesId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a lake holds of a training run in which one of its layers is disturbed from step 1,200 on,
 * and utilisation sinks soon after; and what lies beside it.
 */
final class TrainingRun {
  static final String RUN = "llm-7b";
  static final int LAYERS = 96;
  static final int FIRST_STEP = 800;
  static final int STEPS = 500;
  static final int DISTURBED_LAYER = 3;
  static final int DISTURBED = 1_200;
  static final int DISTURBED_UNTIL = 1_236;

  private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long EVERY = 12_000;
  private static final double BEYOND = 6;
  private static final double LEAST_MFU = 40;
  private static final int OF = 8;
  private static final int POINTS = 5;

  private TrainingRun() {}

  static long time(int step) {
    return START + EVERY * (step - FIRST_STEP);
  }

  static String layer(int number) {
    return "h." + number;
  }

  /** The id of a layer's series. */
  static String series(int layer) {
    return TimeSeriesId.of("training-layers", "grad_norm", layerOf(RUN, layer));
  }

  /** The id of the run's series of utilisation. */
  static String mfu() {
    return TimeSeriesId.of("training-mfu", "mfu", mfuOf());
  }

  private static List<Dimension> layerOf(String run, int layer) {
    return List.of(new Dimension("run", run), new Dimension("layer", layer(layer)));
  }

  private static List<Dimension> mfuOf() {
    return List.of(new Dimension("run", RUN), new Dimension("gpu", "H100-SXM"));
  }

  /**
   * Fills a lake with a run of so many layers, and a second, small one; returns how many decisions
   * it holds then.
   */
  static int write(Path lake, int layers) throws Exception {
    int written = 0;
    try (LakeWriter writer = new LakeWriter(lake, "training")) {
      for (Decision decision : layers(RUN, layers, STEPS, DISTURBED_LAYER)) {
        writer.write(decision);
        written++;
      }
      for (Decision decision : layers("llm-1b", 12, 200, -1)) {
        writer.write(decision);
        written++;
      }
      for (Decision decision : utilisation()) {
        writer.write(decision);
        written++;
      }
      writer.complete();
    }
    return written;
  }

  private static List<Decision> layers(String run, int layers, int steps, int disturbed) {
    List<Decision> decisions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(96);
    double[] drift = new double[layers];
    for (int step = FIRST_STEP; step < FIRST_STEP + steps; step++) {
      double median = 0.42 + 0.05 * Math.sin(step / 40.0);
      for (int layer = 0; layer < layers; layer++) {
        drift[layer] = 0.9 * drift[layer] + 0.45 * (random.nextGaussian());
        double deviation = Math.max(-4.5, Math.min(4.5, drift[layer]));
        if (layer == disturbed && step >= DISTURBED && step < DISTURBED_UNTIL) {
          deviation = step == DISTURBED + 4 ? 12.4 : 8 + 3 * random.nextDouble();
        }
        if (layer == 17 && step >= 950 && step < 956) {
          deviation = -6.4;
        }
        decisions.add(layer(run, layer, step, layers, median, deviation));
      }
    }
    return decisions;
  }

  private static Decision layer(
      String run, int layer, int step, int peers, double median, double deviation) {
    double spread = 0.03;
    PeerFinding peer =
        new PeerFinding(
            List.of("layer"),
            peers,
            median,
            spread,
            deviation,
            Math.min(100, 70 * Math.abs(deviation) / BEYOND),
            Math.abs(deviation) > BEYOND);
    double value = median * (1 + spread * deviation);
    return decision(
        "training-layers",
        "grad_norm",
        layerOf(run, layer),
        step,
        value,
        new Findings((long) step, List.of(), peer, null));
  }

  private static List<Decision> utilisation() {
    List<Decision> decisions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    List<Boolean> low = new ArrayList<>();
    for (int step = FIRST_STEP; step < FIRST_STEP + STEPS; step++) {
      double sunk = step >= 1_212 && step < 1_260 ? 12 : step == 1_020 ? 9 : 0;
      double value = 47.5 + 0.8 * random.nextGaussian() - sunk;
      low.add(value < LEAST_MFU);
      int points = 0;
      for (boolean each : low.subList(Math.max(0, low.size() - OF), low.size())) {
        points += each ? 1 : 0;
      }
      List<RuleResult> rules = new ArrayList<>();
      if (value < LEAST_MFU) {
        boolean breached = points >= POINTS;
        rules.add(
            new RuleResult(
                "low-mfu",
                breached,
                Severity.CRITICAL,
                true,
                value,
                LEAST_MFU,
                null,
                points,
                OF,
                null));
        rules.add(
            new RuleResult(
                "slower-than-itself",
                points >= 3,
                Severity.WARNING,
                false,
                value,
                41.2,
                47.4,
                Math.min(points, 5),
                5,
                "below 87 % of its own median"));
      }
      decisions.add(
          decision(
              "training-mfu",
              "mfu",
              mfuOf(),
              step,
              value,
              new Findings((long) step, rules, null, new Denominator("H100-SXM", "bf16", 989))));
    }
    return decisions;
  }

  private static Decision decision(
      String detector,
      String measure,
      List<Dimension> dimensions,
      int step,
      double value,
      Findings findings) {
    String series = TimeSeriesId.of(detector, measure, dimensions);
    long start = time(step);
    boolean mfu = measure.equals("mfu");
    return new Decision(
        detector,
        measure,
        series,
        70,
        dimensions,
        value,
        0,
        start,
        start + 1000,
        step - FIRST_STEP + 1,
        90,
        0,
        ModelStage.INFERENCE,
        0,
        TimeSeriesId.decisionId(series, start, step),
        false,
        false,
        mfu ? 47.5 : null,
        mfu ? 44.5 : null,
        mfu ? 50.5 : null,
        findings.alerts() ? 1 : 0,
        start,
        (long) step,
        null,
        new Explanation(List.of(), null, null),
        null,
        List.of(),
        findings);
  }

  /** Writes the run's incidents beside the lake, as an alerts topic has them. */
  static void writeIncidents(Path lake) throws Exception {
    Decision layer = layer(RUN, DISTURBED_LAYER, DISTURBED + 4, LAYERS, 0.42, 12.4);
    Decision past = layer(RUN, 17, 951, LAYERS, 0.42, -6.4);
    Decision low =
        utilisation().stream()
            .filter(d -> d.alert() == 1 && d.findings().step() == 1_240)
            .findFirst()
            .orElseThrow();
    tell(lake, alert(1, AlertState.OPENED, Severity.WARNING, past, 950, 951));
    tell(lake, alert(2, AlertState.RESOLVED, Severity.WARNING, past, 950, 956));
    tell(lake, alert(1, AlertState.OPENED, Severity.WARNING, layer, DISTURBED, 1_201));
    tell(lake, alert(2, AlertState.ESCALATED, Severity.CRITICAL, layer, DISTURBED, 1_220));
    tell(lake, alert(3, AlertState.RESOLVED, Severity.CRITICAL, layer, DISTURBED, 1_236));
    tell(lake, alert(1, AlertState.OPENED, Severity.CRITICAL, low, 1_216, 1_260));
  }

  private static Alert alert(
      long sequence, AlertState state, Severity severity, Decision strongest, int from, int to) {
    List<Dimension> group = List.of(new Dimension("run", RUN));
    return new Alert(
        Alert.incidentId(strongest.detectorName(), group, time(from)),
        sequence,
        state,
        severity,
        strongest.detectorName(),
        group,
        List.of("default"),
        time(to),
        time(from),
        time(to),
        to - from,
        1,
        0,
        List.of(new AffectedSeries(to - from, time(from), strongest)),
        null);
  }

  static void tell(Path lake, Alert alert) throws Exception {
    append(
        lake.resolve("alerts.jsonl"), new String(AlertJson.write(alert), StandardCharsets.UTF_8));
  }

  /** Writes what the run's remedies decided beside the lake, as their audit topic has it. */
  static void writeRemedies(Path lake) throws Exception {
    RemedyRecord skip =
        remedy("skip-the-batches", RemedyAction.SKIP_BATCHES, 1_206, false, "peers");
    tell(lake, skip);
    tell(lake, skip.then(RemedyState.EXECUTED, null, "exit status 0", "launcher", time(1_208)));
    RemedyRecord stop = remedy("stop-the-run", RemedyAction.STOP, 1_224, true, "low-mfu");
    tell(lake, stop);
    RemedyRecord again = remedy("stop-the-run", RemedyAction.STOP, 1_250, true, "low-mfu");
    tell(lake, again.then(RemedyState.HELD_BACK, HeldBackReason.COOLDOWN, null, null, time(1_250)));
  }

  private static void tell(Path lake, RemedyRecord remedy) throws Exception {
    append(
        lake.resolve("remedies.jsonl"),
        new String(RemedyRecordJson.write(remedy), StandardCharsets.UTF_8));
  }

  private static RemedyRecord remedy(
      String name, RemedyAction action, int step, boolean dryRun, String by) {
    List<Dimension> target = List.of(new Dimension("run", RUN));
    return new RemedyRecord(
        RemedyRecord.remedyId("training-mfu", target, name, time(step)),
        dryRun ? RemedyState.DRY_RUN : RemedyState.REQUESTED,
        null,
        name,
        action,
        !dryRun,
        dryRun,
        "launcher",
        "training-mfu",
        target,
        time(step),
        new RemedyEvidence(3, time(step), List.of(by), null),
        null,
        null,
        null);
  }

  private static void append(Path file, String line) throws Exception {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

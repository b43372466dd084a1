package io.anomalystack.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.detection.forest.ForestEngine;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.deciding.DecideSeries;
import io.anomalystack.job.detectors.Hosting;
import io.anomalystack.job.detectors.RunningDetectors;
import io.anomalystack.job.ingest.EndOfInput;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.job.ingest.SeriesKeySerializer;
import io.anomalystack.job.peers.ComparePeers;
import io.anomalystack.job.scoring.LiveStart;
import io.anomalystack.job.scoring.ScoreSeries;
import io.anomalystack.job.scoring.ScoringSettings;
import io.anomalystack.job.windowing.AggregatePeriods;
import io.anomalystack.job.windowing.PeerPoint;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.detector.Detector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** Periods, peers and rules, killed and restored while a step's layers are half there. */
class RestoredInMidMomentTest {
  private static final List<Detector> DETECTORS =
      TestDetectors.parse(
          """
          detectors:
            - name: layers
              topic: training
              timestamp: t
              period: record
              step: step
              dimensions: [layer]
              measures: [{field: grad_norm}]
              allowedLateness: 2s
              model: none
              peers: {among: [layer], compare: ratio, baseline: own, evidence: {points: 2, of: 3}}
              rules:
                - {name: spike, zScore: {beyond: 5, over: 32}, evidence: {points: 2, of: 4}}
                - {name: hang, silence: 1m, severity: critical}
          """);

  private static final long START = 1_767_225_600_000L;
  private static final int LAYERS = 7;
  private static final int STEPS = 90;

  /** The operators as the topology has them, one task each. */
  private static final class Chain implements AutoCloseable {
    private final Hosting<SeriesKey, Sample, Point> periods;
    private final Hosting<String, PeerPoint, Point> peers;
    private final Hosting<String, Point, Decision> decide;

    Chain(List<OperatorSubtaskState> saved) throws Exception {
      RunningDetectors detectors = RunningDetectors.unchanging(DETECTORS);
      periods =
          new Hosting<>(
              new AggregatePeriods("training", detectors), Sample::key, SeriesKeySerializer.TYPE);
      peers = new Hosting<>(new ComparePeers(detectors), PeerPoint::group, Types.STRING);
      decide =
          new Hosting<>(
              new DecideSeries(
                  detectors,
                  new ScoreSeries(
                      ForestEngine.standard(), ScoringSettings.defaults(), LiveStart.ALWAYS)),
              Point::timeseriesId,
              Types.STRING);
      periods.setup(TypeInformation.of(Point.class).createSerializer(new SerializerConfigImpl()));
      peers.setup(TypeInformation.of(Point.class).createSerializer(new SerializerConfigImpl()));
      decide.setup(TypeInformation.of(Decision.class).createSerializer(new SerializerConfigImpl()));
      if (saved != null) {
        periods.initializeState(saved.get(0));
        peers.initializeState(saved.get(1));
        decide.initializeState(saved.get(2));
      }
      periods.open();
      peers.open();
      decide.open();
    }

    void sample(Sample sample) throws Exception {
      periods.processElement1(new StreamRecord<>(sample, sample.eventTime()));
    }

    void watermark(long time) throws Exception {
      periods.processWatermark1(new Watermark(time));
      var compared = periods.getSideOutput(AggregatePeriods.TO_COMPARE);
      if (compared != null) {
        for (StreamRecord<PeerPoint> each = compared.poll(); each != null; each = compared.poll()) {
          peers.processElement1(each);
        }
      }
      for (Object each = periods.getOutput().poll();
          each != null;
          each = periods.getOutput().poll()) {
        peers.processWatermark1((Watermark) each);
      }
      pass(peers, decide);
    }

    @SuppressWarnings("unchecked") // what the one puts out is what the other takes
    private static <T> void pass(Hosting<?, ?, T> from, Hosting<?, T, ?> to) throws Exception {
      for (Object each = from.getOutput().poll(); each != null; each = from.getOutput().poll()) {
        if (each instanceof Watermark watermark) {
          to.processWatermark1(watermark);
        } else {
          to.processElement1((StreamRecord<T>) each);
        }
      }
    }

    List<OperatorSubtaskState> save() throws Exception {
      return List.of(periods.snapshot(1, 1), peers.snapshot(1, 1), decide.snapshot(1, 1));
    }

    void tell(List<String> told) {
      for (Decision decision : decide.extractOutputValues()) {
        told.add(new String(DecisionJson.write(decision), StandardCharsets.UTF_8));
      }
    }

    @Override
    public void close() throws Exception {
      periods.close();
      peers.close();
      decide.close();
    }
  }

  /** One layer's norms jump at the end; another stops, so that it is silent. */
  private static List<Sample> samples() {
    SplittableRandom random = new SplittableRandom(11);
    List<Sample> samples = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      for (int layer = 0; layer < LAYERS; layer++) {
        if (layer == 6 && step >= 60) {
          continue;
        }
        double norm = (1 + layer) * (1 + random.nextDouble(-0.1, 0.1));
        boolean odd = layer == 2 && step >= 70 && step < 74;
        samples.add(
            new Sample(
                0,
                SeriesKey.of(
                    DETECTORS.get(0),
                    SeriesKey.buckets(DETECTORS.get(0)),
                    new String[] {"l" + layer}),
                START + step * 5_000L + layer * 300L,
                0,
                0,
                samples.size(),
                0,
                new double[] {odd ? 30 * norm : norm},
                new byte[0],
                step,
                false,
                0,
                null));
      }
    }
    return samples;
  }

  /** Kills and restores all before each of some records. */
  private static List<String> run(int every) throws Exception {
    List<String> told = new ArrayList<>();
    List<Sample> samples = samples();
    Chain chain = new Chain(null);
    for (int i = 0; i < samples.size(); i++) {
      if (i % every == every - 1) {
        List<OperatorSubtaskState> saved = chain.save();
        chain.tell(told);
        chain.close();
        chain = new Chain(saved);
      }
      chain.sample(samples.get(i));
      chain.watermark(samples.get(i).eventTime() - 1);
    }
    chain.watermark(EndOfInput.watermark(samples.get(samples.size() - 1).eventTime()));
    chain.tell(told);
    chain.close();
    return told;
  }

  @Test
  void decidesTheSameToTheLastByte() throws Exception {
    List<String> straight = run(Integer.MAX_VALUE);

    // Prime to the seven layers: every place within a step has its turn.
    assertThat(run(10)).isEqualTo(straight);
    assertThat(straight).hasSizeGreaterThan(STEPS * (LAYERS - 1));
    assertThat(straight).anyMatch(json -> json.contains("\"name\":\"hang\",\"breached\":true"));
    assertThat(straight).anyMatch(json -> json.contains("\"name\":\"spike\",\"breached\":true"));
    assertThat(straight).anyMatch(json -> json.contains("\"peers\":7") && json.contains("l3"));
    assertThat(straight)
        .filteredOn(json -> json.matches(".*\"peer\":\\{[^}]*\"breached\":true.*"))
        .isNotEmpty()
        .allMatch(json -> json.contains("\"value\":\"l2\""));
  }
}

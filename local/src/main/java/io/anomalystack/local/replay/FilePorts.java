package io.anomalystack.local.replay;

import io.anomalystack.job.Ports;
import io.anomalystack.job.decode.RecordFormat;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.local.flink.InProcess;
import io.anomalystack.local.flink.InProcessSink;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A file in, decisions, alerts and remedies in order and rejected records out, for the detectors of
 * one topic.
 */
record FilePorts(
    ReplayInput input,
    RecordFormat format,
    long wallClock,
    List<Detector> detectors,
    InProcess<? extends Taker<Decision>> decisionTaker,
    InProcess<? extends Taker<Alert>> alertTaker,
    InProcess<? extends Taker<RemedyRecord>> remedyTaker,
    InProcess<? extends Taker<RejectedRecord>> rejectedTaker)
    implements Ports {

  @Override
  public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
    long atStart = wallClock;
    return new EventTimeSource<>(
        FileRecords.source(input.file(), input.format()), topic, detectors, format, () -> atStart);
  }

  @Override
  public int readers(String topic, int parallelism) {
    // Event time follows one line after the other.
    return 1;
  }

  @Override
  public void decisions(DataStream<Decision> decisions) {
    decisions
        .transform(
            "order decisions",
            TypeInformation.of(Decision.class),
            new InOrder<>(OutputOrder.DECISIONS, detectors))
        .uid("order-decisions")
        .setParallelism(1)
        .sinkTo(new InProcessSink<>(decisionTaker))
        .name("write decisions")
        .uid("write-decisions")
        .setParallelism(1);
  }

  @Override
  public void alerts(DataStream<Alert> alerts) {
    alerts
        .transform(
            "order alerts",
            TypeInformation.of(Alert.class),
            new InOrder<>(OutputOrder.ALERTS, detectors))
        .uid("order-alerts")
        .setParallelism(1)
        .sinkTo(new InProcessSink<>(alertTaker))
        .name("write alerts")
        .uid("write-alerts")
        .setParallelism(1);
  }

  @Override
  public void remedies(DataStream<RemedyRecord> remedies) {
    remedies
        .transform(
            "order remedies",
            TypeInformation.of(RemedyRecord.class),
            new InOrder<>(OutputOrder.REMEDIES, detectors))
        .uid("order-remedies")
        .setParallelism(1)
        .sinkTo(new InProcessSink<>(remedyTaker))
        .name("write remedies")
        .uid("write-remedies")
        .setParallelism(1);
  }

  @Override
  public void rejected(DataStream<RejectedRecord> rejected) {
    rejected
        .sinkTo(new InProcessSink<>(rejectedTaker))
        .name("write rejected")
        .uid("write-rejected")
        .setParallelism(1);
  }
}

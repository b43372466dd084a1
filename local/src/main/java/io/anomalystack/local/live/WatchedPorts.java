package io.anomalystack.local.live;

import io.anomalystack.job.Ports;
import io.anomalystack.job.detectors.DetectorUpdates;
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
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Other ports, which this JVM watches: it sees each decision as it is made. What is made again
 * after a restart it sees again.
 */
public record WatchedPorts(
    Ports ports,
    InProcess<? extends Taker<Decision>> decisionTaker,
    InProcess<? extends Taker<RejectedRecord>> rejectedTaker)
    implements Ports {

  @Override
  public EventTimeSource<?, ?> records(String topic, List<Detector> detectors) {
    return ports.records(topic, detectors);
  }

  @Override
  public int readers(String topic, int parallelism) {
    return ports.readers(topic, parallelism);
  }

  @Override
  public long liveStart(String topic, List<Detector> detectors) {
    return ports.liveStart(topic, detectors);
  }

  @Override
  public DetectorUpdates updates() {
    return ports.updates();
  }

  @Override
  public void decisions(DataStream<Decision> decisions) {
    ports.decisions(decisions);
    decisions
        .sinkTo(new InProcessSink<>(decisionTaker))
        .name("show decisions")
        .uid("show-decisions");
  }

  @Override
  public void alerts(DataStream<Alert> alerts) {
    ports.alerts(alerts);
  }

  @Override
  public void remedies(DataStream<RemedyRecord> remedies) {
    ports.remedies(remedies);
  }

  @Override
  public void rejected(DataStream<RejectedRecord> rejected) {
    ports.rejected(rejected);
    rejected.sinkTo(new InProcessSink<>(rejectedTaker)).name("show rejected").uid("show-rejected");
  }
}

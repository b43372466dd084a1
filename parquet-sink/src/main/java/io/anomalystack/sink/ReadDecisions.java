package io.anomalystack.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.ingest.RejectedRecordSerializer;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.TaskMetrics;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads decisions; what is none goes aside. */
final class ReadDecisions extends ProcessFunction<RawRecord, Decision> {
  /** Records that are no decisions. */
  static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected", RejectedRecordSerializer.TYPE);

  private static final byte[] NOTHING = {};

  private final String topic;

  private transient TaskMetrics metrics;
  private transient Counter read;
  private transient Map<RejectionReason, Counter> rejected;

  ReadDecisions(String topic) {
    this.topic = topic;
  }

  @Override
  public void open(OpenContext context) {
    metrics = new TaskMetrics(getRuntimeContext().getMetricGroup());
    read = metrics.counter(JobMetric.ROWS_READ);
    rejected = new EnumMap<>(RejectionReason.class);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<Decision> out) {
    read.inc();
    byte[] json = record.value() == null ? NOTHING : record.value();
    Decision decision;
    try {
      checkSize(json);
      decision = DecisionJson.read(json);
    } catch (Refused e) {
      reject(record, json, e.reason, e.getMessage(), context);
      return;
    } catch (IllegalArgumentException e) {
      RejectionReason reason =
          e.getCause() instanceof JsonProcessingException
              ? RejectionReason.MALFORMED_JSON
              : RejectionReason.NOT_A_DECISION;
      reject(record, json, reason, e.getMessage(), context);
      return;
    }
    out.collect(decision);
  }

  private static void checkSize(byte[] json) throws Refused {
    if (isBlank(json)) {
      throw new Refused(RejectionReason.EMPTY_RECORD, "the record has no bytes but white space");
    }
    if (json.length > RejectedRecord.MAX_RECORD_BYTES) {
      throw new Refused(
          RejectionReason.TOO_LARGE,
          "the record has %d bytes; at most %d are accepted"
              .formatted(json.length, RejectedRecord.MAX_RECORD_BYTES));
    }
  }

  private static boolean isBlank(byte[] json) {
    for (byte b : json) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void reject(
      RawRecord record, byte[] payload, RejectionReason reason, String detail, Context context) {
    rejected.computeIfAbsent(reason, r -> metrics.counter(JobMetric.ROWS_REJECTED, r.name())).inc();
    context.output(
        REJECTED,
        new RejectedRecord(
            topic,
            record.partition(),
            record.offset(),
            record.timestamp(),
            null,
            null,
            reason,
            detail,
            payload));
  }

  private static final class Refused extends Exception {
    private final RejectionReason reason;

    Refused(RejectionReason reason, String message) {
      super(message);
      this.reason = reason;
    }
  }
}

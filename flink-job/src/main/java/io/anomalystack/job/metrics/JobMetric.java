package io.anomalystack.job.metrics;

import static io.anomalystack.job.metrics.JobMetric.Application.DETECTION;
import static io.anomalystack.job.metrics.JobMetric.Application.SINK;
import static io.anomalystack.job.metrics.JobMetric.Type.COUNTER;
import static io.anomalystack.job.metrics.JobMetric.Type.GAUGE;
import static io.anomalystack.job.metrics.JobMetric.Type.HISTOGRAM;
import static io.anomalystack.job.metrics.JobMetric.Type.METER;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every metric of both applications, by the one name that it has in code, documentation, dashboards
 * and alarms. Counters count since the task started. Labels are few by construction: detectors and
 * reasons, never series.
 */
public enum JobMetric {
  /** Counted once for a topic, and shown for each detector that reads it. */
  RECORDS_READ(
      DETECTION,
      "recordsRead",
      COUNTER,
      "records",
      "Records read from the detector's topic, whatever became of them",
      "read TOPIC",
      Label.DETECTOR),
  RECORDS_READ_PER_SECOND(
      DETECTION,
      "recordsReadPerSecond",
      METER,
      "records/s",
      "Records read from any topic, over the last minute",
      "read TOPIC"),
  SAMPLES(
      DETECTION,
      "samples",
      COUNTER,
      "samples",
      "What records say to the detector, counted into a period",
      "aggregate TOPIC",
      Label.DETECTOR),
  REJECTED(
      DETECTION,
      "rejected",
      COUNTER,
      "dead letters",
      "Dead letters that name the detector, by reason; those too late have the reason `LATE`",
      "read TOPIC, aggregate TOPIC",
      Label.DETECTOR,
      Label.REASON),
  UNREADABLE(
      DETECTION,
      "unreadable",
      COUNTER,
      "dead letters",
      "Dead letters of records that no detector can read, by reason",
      "read TOPIC",
      Label.REASON),
  REJECTED_PER_SECOND(
      DETECTION,
      "rejectedPerSecond",
      METER,
      "dead letters/s",
      "Dead letters of any detector or none, over the last minute",
      "read TOPIC, aggregate TOPIC"),
  EVENT_TIME_LAG(
      DETECTION,
      "eventTimeLag",
      GAUGE,
      "ms",
      "The wall clock minus the newest event time among the detector's samples that the task has read;"
          + " absent before the first. The least of all tasks is the detector's lag",
      "read TOPIC",
      Label.DETECTOR),
  DECISIONS(
      DETECTION,
      "decisions",
      COUNTER,
      "decisions",
      "Decisions made, as they go to the topic of decisions",
      "where decisions are made",
      Label.DETECTOR),
  DECISIONS_PER_SECOND(
      DETECTION,
      "decisionsPerSecond",
      METER,
      "decisions/s",
      "Decisions of any detector, over the last minute",
      "where decisions are made"),
  FILLED(
      DETECTION,
      "filled",
      COUNTER,
      "decisions",
      "Decisions on periods without a record: `filled` is true",
      "where decisions are made",
      Label.DETECTOR),
  ANOMALIES(
      DETECTION,
      "anomalies",
      COUNTER,
      "decisions",
      "Decisions whose score is over the threshold: `anomalyDecision` is 1",
      "where decisions are made",
      Label.DETECTOR),
  ALERTS(
      DETECTION,
      "alerts",
      COUNTER,
      "decisions",
      "Decisions that deserve a person's attention, by score or by rule: `alert` is 1",
      "where decisions are made",
      Label.DETECTOR),
  DECISION_LATENCY(
      DETECTION,
      "decisionLatency",
      HISTOGRAM,
      "ms",
      "The wall clock when a decision leaves the operator that makes it, minus the first instant at"
          + " which its period could close: its end plus `allowedLateness`. Delays of producers, Kafka"
          + " and the job are in it, the sink's transaction is not; in a backfill it is the age of the"
          + " data. The last 1,000 decisions of a task",
      "where decisions are made",
      Label.DETECTOR),
  DECISION_LATENCY_P99(
      DETECTION,
      "decisionLatencyP99",
      GAUGE,
      "ms",
      "The 99th percentile of `decisionLatency`, for CloudWatch, which takes no histogram",
      "where decisions are made",
      Label.DETECTOR),
  ALERT_MESSAGES(
      DETECTION,
      "alertMessages",
      COUNTER,
      "messages",
      "What is told of incidents: messages to the topic of alerts",
      "raise incidents TOPIC",
      Label.DETECTOR),
  REMEDIES(
      DETECTION,
      "remedies",
      COUNTER,
      "records",
      "What is decided of remedies: records to the topic of remedies",
      "decide remedies TOPIC",
      Label.DETECTOR),
  MODELS_LIVE(
      DETECTION,
      "modelsLive",
      GAUGE,
      "models",
      "Models held as objects on the heap",
      "score TOPIC"),
  MODELS_CREATED(
      DETECTION,
      "modelsCreated",
      COUNTER,
      "models",
      "Models begun, with or without a past to learn from",
      "score TOPIC"),
  MODELS_LEARNED(
      DETECTION,
      "modelsLearned",
      COUNTER,
      "models",
      "Models begun that have learned from their series' history",
      "score TOPIC"),
  MODELS_RESTORED(
      DETECTION,
      "modelsRestored",
      COUNTER,
      "models",
      "Models brought back from their saved state, after a restart or an eviction",
      "score TOPIC"),
  MODELS_EVICTED(
      DETECTION,
      "modelsEvicted",
      COUNTER,
      "models",
      "Models dropped from the heap for others; their state stays",
      "score TOPIC"),
  MODEL_SNAPSHOTS(
      DETECTION,
      "modelSnapshots",
      COUNTER,
      "snapshots",
      "Snapshots of models written to state",
      "score TOPIC"),
  JOURNAL_LENGTH(
      DETECTION,
      "journalLength",
      GAUGE,
      "points",
      "Points in the journals of the models on the heap: what a restore of all would score again",
      "score TOPIC"),
  RESTORE_TIME(
      DETECTION,
      "restoreTime",
      HISTOGRAM,
      "ms",
      "What bringing back one model took, its journal included. The last 1,000 of a task",
      "score TOPIC"),
  RESTORE_TIME_P99(
      DETECTION,
      "restoreTimeP99",
      GAUGE,
      "ms",
      "The 99th percentile of `restoreTime`, for CloudWatch, which takes no histogram; 0 before the"
          + " first",
      "score TOPIC"),
  DETECTOR_SET_VERSION(
      DETECTION,
      "detectorSetVersion",
      GAUGE,
      "versions",
      "The version of the detectors by which records are read; 0 until the file changes",
      "read TOPIC"),
  DETECTOR_FILES_REFUSED(
      DETECTION,
      "detectorFilesRefused",
      COUNTER,
      "files",
      "Changes of the detector file that took no effect, as they are invalid or would forget what"
          + " was learned; the log says why",
      "read TOPIC, on the JobManager"),
  ROWS_READ(
      SINK,
      "rowsRead",
      COUNTER,
      "records",
      "Records read from the topic of decisions",
      "decode TOPIC"),
  ROWS_REJECTED(
      SINK,
      "rowsRejected",
      COUNTER,
      "dead letters",
      "Records that are no decisions, by reason",
      "decode TOPIC",
      Label.REASON),
  ROWS_WRITTEN(
      SINK, "rowsWritten", COUNTER, "rows", "Rows written to files of the lake", "write lake"),
  ROWS_WRITTEN_PER_SECOND(
      SINK,
      "rowsWrittenPerSecond",
      METER,
      "rows/s",
      "Rows written to files of the lake, over the last minute",
      "write lake"),
  FILES_WRITTEN(
      SINK,
      "filesWritten",
      COUNTER,
      "files",
      "Files finished, which become visible when their checkpoint completes",
      "write lake");

  /**
   * The group of all of them. Managed Service for Apache Flink sends to CloudWatch what is in a
   * group of this name and nothing else of an application's own, each label as a dimension:
   * https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-custom.html. It does
   * no harm elsewhere, so that a metric has the same name everywhere.
   */
  public static final String GROUP = "kinesisanalytics";

  private static final String PREFIX = "flink_taskmanager_job_task_operator_";
  private static final String COORDINATOR_PREFIX =
      "flink_jobmanager_job_operator_coordinator_enumerator_";

  private final Application application;
  private final String text;
  private final Type type;
  private final List<Label> labels;
  private final String unit;
  private final String meaning;
  private final String where;

  JobMetric(
      Application application,
      String text,
      Type type,
      String unit,
      String meaning,
      String where,
      Label... labels) {
    this.application = application;
    this.text = text;
    this.type = type;
    this.labels = List.of(labels);
    this.unit = unit;
    this.meaning = meaning;
    this.where = where;
  }

  /** Whose a metric is. */
  public enum Application {
    /** From records to decisions. */
    DETECTION,
    /** From decisions to the lake. */
    SINK
  }

  /** Flink's types of metrics. */
  public enum Type {
    /** Goes up while the task runs, from 0. */
    COUNTER,
    /** A value of the moment. */
    GAUGE,
    /** A rate over the last minute. */
    METER,
    /** Quantiles; Prometheus calls it a summary. */
    HISTOGRAM;

    /** As it is written in documentation. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What tells the values of one metric apart. */
  public enum Label {
    /** The detector's name. */
    DETECTOR,
    /** Of the reasons of rejected records. */
    REASON;

    /** The label's name, in CloudWatch the dimension's. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The application that has the metric. */
  public Application application() {
    return application;
  }

  /** The name in Flink and in CloudWatch. */
  public String text() {
    return text;
  }

  public Type type() {
    return type;
  }

  /** In the order of their groups. */
  public List<Label> labels() {
    return labels;
  }

  public String unit() {
    return unit;
  }

  /** A sentence or two for people. */
  public String meaning() {
    return meaning;
  }

  /** The operator that counts it, by the name it has in Flink's pages. */
  public String where() {
    return where;
  }

  /** The name that Flink's Prometheus reporter makes of the groups: labels' names are in it. */
  public String prometheusName() {
    String prefix = this == DETECTOR_FILES_REFUSED ? COORDINATOR_PREFIX : PREFIX;
    return Stream.of(Stream.of(GROUP), labels.stream().map(Label::text), Stream.of(text))
        .flatMap(part -> part)
        .collect(Collectors.joining("_", prefix, ""));
  }

  /** The metrics of one application. */
  public static List<JobMetric> of(Application application) {
    return Arrays.stream(values()).filter(metric -> metric.application == application).toList();
  }
}

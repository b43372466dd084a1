package io.anomalystack.job.decode;

import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.PartitionClock;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Turns the records of one topic into samples for its detectors, or into rejected records that say
 * why not. No input makes it throw.
 *
 * <p>A record that holds several points (OTLP's data points, the columns that a detector unpivots)
 * is as many records, one after the other: each is counted, rejected or not a detector's by itself.
 * They share partition and offset; where what is rejected is one point, the payload is that point
 * alone, as the JSON object that the topic's detectors see.
 */
public final class TopicDecoder {
  private static final byte[] NOTHING = {};

  /** The wall clock, in epoch ms; a replay holds it still. */
  public interface WallClock extends LongSupplier, Serializable {}

  private final String topic;
  private final WallClock wallClock;
  private final FieldReader reader;
  private final Fields fields;
  private final List<DetectorReader> detectors;
  private final boolean severalPoints;
  private final Runnable filled = this::readDetectors;

  /** Of the record that is being decoded. */
  private Draft draft;

  /** The clock that says what is too far in the future for it. */
  private long reference;

  /**
   * A decoder for the use of one thread.
   *
   * @param detectors the detectors of the topic; a sample names its detector by the place in here
   */
  public TopicDecoder(
      String topic, List<Detector> detectors, RecordFormat format, WallClock wallClock) {
    this.topic = topic;
    this.wallClock = wallClock;
    FieldSet fieldSet = new FieldSet();
    this.detectors = detectors.stream().map(d -> new DetectorReader(d, fieldSet)).toList();
    this.fields = new Fields(fieldSet);
    this.severalPoints = format instanceof RecordFormat.Otlp;
    this.reader = reader(format, fieldSet, detectors);
  }

  private static FieldReader reader(
      RecordFormat format, FieldSet fields, List<Detector> detectors) {
    if (format instanceof RecordFormat.Csv csv) {
      return new CsvFieldReader(fields, csv.header());
    }
    if (format instanceof RecordFormat.Otlp otlp) {
      return new OtlpFieldReader(fields, otlp.protobuf());
    }
    return new JsonFieldReader(fields, detectors.stream().anyMatch(Detector::readsNotFinite));
  }

  /** Decodes one record for every detector; its clocks are its own event time. */
  public Decoded decode(RawRecord record) {
    draft = new Draft(record);
    String refusal = refusal(record);
    if (refusal != null) {
      boolean empty = record.value() == null || record.value().length == 0;
      draft.rejected(
          null, empty ? RejectionReason.EMPTY_RECORD : RejectionReason.TOO_LARGE, refusal);
      return draft.decoded();
    }
    long now = wallClock.getAsLong();
    reference =
        record.timestamp() == RawRecord.NO_TIMESTAMP ? now : Math.min(now, record.timestamp());
    try {
      fields.clear();
      reader.read(record.value(), fields, filled);
    } catch (UnreadableRecordException e) {
      draft.rejected(null, e.reason(), e.getMessage());
    }
    return draft.decoded();
  }

  private void readDetectors() {
    draft.endPoints();
    for (int i = 0; i < detectors.size(); i++) {
      DetectorReader detector = detectors.get(i);
      draft.detector = detector.detector();
      draft.index = i;
      detector.read(fields, reference + detector.detector().maxFuture().toMillis(), draft);
    }
  }

  private static String refusal(RawRecord record) {
    if (record.value() == null || record.value().length == 0) {
      return "the record has no bytes";
    }
    if (record.value().length > RejectedRecord.MAX_RECORD_BYTES) {
      return "the record has %d bytes; at most %d are accepted"
          .formatted(record.value().length, RejectedRecord.MAX_RECORD_BYTES);
    }
    return null;
  }

  /** What has been read from one record so far. */
  private final class Draft implements DetectorReader.Output {
    private final RawRecord record;
    private final byte[] payload;
    private boolean ofPoint;
    private byte[] point;
    private final List<Sample> samples = new ArrayList<>(1);
    private List<RejectedRecord> rejected = List.of();
    private Detector detector;
    private int index;
    private long eventTime = PartitionClock.UNKNOWN;

    Draft(RawRecord record) {
      this.record = record;
      this.payload = record.value() == null ? NOTHING : record.value();
    }

    @Override
    public void rejected(String measure, RejectionReason reason, String detail) {
      if (rejected.isEmpty()) {
        rejected = new ArrayList<>(1);
      }
      rejected.add(
          new RejectedRecord(
              topic,
              record.partition(),
              record.offset(),
              record.timestamp(),
              detector == null ? null : detector.name(),
              measure,
              reason,
              detail,
              payload()));
    }

    @Override
    public void eventTime(long time) {
      eventTime = Math.max(eventTime, time);
    }

    @Override
    public void sample(
        SeriesKey key,
        long eventTime,
        int nanos,
        double[] values,
        long step,
        boolean ends,
        long notANumber) {
      samples.add(
          new Sample(
              index,
              key,
              eventTime,
              nanos,
              record.partition(),
              record.offset(),
              record.timestamp(),
              values,
              payload(),
              step,
              ends,
              notANumber,
              fields.counter()));
    }

    @Override
    public void beginPoint() {
      ofPoint = true;
      point = null;
    }

    @Override
    public void endPoints() {
      ofPoint = severalPoints;
      point = null;
    }

    private byte[] payload() {
      if (!ofPoint) {
        return payload;
      }
      point = point == null ? fields.json() : point;
      return point;
    }

    Decoded decoded() {
      return new Decoded(record.partition(), samples, rejected, eventTime, eventTime);
    }
  }
}

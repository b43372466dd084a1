package io.anomalystack.job.ingest;

import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record's windows are keyed by: a detector and one combination of its dimensions' values.
 *
 * <p>Equality is by text and bucket. The hash, which Flink turns into a key group, is the {@code
 * bucket}'s: a detector's series are spread over buckets that each admit a fixed share of {@code
 * maxSeries}, and all series of a bucket live in one key group, so that the count which admits them
 * is restored and rescaled together with them.
 */
public final class SeriesKey {
  /** A bucket's share of {@code maxSeries}: small detectors have one bucket, and an exact limit. */
  static final int SERIES_PER_BUCKET = 64;

  /** More buckets than key groups would spread no further. */
  static final int MOST_BUCKETS = 720;

  private final int bucket;
  private final String text;

  SeriesKey(int bucket, String text) {
    this.bucket = bucket;
    this.text = text;
  }

  /** The key of a detector's series with these dimension values, in the detector's order. */
  public static SeriesKey of(Detector detector, int buckets, String[] values) {
    StringBuilder text = new StringBuilder(48).append(detector.name());
    for (String value : values) {
      // Length first: no value can pass for two.
      text.append('\u0000').append(value.length()).append(':').append(value);
    }
    String series = text.toString();
    return new SeriesKey(
        bucketHash(detector.name(), Math.floorMod(series.hashCode(), buckets)), series);
  }

  /** How many buckets a detector's series are spread over. */
  public static int buckets(Detector detector) {
    return Math.max(1, Math.min(MOST_BUCKETS, detector.maxSeries() / SERIES_PER_BUCKET));
  }

  /** The most series that each bucket of the detector admits. */
  public static int admittedPerBucket(Detector detector) {
    return detector.maxSeries() / buckets(detector);
  }

  /** The key under which the bucket of this series counts what it has admitted. */
  public SeriesKey counter() {
    return new SeriesKey(bucket, detectorName() + "\u0000#");
  }

  /** The name of the detector. */
  public String detectorName() {
    int end = text.indexOf('\u0000');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The dimensions' values, in the detector's order. */
  public List<String> values() {
    List<String> values = new ArrayList<>();
    int at = text.indexOf('\u0000');
    while (at >= 0 && at < text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(text, at + 1, colon, 10);
      values.add(text.substring(colon + 1, end));
      at = end;
    }
    return values;
  }

  int bucket() {
    return bucket;
  }

  /** Detector and values, unambiguous. */
  public String text() {
    return text;
  }

  private static int bucketHash(String detector, int bucket) {
    return 31 * detector.hashCode() + bucket;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesKey key && key.bucket == bucket && key.text.equals(text);
  }

  @Override
  public int hashCode() {
    return bucket;
  }

  @Override
  public String toString() {
    return text.replace('\u0000', ' ');
  }
}

package io.anomalystack.job.ingest;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.Unpivot;
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

  private static final char END_OF_NAME = '\u0001';

  private final int bucket;
  private final String text;

  SeriesKey(int bucket, String text) {
    this.bucket = bucket;
    this.text = text;
  }

  /** The key of a detector's series with these dimension values, in the detector's order. */
  public static SeriesKey of(Detector detector, int buckets, String[] values) {
    return of(shape(detector), buckets, values);
  }

  /**
   * The same, for many records.
   *
   * @param shape the detector's {@link #shape}
   */
  public static SeriesKey of(String shape, int buckets, String[] values) {
    StringBuilder text = new StringBuilder(64).append(shape);
    for (String value : values) {
      // Length first: no value can pass for two.
      text.append('\u0000').append(value.length()).append(':').append(value);
    }
    String series = text.toString();
    int bucket = Math.floorMod(series.hashCode(), buckets);
    return new SeriesKey(31 * shape.hashCode() + bucket, series);
  }

  /**
   * The detector's name, and a digest of what its open periods depend on. When that is changed in
   * the detector file, periods left open under the old shape are dropped, and new ones begin; they
   * would otherwise be read as what they are not. Models live on: they are keyed by time series.
   */
  public static String shape(Detector detector) {
    // Spelled out, since the digest is part of what is saved: no record's toString() may change it.
    List<Dimension> parts = new ArrayList<>();
    parts.add(new Dimension("period", Long.toString(detector.period().toMillis())));
    parts.add(new Dimension("each record", Boolean.toString(detector.eachRecord())));
    parts.add(new Dimension("buckets", Integer.toString(buckets(detector))));
    if (detector.joint()) {
      parts.add(new Dimension("joint", "true"));
    }
    for (int i = 0; i < detector.dimensions().size(); i++) {
      parts.add(new Dimension("dimension " + i, detector.dimensions().get(i).text()));
    }
    for (int i = 0; i < detector.measures().size(); i++) {
      Measure measure = detector.measures().get(i);
      parts.add(new Dimension("measure " + i, measure.name()));
      parts.add(new Dimension("field " + i, measure.field().text()));
      parts.add(new Dimension("aggregation " + i, measure.aggregation().name()));
      if (measure.derived() != null) {
        parts.add(new Dimension("derived " + i, measure.derived().word()));
      }
    }
    Unpivot unpivot = detector.layout().unpivot();
    if (unpivot != null) {
      parts.add(new Dimension("unpivot", unpivot.fields().text()));
      parts.add(new Dimension("unpivot value", unpivot.value()));
    }
    long digest = TimeSeriesId.seed(TimeSeriesId.of(detector.name(), "shape", parts));
    return detector.name() + END_OF_NAME + Long.toHexString(digest);
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
    return new SeriesKey(bucket, shape() + "\u0000#");
  }

  /** The {@link #shape(Detector) shape} of the detector when the series began. */
  public String shape() {
    int end = text.indexOf('\u0000');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The name of the detector. */
  public String detectorName() {
    return text.substring(0, text.indexOf(END_OF_NAME));
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

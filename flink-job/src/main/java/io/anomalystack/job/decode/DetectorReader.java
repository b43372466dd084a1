package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Aggregation;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.Measure;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a record's fields as one detector sees them. */
final class DetectorReader {
  /** A longer dimension is an error upstream, not a name that anybody wants to read. */
  static final int MAX_DIMENSION_LENGTH = 1_024;

  /** Takes what a record says to the detector. */
  interface Output {
    void rejected(String measure, RejectionReason reason, String detail);

    void sample(SeriesKey key, long eventTime, int nanos, double[] values);

    /** The record has this event time, in epoch ms, whether or not it is counted. */
    void eventTime(long eventTime);
  }

  private final Detector detector;
  private final String shape;
  private final int buckets;
  private final EventTime eventTime;
  private final int timestampSlot;
  private final int[] dimensionSlots;
  private final int[] measureSlots;
  private final int[] whereSlots;
  private final List<Set<String>> whereTexts;
  private final String[] dimensionValues;

  DetectorReader(Detector detector, FieldSet fields) {
    this.detector = detector;
    this.shape = SeriesKey.shape(detector);
    this.buckets = SeriesKey.buckets(detector);
    this.eventTime = new EventTime(detector.timestampFormat());
    this.timestampSlot = fields.slot(detector.timestamp());
    this.dimensionSlots = detector.dimensions().stream().mapToInt(fields::slot).toArray();
    this.measureSlots =
        detector.measures().stream().map(Measure::field).mapToInt(fields::slot).toArray();
    List<Map.Entry<FieldPath, Set<String>>> where = List.copyOf(detector.where().entrySet());
    this.whereSlots = where.stream().mapToInt(entry -> fields.slot(entry.getKey())).toArray();
    this.whereTexts = where.stream().map(Map.Entry::getValue).toList();
    this.dimensionValues = new String[dimensionSlots.length];
  }

  Detector detector() {
    return detector;
  }

  /**
   * Reads one record.
   *
   * @param latest the newest event time that is not too far in the future, in epoch ms
   */
  void read(Fields fields, long latest, Output output) {
    boolean hasTime = fields.kind(timestampSlot) != Kind.ABSENT;
    String wrong =
        hasTime ? eventTime.read(fields.kind(timestampSlot), fields.text(timestampSlot)) : null;
    // Time goes on for the whole topic, with records that are another's or cannot be counted too.
    if (hasTime && wrong == null && eventTime.millis() <= latest) {
      output.eventTime(eventTime.millis());
    }
    if (!isOurs(fields)) {
      return;
    }
    if (!hasTime) {
      output.rejected(null, RejectionReason.MISSING_FIELD, missing(detector.timestamp()));
      return;
    }
    if (wrong != null) {
      output.rejected(
          null, RejectionReason.BAD_TIMESTAMP, "'" + detector.timestamp().text() + "': " + wrong);
      return;
    }
    if (eventTime.millis() > latest) {
      output.rejected(
          null,
          RejectionReason.TOO_FAR_IN_FUTURE,
          // Not how far: that would change from run to run.
          "'%s' is %s, more than maxFuture (%d s) ahead of the clock"
              .formatted(
                  detector.timestamp().text(),
                  fields.text(timestampSlot),
                  detector.maxFuture().toSeconds()));
      return;
    }
    for (int i = 0; i < dimensionSlots.length; i++) {
      if (!readDimension(i, fields, output)) {
        return;
      }
    }
    double[] values = readMeasures(fields, output);
    if (values != null) {
      output.sample(
          SeriesKey.of(shape, buckets, dimensionValues),
          eventTime.millis(),
          eventTime.nanos(),
          values);
    }
  }

  private boolean isOurs(Fields fields) {
    for (int i = 0; i < whereSlots.length; i++) {
      String text = fields.text(whereSlots[i]);
      if (text == null || !whereTexts.get(i).contains(text)) {
        return false;
      }
    }
    return true;
  }

  private boolean readDimension(int index, Fields fields, Output output) {
    int slot = dimensionSlots[index];
    FieldPath path = detector.dimensions().get(index);
    String text = fields.text(slot);
    if (fields.kind(slot) == Kind.NESTED) {
      output.rejected(
          null,
          RejectionReason.BAD_DIMENSION,
          "dimension '" + path.text() + "' must be a string, number or boolean, not nested");
      return false;
    }
    if (text == null || text.isEmpty()) {
      output.rejected(null, RejectionReason.MISSING_FIELD, missing(path));
      return false;
    }
    if (text.length() > MAX_DIMENSION_LENGTH) {
      output.rejected(
          null,
          RejectionReason.BAD_DIMENSION,
          "dimension '%s' has %d characters; at most %d are accepted"
              .formatted(path.text(), text.length(), MAX_DIMENSION_LENGTH));
      return false;
    }
    if (hasLoneSurrogate(text)) {
      output.rejected(
          null,
          RejectionReason.BAD_DIMENSION,
          "dimension '" + path.text() + "' holds half a surrogate pair, which no UTF-8 can hold");
      return false;
    }
    dimensionValues[index] = text;
    return true;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      // A pair is one code point beyond the surrogates' range.
      int codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return true;
      }
      i += Character.charCount(codePoint) - 1;
    }
    return false;
  }

  /** The measures' values, NaN for one that the record does not hold; null if it holds none. */
  private double[] readMeasures(Fields fields, Output output) {
    double[] values = new double[measureSlots.length];
    int held = 0;
    int refused = 0;
    for (int i = 0; i < measureSlots.length; i++) {
      values[i] = Double.NaN;
      Kind kind = fields.kind(measureSlots[i]);
      if (kind == Kind.ABSENT) {
        continue;
      }
      Measure measure = detector.measures().get(i);
      if (measure.aggregation() == Aggregation.COUNT) {
        values[i] = 1;
        held++;
        continue;
      }
      double value =
          kind == Kind.NUMBER ? Double.parseDouble(fields.text(measureSlots[i])) : Double.NaN;
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        refused++;
        output.rejected(
            measure.name(), RejectionReason.NOT_A_FINITE_NUMBER, notFinite(measure, kind, fields));
      } else {
        values[i] = value;
        held++;
      }
    }
    if (held == 0 && refused == 0) {
      output.rejected(
          null,
          RejectionReason.MISSING_FIELD,
          measureSlots.length == 1
              ? missing(detector.measures().get(0).field())
              : "none of the detector's measures is there: "
                  + String.join(
                      ", ", detector.measures().stream().map(m -> m.field().text()).toList()));
    }
    return held == 0 ? null : values;
  }

  private String notFinite(Measure measure, Kind kind, Fields fields) {
    String text = fields.text(measureSlots[detector.measures().indexOf(measure)]);
    String was =
        kind == Kind.NESTED
            ? "nested"
            : (kind == Kind.STRING ? "the string '" : "'")
                + (text.length() > 60 ? text.substring(0, 60) + "…" : text)
                + "'";
    return "measure '"
        + measure.field().text()
        + "' must be a JSON number within a double's range, was "
        + was;
  }

  private static String missing(FieldPath path) {
    return "field '" + path.text() + "' is missing, null or empty";
  }
}

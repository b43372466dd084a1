package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.job.decode.Fields.Match;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Aggregation;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.InputFormat;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.Unpivot;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a record's fields as one detector sees them. */
final class DetectorReader {
  /** A longer dimension is an error upstream, not a name that anybody wants to read. */
  static final int MAX_DIMENSION_LENGTH = 1_024;

  /** Takes what a record says to the detector. */
  interface Output {
    void rejected(String measure, RejectionReason reason, String detail);

    /** A sample; the arguments are those of {@link Sample}. */
    void sample(
        SeriesKey key,
        long eventTime,
        int nanos,
        double[] values,
        long step,
        boolean ends,
        long notANumber);

    /** The record has this event time, in epoch ms, whether or not it is counted. */
    void eventTime(long eventTime);

    /** What follows is said of one of the record's points alone, as the fields now are. */
    void beginPoint();

    /** What follows is said of the whole record again. */
    void endPoints();
  }

  private final Detector detector;
  private final String shape;
  private final int buckets;
  private final EventTime eventTime;
  private final int timestampSlot;
  private final int stepSlot;
  private final int[] dimensionSlots;
  private final int[] measureSlots;
  private final Conditions where;
  private final Conditions whereOfEnds;
  private final Conditions ends;
  private final DerivedQuantities derived;
  private final boolean notFinite;
  private final boolean sharesTopic;
  private final Unpivot unpivot;
  private final int pattern;
  private final int nameSlot;
  private final int valueSlot;
  private final String[] dimensionValues;

  /** The field that the point is of, where the record is unpivoted. */
  private String unpivoted;

  private long notANumber;

  DetectorReader(Detector detector, FieldSet fields) {
    this.detector = detector;
    this.shape = SeriesKey.shape(detector);
    this.buckets = SeriesKey.buckets(detector);
    this.eventTime = new EventTime(detector.timestampFormat());
    this.unpivot = detector.layout().unpivot();
    this.pattern = unpivot == null ? -1 : fields.pattern(unpivot.fields());
    this.nameSlot = unpivot == null ? -1 : fields.derived(unpivot.name());
    this.valueSlot = unpivot == null ? -1 : fields.derived(unpivot.value());
    this.timestampSlot = fields.slot(detector.timestamp());
    FieldPath step = detector.layout().step();
    this.stepSlot = step == null ? -1 : fields.slot(step);
    this.dimensionSlots = slots(detector.dimensions(), fields);
    this.measureSlots =
        detector.measures().stream()
            .mapToInt(measure -> measure.derived() == null ? slot(measure.field(), fields) : -1)
            .toArray();
    this.where = new Conditions(detector.where(), fields);
    this.ends = new Conditions(detector.layout().ends(), fields);
    this.whereOfEnds = where.without(detector.layout().ends().keySet(), fields);
    this.derived =
        detector.layout().derived() == null
            ? null
            : new DerivedQuantities(
                detector.layout().derived(), detector.dimensions(), path -> slot(path, fields));
    this.notFinite = detector.readsNotFinite();
    this.sharesTopic = detector.layout().format() != InputFormat.JSON;
    this.dimensionValues = new String[dimensionSlots.length];
  }

  private int[] slots(List<FieldPath> paths, FieldSet fields) {
    return paths.stream().mapToInt(path -> slot(path, fields)).toArray();
  }

  /** The slot of a field of the record, or of the two that unpivoting makes. */
  private int slot(FieldPath path, FieldSet fields) {
    if (unpivot != null && path.text().equals(unpivot.name())) {
      return nameSlot;
    }
    return unpivot != null && path.text().equals(unpivot.value()) ? valueSlot : fields.slot(path);
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
    boolean end = !ends.isEmpty() && ends.hold(fields);
    if (!(end ? whereOfEnds : where).hold(fields) || (sharesTopic && !end && !isHeld(fields))) {
      return;
    }
    if (!hasTime) {
      output.rejected(null, RejectionReason.MISSING_FIELD, missing(detector.timestamp().text()));
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
    long step =
        stepSlot < 0 ? Sample.NO_STEP : Step.read(fields.kind(stepSlot), fields.text(stepSlot));
    if (step == Step.BAD) {
      output.rejected(
          null,
          RejectionReason.BAD_STEP,
          "step '%s' must be a whole number, was %s"
              .formatted(
                  detector.layout().step().text(),
                  Shown.value(fields.kind(stepSlot), fields.text(stepSlot))));
      return;
    }
    if (unpivot == null) {
      readPoint(fields, step, end, output);
    } else {
      readPoints(fields, step, end, output);
    }
  }

  /** Whether the record holds any of the measures, however bad it is. */
  private boolean isHeld(Fields fields) {
    for (int slot : measureSlots) {
      if (slot >= 0 && fields.kind(slot) != Kind.ABSENT) {
        return true;
      }
    }
    return (unpivot != null && !fields.matches(pattern).isEmpty())
        || (derived != null && derived.isHeld(fields));
  }

  /** One point for each field that matches. */
  private void readPoints(Fields fields, long step, boolean end, Output output) {
    List<Match> matches = fields.matches(pattern);
    if (matches.isEmpty()) {
      output.rejected(
          null,
          RejectionReason.MISSING_FIELD,
          "no field matches '" + unpivot.fields().text() + "', of which unpivot makes points");
      return;
    }
    for (int i = 0; i < matches.size(); i++) {
      Match match = matches.get(i);
      fields.set(nameSlot, Kind.STRING, match.captured());
      fields.set(valueSlot, match.kind(), match.text());
      unpivoted = unpivot.field(match.captured());
      output.beginPoint();
      readPoint(fields, step, end, output);
    }
    fields.set(nameSlot, Kind.ABSENT, null);
    fields.set(valueSlot, Kind.ABSENT, null);
    output.endPoints();
  }

  private void readPoint(Fields fields, long step, boolean end, Output output) {
    for (int i = 0; i < dimensionSlots.length; i++) {
      if (!readDimension(i, fields, output)) {
        return;
      }
    }
    double[] values = readMeasures(fields, end, output);
    if (values != null) {
      output.sample(
          SeriesKey.of(shape, buckets, dimensionValues),
          eventTime.millis(),
          eventTime.nanos(),
          values,
          step,
          end,
          notANumber);
    }
  }

  private boolean readDimension(int index, Fields fields, Output output) {
    int slot = dimensionSlots[index];
    FieldPath path = detector.dimensions().get(index);
    String text = fields.text(slot);
    if (fields.kind(slot) == Kind.NESTED || fields.kind(slot) == Kind.UNSUPPORTED) {
      output.rejected(
          null,
          RejectionReason.BAD_DIMENSION,
          "dimension '" + path.text() + "' must be a string, number or boolean, not nested");
      return false;
    }
    if (text == null || text.isEmpty()) {
      output.rejected(null, RejectionReason.MISSING_FIELD, missing(path.text()));
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

  /**
   * The measures' values, NaN for one that the record does not hold; null if it holds none, unless
   * it ends its series, which it may say without any.
   */
  private double[] readMeasures(Fields fields, boolean end, Output output) {
    double[] values = new double[measureSlots.length];
    notANumber = 0;
    int held = 0;
    int refused = 0;
    for (int i = 0; i < measureSlots.length; i++) {
      values[i] = Double.NaN;
      Measure measure = detector.measures().get(i);
      if (measure.derived() != null) {
        if (!derived.isHeld(fields)) {
          continue;
        }
        values[i] = derived.read(measure.derived(), fields, dimensionValues);
        if (Double.isNaN(values[i])) {
          output.rejected(measure.name(), derived.reason(), derived.detail());
        }
      } else {
        Kind kind = fields.kind(measureSlots[i]);
        if (kind == Kind.ABSENT) {
          continue;
        }
        values[i] =
            measure.aggregation() == Aggregation.COUNT
                ? 1
                : number(i, kind, fields.text(measureSlots[i]));
        if (Double.isNaN(values[i])) {
          reject(i, kind, fields.text(measureSlots[i]), output);
        }
      }
      if (Double.isNaN(values[i])) {
        refused++;
      } else {
        held++;
      }
    }
    if (held == 0 && refused == 0 && !end) {
      output.rejected(null, RejectionReason.MISSING_FIELD, holdsNone());
    }
    return held == 0 && !end ? null : values;
  }

  /**
   * The value of a measure, infinite where one that is not finite is read; NaN if it is refused.
   */
  private double number(int index, Kind kind, String text) {
    double value = kind == Kind.NUMBER ? Double.parseDouble(text) : Double.NaN;
    if (Double.isFinite(value)) {
      return value;
    }
    Double special = notFinite ? NotFinite.read(kind, text) : null;
    if (special == null) {
      return Double.NaN;
    }
    if (special.isNaN()) {
      // Beyond the last bit it is infinite like the others.
      notANumber |= index < Long.SIZE ? 1L << index : 0;
      return Double.POSITIVE_INFINITY;
    }
    return special;
  }

  private void reject(int index, Kind kind, String text, Output output) {
    Measure measure = detector.measures().get(index);
    String field = field(index);
    if (kind == Kind.UNSUPPORTED) {
      output.rejected(
          measure.name(),
          RejectionReason.UNSUPPORTED_METRIC_TYPE,
          "metric '%s' is %s, which is no single number; gauges and sums are read"
              .formatted(field, text));
    } else {
      output.rejected(
          measure.name(),
          RejectionReason.NOT_A_FINITE_NUMBER,
          "measure '%s' must be a JSON number within a double's range, was %s"
              .formatted(field, Shown.value(kind, text)));
    }
  }

  /** A measure's field as the record has it. */
  private String field(int index) {
    return unpivot != null && measureSlots[index] == valueSlot
        ? unpivoted
        : detector.measures().get(index).field().text();
  }

  private String holdsNone() {
    if (measureSlots.length == 1 && measureSlots[0] >= 0) {
      return missing(field(0));
    }
    List<String> names =
        IntStream.range(0, measureSlots.length)
            .mapToObj(
                i ->
                    measureSlots[i] >= 0
                        ? field(i)
                        : "%s (of %s)"
                            .formatted(
                                detector.measures().get(i).field().text(),
                                String.join(", ", derived.fields())))
            .toList();
    return "none of the detector's measures is there: " + String.join(", ", names);
  }

  private static String missing(String field) {
    return "field '" + field + "' is missing, null or empty";
  }
}

package io.anomalystack.lake;

import io.anomalystack.model.Contributor;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.FindingsJson;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.TimeSeriesId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Gathers a row's values as Parquet hands them over, and makes them a decision. */
final class DecisionRow extends RecordMaterializer<Decision> {
  private final Map<DecisionColumn, Object> values = new EnumMap<>(DecisionColumn.class);
  private final GroupConverter root;

  /**
   * A row of a file.
   *
   * @param schema columns of ours only
   */
  DecisionRow(MessageType schema) {
    Converter[] converters =
        schema.getFields().stream()
            .map(type -> converter(DecisionColumn.named(type.getName())))
            .toArray(Converter[]::new);
    root =
        new GroupConverter() {
          @Override
          public Converter getConverter(int field) {
            return converters[field];
          }

          @Override
          public void start() {
            values.clear();
          }

          @Override
          public void end() {
            // The decision is made when it is asked for.
          }
        };
  }

  private Converter converter(DecisionColumn column) {
    return switch (column.type()) {
      case DIMENSIONS -> new DimensionsConverter(dimensions -> values.put(column, dimensions));
      case TEXT -> new TextConverter(text -> values.put(column, text));
      default -> new ValueConverter(value -> values.put(column, value));
    };
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  @Override
  public Decision getCurrentRecord() {
    String timeseriesId = text(DecisionColumn.TIMESERIES_ID);
    long start = whole(DecisionColumn.DETECTION_PERIOD_START_TIME);
    Long sequence = wholeOrNull(DecisionColumn.SEQUENCE);
    int anomaly = zeroOrOne(DecisionColumn.ANOMALY_DECISION, 0);
    return new Decision(
        text(DecisionColumn.DETECTOR_NAME),
        text(DecisionColumn.MEASURE),
        timeseriesId,
        number(DecisionColumn.ANOMALY_DECISION_THRESHOLD),
        dimensions(),
        number(DecisionColumn.AGGREGATED_MEASURE_VALUE),
        number(DecisionColumn.ANOMALY_SCORE),
        start,
        whole(DecisionColumn.DETECTION_PERIOD_END_TIME),
        whole(DecisionColumn.PROCESSED_DATA_POINTS),
        number(DecisionColumn.ANOMALY_CONFIDENCE_SCORE),
        anomaly,
        stage(),
        number(DecisionColumn.EXPECTED_VALUE),
        decisionId(timeseriesId, start, sequence),
        flag(DecisionColumn.FILLED),
        flag(DecisionColumn.PARTIAL),
        numberOrNull(DecisionColumn.PREDICTED_VALUE),
        numberOrNull(DecisionColumn.LOWER_BOUND),
        numberOrNull(DecisionColumn.UPPER_BOUND),
        zeroOrOne(DecisionColumn.ALERT, anomaly),
        (Long) value(DecisionColumn.RECORD_TIME),
        sequence,
        suppression(),
        new Explanation(
            contributors(),
            (Long) value(DecisionColumn.ANOMALY_START_TIME),
            text(DecisionColumn.HELD_BACK)),
        wholeOrNull(DecisionColumn.POINTS_UNTIL_INFERENCE),
        measures(),
        findings());
  }

  private Object value(DecisionColumn column) {
    return values.get(column);
  }

  private String text(DecisionColumn column) {
    return (String) value(column);
  }

  private double number(DecisionColumn column) {
    Double number = numberOrNull(column);
    return number == null ? 0 : number;
  }

  private Double numberOrNull(DecisionColumn column) {
    return (Double) value(column);
  }

  private long whole(DecisionColumn column) {
    Object whole = value(column);
    return whole == null ? 0 : (Long) whole;
  }

  private Long wholeOrNull(DecisionColumn column) {
    Double number = numberOrNull(column);
    return number == null ? null : (Long) number.longValue();
  }

  private int zeroOrOne(DecisionColumn column, int fallback) {
    Object zeroOrOne = value(column);
    return zeroOrOne == null ? fallback : (Integer) zeroOrOne;
  }

  private boolean flag(DecisionColumn column) {
    return Boolean.TRUE.equals(value(column));
  }

  private List<Dimension> dimensions() {
    @SuppressWarnings("unchecked") // as the column's converter gives it
    List<Dimension> dimensions = (List<Dimension>) value(DecisionColumn.DIMENSION_LIST);
    return dimensions == null ? List.of() : dimensions;
  }

  private ModelStage stage() {
    String stage = text(DecisionColumn.MODEL_STAGE);
    return stage == null ? null : ModelStage.valueOf(stage);
  }

  private String decisionId(String timeseriesId, long start, Long sequence) {
    String id = text(DecisionColumn.DECISION_ID);
    return id != null || timeseriesId == null
        ? id
        : TimeSeriesId.decisionId(timeseriesId, start, sequence == null ? 0 : sequence);
  }

  private Suppression suppression() {
    String by = text(DecisionColumn.SUPPRESSED_BY);
    return by == null ? null : new Suppression(number(DecisionColumn.SUPPRESSED_SCORE), by);
  }

  private List<Contributor> contributors() {
    String text = text(DecisionColumn.CONTRIBUTORS);
    return text == null ? List.of() : DecisionJson.readContributors(text);
  }

  private Findings findings() {
    String rules = text(DecisionColumn.RULE_RESULTS);
    String peer = text(DecisionColumn.PEER);
    String denominator = text(DecisionColumn.DENOMINATOR);
    return new Findings(
        wholeOrNull(DecisionColumn.STEP),
        rules == null ? List.of() : FindingsJson.readRuleResults(rules),
        peer == null ? null : FindingsJson.readPeer(peer),
        denominator == null ? null : FindingsJson.readDenominator(denominator));
  }

  private List<MeasureDecision> measures() {
    String text = text(DecisionColumn.MEASURES);
    return text == null ? List.of() : DecisionJson.readMeasures(text);
  }
}

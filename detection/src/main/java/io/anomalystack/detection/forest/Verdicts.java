package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.returntypes.DiVector;
import io.anomalystack.detection.Explanation;
import io.anomalystack.detection.Explanation.Contributor;
import io.anomalystack.detection.Explanation.HeldBack;
import io.anomalystack.detection.MeasureVerdict;
import io.anomalystack.detection.Verdict;
import io.anomalystack.detection.forecast.Forecast;
import io.anomalystack.model.ModelStage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Says in the measures' units what forecasters and forest found in their own. */
final class Verdicts {

  private static final double[] NO_ATTRIBUTION = {};

  /** Lower scores are noise, and written as zero. */
  private static final double NOISE = 50;

  private Verdicts() {}

  /**
   * @param measures have already learned the point
   * @param shingleSlots of the points in the forest's shingle, the last one being this
   */
  static Verdict of(
      List<MeasureModel> measures,
      AnomalyDescriptor found,
      Evidence evidence,
      RecentEvidence recentEvidence,
      long[] shingleSlots,
      ForestConfig config) {
    double[] shares = shares(measures, found, evidence, config);
    int leading = largest(shares);
    double score = evidence.score();
    boolean news = recentEvidence.isNews(evidence.total());
    boolean noise = score < NOISE;
    double decided = noise || !news ? 0 : score;
    List<MeasureVerdict> verdicts = new ArrayList<>(measures.size());
    for (int i = 0; i < shares.length; i++) {
      verdicts.add(measure(measures.get(i), decided > 0, shares[i]));
    }
    HeldBack heldBack = decided > 0 ? null : heldBack(found, noise);
    Explanation explanation =
        decided == 0 && heldBack == null
            ? null
            : explain(measures.get(leading), found, evidence, heldBack, shingleSlots);
    return new Verdict(verdicts, decided, confidence(found), ModelStage.INFERENCE, 0, explanation);
  }

  static Verdict ofImputed(List<MeasureModel> measures, AnomalyDescriptor found) {
    List<MeasureVerdict> verdicts =
        measures.stream().map(measure -> unpredicted(measure.value(), measures.size())).toList();
    return new Verdict(verdicts, 0, confidence(found), ModelStage.INFERENCE, 0, null);
  }

  static Verdict ofLearned(List<MeasureModel> measures, int pointsUntilInference) {
    List<MeasureVerdict> verdicts =
        measures.stream()
            .map(measure -> unpredicted(measure.lastValue(), measures.size()))
            .toList();
    return new Verdict(verdicts, 0, 0, ModelStage.LEARNING, pointsUntilInference, null);
  }

  private static MeasureVerdict unpredicted(double value, int of) {
    return new MeasureVerdict(value, Double.NaN, Double.NaN, Double.NaN, 0, 1.0 / of);
  }

  private static MeasureVerdict measure(MeasureModel model, boolean anomaly, double share) {
    Forecast forecast = model.forecast();
    if (forecast == null) {
      return new MeasureVerdict(
          model.value(), model.value(), Double.NaN, Double.NaN, anomaly ? model.value() : 0, share);
    }
    double predicted = model.fromFrame(forecast.predicted());
    return new MeasureVerdict(
        model.value(),
        predicted,
        model.fromFrame(forecast.lower()),
        model.fromFrame(forecast.upper()),
        anomaly ? predicted : 0,
        share);
  }

  private static double confidence(AnomalyDescriptor found) {
    return 100 * found.getDataConfidence();
  }

  /** Each measure's part in the evidence; adds up to 1. */
  private static double[] shares(
      List<MeasureModel> measures,
      AnomalyDescriptor found,
      Evidence evidence,
      ForestConfig config) {
    double[] shares = new double[measures.size()];
    if (shares.length == 1) {
      shares[0] = 1;
      return shares;
    }
    double rarities = 0;
    for (MeasureModel measure : measures) {
      rarities += rarity(measure);
    }
    double[] attributed =
        found.getAnomalyGrade() > 0 ? byMeasure(found.getAttribution(), config) : null;
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = rarities > 0 ? evidence.byForecast() * rarity(measures.get(i)) / rarities : 0;
      shares[i] += attributed == null ? 0 : evidence.byForest() * attributed[i];
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = sum > 0 ? shares[i] / sum : 1.0 / shares.length;
    }
    return shares;
  }

  private static double rarity(MeasureModel measure) {
    return measure.forecast() == null ? 0 : measure.forecast().rarity();
  }

  private static int largest(double[] shares) {
    int largest = 0;
    for (int i = 1; i < shares.length; i++) {
      largest = shares[i] > shares[largest] ? i : largest;
    }
    return largest;
  }

  private static Explanation explain(
      MeasureModel leading,
      AnomalyDescriptor found,
      Evidence evidence,
      HeldBack heldBack,
      long[] shingleSlots) {
    boolean graded = found.getAnomalyGrade() > 0;
    int pointsAgo = graded ? -found.getRelativeIndex() : 0;
    int last = shingleSlots.length - 1;
    return new Explanation(
        evidence.total(),
        Evidence.ALERTING,
        contributors(leading.forecast(), evidence),
        shingleSlots[last] - shingleSlots[last - pointsAgo],
        leading.valueAgo(pointsAgo),
        graded ? byPoint(found) : NO_ATTRIBUTION,
        heldBack);
  }

  /** The season's part is what would not be surprising to one who knows of none. */
  private static Map<Contributor, Double> contributors(Forecast forecast, Evidence evidence) {
    Map<Contributor, Double> shares = new EnumMap<>(Contributor.class);
    double total = evidence.total();
    if (total <= 0) {
      return shares;
    }
    double seasonal = 0;
    if (forecast != null && forecast.seasonal() && forecast.rarity() > 0) {
      seasonal = 1 - Math.min(1, forecast.levelRarity() / forecast.rarity());
    }
    shares.put(Contributor.LEVEL, evidence.byForecast() * (1 - seasonal) / total);
    shares.put(Contributor.SEASON, evidence.byForecast() * seasonal / total);
    shares.put(Contributor.PATTERN, evidence.byForest() / total);
    return shares;
  }

  private static double[] byMeasure(DiVector attribution, ForestConfig config) {
    int inputs = config.inputs();
    double[] sums = new double[inputs / MeasureModel.INPUTS];
    for (int i = 0; i < attribution.getDimensions(); i++) {
      sums[i % inputs / MeasureModel.INPUTS] += attribution.getHighLowSum(i);
    }
    return normalized(sums);
  }

  private static double[] byPoint(AnomalyDescriptor found) {
    DiVector attribution = found.getAttribution();
    int inputs = found.getCurrentInput().length;
    double[] sums = new double[attribution.getDimensions() / inputs];
    for (int i = 0; i < attribution.getDimensions(); i++) {
      sums[i / inputs] += attribution.getHighLowSum(i);
    }
    return normalized(sums);
  }

  private static double[] normalized(double[] sums) {
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= total;
    }
    return sums;
  }

  private static HeldBack heldBack(AnomalyDescriptor found, boolean noise) {
    if (!noise) {
      return HeldBack.EXPLAINED_BY_RECENT_POINTS;
    }
    return switch (found.getCorrectionMode()) {
      case NONE -> null;
      case NOISE, FORECAST, CONDITIONAL_FORECAST -> HeldBack.NEAR_EXPECTED;
      default -> HeldBack.EXPLAINED_BY_RECENT_POINTS;
    };
  }
}

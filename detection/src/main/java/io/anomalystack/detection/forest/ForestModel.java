package io.anomalystack.detection.forest;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import io.anomalystack.detection.Seasons;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;
import io.anomalystack.detection.Verdict;
import io.anomalystack.detection.forecast.TailDistribution;
import io.anomalystack.detection.guard.SeriesGuard;
import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One series: for each measure a forecaster and a guard, and one forest for all of them, which sees
 * only what the guards let through.
 *
 * <p>The first points are collected. The last of them fixes the frames, and all of them are learned
 * at once; a forest would not have scored them either. Should a measure ever leave its frame for
 * good, forecasters and forest begin anew in new frames, on the values that the guards remember.
 */
final class ForestModel implements SeriesModel {

  private final ForestConfig config;
  private final SeriesSettings settings;
  private final long seed;
  private final List<MeasureModel> measures;
  private final RecentEvidence recentEvidence;
  private final TailDistribution forestScores;

  private long points;
  private long lastSlot;

  /** Of the points in the forest's shingle; null while the first points are collected. */
  private long[] shingleSlots;

  /** Of the points collected so far; null once they are learned. */
  private long[] firstSlots;

  /** Null while the first points are collected. */
  private Forest forest;

  ForestModel(ForestConfig config, SeriesSettings settings, long seed) {
    this(
        config,
        settings,
        seed,
        new ArrayList<>(),
        new RecentEvidence(),
        TailDistribution.ofForestScores());
    for (int i = 0; i < settings.measures(); i++) {
      measures.add(new MeasureModel(settings.seasons()));
    }
    firstSlots = new long[config.outputAfter()];
  }

  private ForestModel(
      ForestConfig config,
      SeriesSettings settings,
      long seed,
      List<MeasureModel> measures,
      RecentEvidence recentEvidence,
      TailDistribution forestScores) {
    this.config = config.withInputs(MeasureModel.INPUTS * settings.measures());
    this.settings = settings;
    this.seed = seed;
    this.measures = measures;
    this.recentEvidence = recentEvidence;
    this.forestScores = forestScores;
  }

  @Override
  public Verdict score(long slot, double... values) {
    check(slot, values);
    points++;
    if (forest == null) {
      return collect(slot, values);
    }
    AnomalyDescriptor found = process(slot, values);
    return Verdicts.of(measures, found, evidence(found), recentEvidence, shingleSlots, config);
  }

  private Evidence evidence(AnomalyDescriptor found) {
    double rarity = 0;
    for (MeasureModel measure : measures) {
      if (measure.forecast() != null) {
        rarity = Math.max(rarity, measure.forecast().rarity());
      }
    }
    // Among many measures it is less rare that one is as surprising.
    rarity = Math.max(0, rarity - Math.log10(measures.size()));
    double forestRarity = 0;
    if (found.getRCFScore() > 0) {
      forestRarity = forestScores.rarity(found.getRCFScore());
      forestScores.add(found.getRCFScore());
    }
    return Evidence.of(
        rarity, found.getAnomalyGrade(), forestRarity, points - config.outputAfter());
  }

  private void check(long slot, double[] values) {
    if (values.length != measures.size()) {
      throw new IllegalArgumentException(
          "values: must be " + measures.size() + ", were " + values.length);
    }
    if (points > 0 && slot <= lastSlot) {
      throw new IllegalArgumentException("slot: must be above " + lastSlot + ", was " + slot);
    }
    int missing = 0;
    for (double value : values) {
      if (Double.isNaN(value) && values.length > 1) {
        missing++;
      } else if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("value: must be finite, was " + value);
      }
    }
    if (missing == values.length) {
      throw new IllegalArgumentException("values: not all may be missing; impute the point");
    }
  }

  @Override
  public Verdict impute(long slot) {
    points++;
    double[] none = new double[measures.size()];
    Arrays.fill(none, Double.NaN);
    if (forest == null) {
      return collect(slot, none);
    }
    return Verdicts.ofImputed(measures, process(slot, none));
  }

  @Override
  public long points() {
    return points;
  }

  @Override
  public int pointsUntilInference() {
    return (int) Math.max(0, config.outputAfter() - points);
  }

  @Override
  public byte[] save() {
    return ForestSnapshot.write(this);
  }

  ForestConfig config() {
    return config;
  }

  private Verdict collect(long slot, double[] values) {
    firstSlots[(int) points - 1] = slot;
    lastSlot = slot;
    for (int i = 0; i < values.length; i++) {
      measures.get(i).collect(values[i]);
    }
    if (points == config.outputAfter()) {
      begin(firstSlots, points);
      firstSlots = null;
    }
    return Verdicts.ofLearned(measures, pointsUntilInference());
  }

  private AnomalyDescriptor process(long slot, double[] values) {
    if (measures.stream().anyMatch(MeasureModel::hasLeftItsFrame)) {
      beginAnew();
    }
    double[] inputs = new double[config.inputs()];
    double[] tolerances = new double[config.inputs()];
    for (int i = 0; i < values.length; i++) {
      MeasureModel measure = measures.get(i);
      Arrays.fill(
          tolerances, MeasureModel.INPUTS * i, MeasureModel.INPUTS * (i + 1), measure.tolerance());
      measure.observe(slot, values[i]);
      measure.inputs(inputs, MeasureModel.INPUTS * i);
    }
    forest.tolerate(tolerances);
    lastSlot = slot;
    System.arraycopy(shingleSlots, 1, shingleSlots, 0, shingleSlots.length - 1);
    shingleSlots[shingleSlots.length - 1] = slot;
    return forest.process(inputs, points);
  }

  /** The remembered points are taken to be the last ones without a gap. */
  private void beginAnew() {
    long[] slots = new long[(int) Math.min(points - 1, SeriesGuard.capacity())];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = lastSlot - slots.length + 1 + i;
    }
    begin(slots, points - 1);
  }

  /**
   * Forecasters and forest from the values that the guards remember.
   *
   * @param slots of these values
   * @param lastNumber of the last of these points
   */
  private void begin(long[] slots, long lastNumber) {
    forest = Forest.create(config, seed);
    double[][] framed = new double[measures.size()][];
    for (int i = 0; i < framed.length; i++) {
      framed[i] = measures.get(i).settle(slots);
    }
    double[] point = new double[config.inputs()];
    for (int at = 0; at < slots.length; at++) {
      for (int i = 0; i < point.length; i++) {
        point[i] = framed[i / MeasureModel.INPUTS][at];
      }
      forest.process(point, lastNumber - slots.length + at + 1);
    }
    shingleSlots = Arrays.copyOfRange(slots, slots.length - config.shingleSize(), slots.length);
  }

  void writeTo(SnapshotWriter writer) {
    config.writeTo(writer);
    writer.putInt(settings.measures());
    writer.putBoolean(settings.seasons().detect());
    writer.putDoubles(
        settings.seasons().candidates().stream().mapToDouble(Double::doubleValue).toArray());
    writer.putLong(seed);
    writer.putLong(points);
    writer.putLong(lastSlot);
    writer.putLongs(firstSlots);
    writer.putLongs(shingleSlots);
    measures.forEach(measure -> measure.writeTo(writer));
    recentEvidence.writeTo(writer);
    forestScores.writeTo(writer);
    if (forest != null) {
      forest.writeTo(writer);
    }
  }

  static ForestModel readFrom(SnapshotReader reader) {
    ForestConfig config = ForestConfig.readFrom(reader);
    int count = reader.getInt();
    boolean detect = reader.getBoolean();
    List<Double> candidates = Arrays.stream(reader.getDoubles()).boxed().toList();
    SeriesSettings settings = new SeriesSettings(count, new Seasons(detect, candidates));
    long seed = reader.getLong();
    long points = reader.getLong();
    long lastSlot = reader.getLong();
    long[] firstSlots = reader.getLongs();
    long[] shingleSlots = reader.getLongs();
    List<MeasureModel> measures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      measures.add(MeasureModel.readFrom(reader, settings.seasons()));
    }
    ForestModel model =
        new ForestModel(
            config,
            settings,
            seed,
            measures,
            RecentEvidence.readFrom(reader),
            TailDistribution.readForestScores(reader));
    model.points = points;
    model.lastSlot = lastSlot;
    model.firstSlots = firstSlots;
    model.shingleSlots = shingleSlots;
    if (firstSlots == null) {
      model.forest = Forest.readFrom(reader, config);
    }
    return model;
  }
}

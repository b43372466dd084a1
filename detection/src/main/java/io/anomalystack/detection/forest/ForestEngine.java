package io.anomalystack.detection.forest;

import io.anomalystack.detection.Engine;
import io.anomalystack.detection.SeriesModel;
import io.anomalystack.detection.SeriesSettings;

/** Random cut forests behind forecasters, guarded against what would blind them. */
public final class ForestEngine implements Engine {

  private static final long serialVersionUID = 1L;

  private final ForestConfig config;

  /**
   * @param config for new models; a restored one keeps its own
   */
  public ForestEngine(ForestConfig config) {
    this.config = config;
  }

  public static Engine standard() {
    return new ForestEngine(ForestConfig.standard());
  }

  @Override
  public SeriesModel create(SeriesSettings settings, long seed) {
    return new ForestModel(config, settings, seed);
  }

  @Override
  public SeriesModel restore(byte[] snapshot) {
    return ForestSnapshot.read(snapshot);
  }
}

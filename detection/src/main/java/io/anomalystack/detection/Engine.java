package io.anomalystack.detection;

import java.io.Serializable;

/** Makes models of one kind; another engine could take the forest's place here. */
public interface Engine extends Serializable {
  /**
   * A fresh model.
   *
   * @param settings what it is a model of; fixed for its life, and part of its snapshot
   * @param seed of all its randomness
   */
  SeriesModel create(SeriesSettings settings, long seed);

  /**
   * A saved model, exactly as it was, with the settings that it was created with.
   *
   * @throws UnreadableSnapshotException if the bytes are of an unknown version or damaged; the
   *     message names the version found and those that can be read
   */
  SeriesModel restore(byte[] snapshot);
}

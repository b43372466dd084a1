package io.anomalystack.model;

/** How far a time series' model has come. */
public enum ModelStage {
  /** Too few points seen: every score is exactly 0.0. */
  LEARNING,
  /** The model scores. */
  INFERENCE
}

package io.anomalystack.model.detector;

/** What is computed of a training run's records, of each by itself. */
public enum Quantity {
  /** Tokens trained on, a second and GPU. */
  TOKENS_PER_SECOND_PER_GPU("tokensPerSecondPerGpu"),
  /** 10^12 floating-point operations a second and GPU that the model needs. */
  EFFECTIVE_TFLOPS("effectiveTflops"),
  /** The same with those that are made again to save memory. */
  HARDWARE_TFLOPS("hardwareTflops"),
  /** Model FLOPs utilisation: effective TFLOPS as a share of the GPU's dense peak, in %. */
  MFU("mfu"),
  /** Hardware FLOPs utilisation: hardware TFLOPS as a share of the GPU's dense peak, in %. */
  HFU("hfu");

  private final String word;

  Quantity(String word) {
    this.word = word;
  }

  /** As the detector file names it. */
  public String word() {
    return word;
  }

  /** Whether it is a share of a GPU's peak. */
  public boolean isShare() {
    return this == MFU || this == HFU;
  }

  /** Whether it is of what is made again, too. */
  public boolean isHardware() {
    return this == HARDWARE_TFLOPS || this == HFU;
  }

  /** Whether it needs to be known how many operations a token takes. */
  public boolean needsFlops() {
    return this != TOKENS_PER_SECOND_PER_GPU;
  }
}

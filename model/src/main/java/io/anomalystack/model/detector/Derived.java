package io.anomalystack.model.detector;

import io.anomalystack.model.Denominator;
import io.anomalystack.model.gpu.GpuPeaks;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What is computed of each record of a training run, as torchtitan's {@code components/metrics.py}
 * does: TFLOPS = FLOPs per token · tokens per second and GPU / 10^12, MFU = 100 · TFLOPS / peak.
 *
 * @param throughput of which inputs tokens a second and GPU come
 * @param flopsPerToken null where no measure needs it
 * @param gpu the type of the GPU; null where no measure is a share, or the peak is given
 * @param precision of the arithmetic; null as the GPU's
 * @param peakTflops the GPU's peak in place of the data's, or null
 */
public record Derived(
    Throughput throughput,
    FlopsPerToken flopsPerToken,
    Label gpu,
    Label precision,
    Double peakTflops)
    implements Serializable {
  /** How the peak is called that the detector file gives. */
  private static final String GIVEN = "as configured";

  /** A text that is the same for all records, or that of a dimension; the other is null. */
  public record Label(FieldPath dimension, String constant) implements Serializable {
    /**
     * The text of a time series.
     *
     * @param values of the detector's dimensions
     */
    public String of(List<FieldPath> dimensions, List<String> values) {
      return dimension == null ? constant : values.get(dimensions.indexOf(dimension));
    }
  }

  /**
   * What a utilisation of a time series is a share of.
   *
   * @return null where the GPU or the precision is not known
   */
  public Denominator denominator(List<FieldPath> dimensions, List<String> values) {
    String type = gpu == null ? GIVEN : gpu.of(dimensions, values);
    String arithmetic = precision == null ? GIVEN : precision.of(dimensions, values);
    if (peakTflops != null) {
      return new Denominator(type, arithmetic, peakTflops);
    }
    Optional<Denominator> known = GpuPeaks.all().find(type, arithmetic);
    return known.orElse(null);
  }
}

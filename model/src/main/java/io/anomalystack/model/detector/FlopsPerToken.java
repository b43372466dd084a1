package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * Floating-point operations to train on one token: forward and backward.
 *
 * @param model those that the model needs; NaN where a field holds them
 * @param hardware with those made again; NaN where that is not known
 * @param field where a record holds the model's, or null
 */
public record FlopsPerToken(double model, double hardware, FieldPath field)
    implements Serializable {
  /** What of the forward pass is made again for the backward pass, to save memory. */
  public enum Recomputation {
    NONE,
    /** The attention's matrices alone (Korthikanti et al., arXiv 2205.05198). */
    SELECTIVE,
    /** All of it. */
    FULL
  }

  /**
   * Of a transformer.
   *
   * <p>Needed: 6·N + 12·L·H·Q·T (PaLM, arXiv 2204.02311, appendix B), of which a third is the
   * forward pass: 2·N + 4·L·H·Q·T. That is added where all is recomputed, so 8·N + 16·L·H·Q·T
   * (Narayanan et al., arXiv 2104.04473, section 5.1: a factor of 4 for 3); of selective
   * recomputation only the attention's part of it, 4·L·H·Q·T.
   *
   * @param parameters N, those that are active for a token: not the total of a mixture of experts
   * @param layers L
   * @param hidden H·Q: heads times the size of a head, which in most models is the hidden size
   * @param sequence T, tokens
   */
  public static FlopsPerToken transformer(
      double parameters,
      double layers,
      double hidden,
      double sequence,
      Recomputation recomputation) {
    double attention = 4 * layers * hidden * sequence;
    double forward = 2 * parameters + attention;
    double again =
        switch (recomputation) {
          case NONE -> 0;
          case SELECTIVE -> attention;
          case FULL -> forward;
        };
    return new FlopsPerToken(3 * forward, 3 * forward + again, null);
  }
}

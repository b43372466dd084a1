package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.model.detector.FlopsPerToken.Recomputation;
import org.junit.jupiter.api.Test;

/** The formulas against figures that were published with what they were computed of. */
class FlopsPerTokenTest {
  private static final double TERA = 1e12;

  /**
   * PaLM 540B (arXiv 2204.02311, section 4.1 and table 3): 238.3K tokens/s on 6,144 TPU v4, MFU
   * 46.2 % with attention, 45.7 % without. 48 heads of 256: not the hidden size of 18,432.
   */
  @Test
  void palm540b() {
    double tokensPerSecond = 238.3e3 / 6_144;
    FlopsPerToken flops =
        FlopsPerToken.transformer(540.35e9, 118, 48 * 256, 2_048, Recomputation.NONE);

    assertThat(100 * flops.model() * tokensPerSecond / TERA / 275).isCloseTo(46.2, within(0.1));
    assertThat(100 * 6 * 540.35e9 * tokensPerSecond / TERA / 275).isCloseTo(45.7, within(0.1));
    assertThat(flops.hardware()).isEqualTo(flops.model());
  }

  /**
   * GPT-3 175B (Korthikanti et al., arXiv 2205.05198, table 5): 64 sequences of 2,048 tokens in
   * 13.75 s on 64 A100, MFU 51.4 %.
   */
  @Test
  void gpt3OnMegatron() {
    double tokensPerSecond = 64 * 2_048 / 13.75 / 64;
    FlopsPerToken flops =
        FlopsPerToken.transformer(174.6e9, 96, 12_288, 2_048, Recomputation.SELECTIVE);

    assertThat(100 * flops.model() * tokensPerSecond / TERA / 312).isCloseTo(51.4, within(0.2));
    // Of 22B in the same table, 4 sequences in 1.10 s on 8 GPUs: 41.5 %.
    FlopsPerToken small = FlopsPerToken.transformer(22e9, 48, 6_144, 2_048, Recomputation.NONE);
    assertThat(100 * small.model() * (4 * 2_048 / 1.10 / 8) / TERA / 312)
        .isCloseTo(41.5, within(0.2));
  }

  /**
   * GPT-3 175B with full recomputation (Narayanan et al., arXiv 2104.04473, section 5.1): 300
   * billion tokens at 140 TFLOPS on each of 1,024 A100 take 34 days, by 8·T·N/(n·X).
   */
  @Test
  void fullRecomputationIsAFourthPassOfThree() {
    double tokensPerSecond = 300e9 / (34 * 86_400.0) / 1_024;
    FlopsPerToken flops = FlopsPerToken.transformer(175e9, 96, 12_288, 2_048, Recomputation.FULL);

    assertThat(8 * 175e9 * tokensPerSecond / TERA).isCloseTo(140, within(1.0));
    // With the attention that 8·N leaves out, which is 2.8 % here.
    assertThat(flops.hardware() * tokensPerSecond / TERA).isCloseTo(143.5, within(1.0));
    assertThat(flops.hardware() / flops.model()).isCloseTo(4 / 3.0, within(1e-12));
  }

  @Test
  void selectiveRecomputationIsTheAttentionsForwardPass() {
    FlopsPerToken none = FlopsPerToken.transformer(7e9, 32, 4_096, 4_096, Recomputation.NONE);
    FlopsPerToken some = FlopsPerToken.transformer(7e9, 32, 4_096, 4_096, Recomputation.SELECTIVE);

    assertThat(some.model()).isEqualTo(none.model());
    assertThat(some.hardware() - none.hardware()).isEqualTo(4.0 * 32 * 4_096 * 4_096);
  }
}

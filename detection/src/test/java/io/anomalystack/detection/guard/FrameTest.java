package io.anomalystack.detection.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

  @Test
  void keepsTheDigitsOfOrdinaryValues() {
    Frame frame = Frame.around(100, 20);
    assertThat(frame.offset()).isZero();
    assertThat(frame.toFrame(0.1)).isEqualTo(0.1 * Math.pow(2, frame.exponent()));
    assertThat(frame.fromFrame(frame.toFrame(0.1))).isEqualTo(0.1);
  }

  @Test
  void movesToALevelThatFloatsWouldNotResolve() {
    Frame frame = Frame.around(1.7e9, 5);
    assertThat(frame.offset()).isEqualTo(1.7e9);
    float low = (float) frame.toFrame(1.7e9 + 1);
    float high = (float) frame.toFrame(1.7e9 + 1.001);
    assertThat(high).isGreaterThan(low);
  }

  @ParameterizedTest
  @CsvSource({"100, 20", "1.7e9, 5", "1e300, 1e298", "1e-30, 1e-31", "0, 1", "-1e308, 1e308"})
  void resolvesWhatItWasMadeFor(double level, double scale) {
    Frame frame = Frame.around(level, scale);
    assertThat(frame.resolves(level, scale)).isTrue();
    assertThat(frame.distanceToFrame(scale)).isBetween(Math.pow(2, 30), Math.pow(2, 31));
    assertThat((float) frame.toFrame(level + scale)).isNotEqualTo((float) frame.toFrame(level));
  }

  @Test
  void noticesALevelOutOfReachAndAScaleTooFine() {
    Frame frame = Frame.around(0, 1);
    assertThat(frame.resolves(1e6, 1e5)).isTrue();
    assertThat(frame.resolves(1.7e9, 5)).isFalse();
    assertThat(frame.resolves(1e300, 1e298)).isFalse();
    assertThat(frame.resolves(0, 1e-3)).isTrue();
    assertThat(frame.resolves(0, 1e-30)).isFalse();
  }

  @Test
  void isFiniteForEveryDouble() {
    Frame frame = new Frame(-Double.MAX_VALUE, 1000);
    assertThat(frame.toFrame(Double.MAX_VALUE)).isEqualTo(0x1p60);
    assertThat(new Frame(Double.MAX_VALUE, -1000).fromFrame(0x1p60)).isFinite();
  }
}

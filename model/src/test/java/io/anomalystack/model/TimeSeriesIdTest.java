package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSeriesIdTest {
  /** Computed outside of Java. They never change: models and other people's data hang on them. */
  private static final String SALES_ID =
      "74965d668287b952d7086134e3572419d4442ddd97b3fada3d48c257d31a8ab4";

  private static final String GPU_ID =
      "77b304d27c201892f959bd3b6a1f077ac84a5ef9435ea4d446f20a67a58a8a86";

  @Test
  void isTheHashOfTheDocumentedEncoding() {
    assertThat(id("canvas-ad-blog-demo-1", "quantity", "product_name", "item-A"))
        .isEqualTo(SALES_ID);
  }

  @Test
  void escapesOnlyWhatTheEncodingSays() {
    assertThat(
            id(
                "gpu",
                "tokens_per_second",
                "run",
                "Zürich \"a\\b\" \u0001 😀",
                "gpu",
                "H100-SXM",
                "rank",
                "3"))
        .isEqualTo(GPU_ID);
  }

  @Test
  void coversSeriesWithoutDimensions() {
    assertThat(id("gpu", "loss"))
        .isEqualTo("993ca323e6bd95b98989dd6a170befb5f7e19a33930d874bb6d9c8f580eb889a");
  }

  @Test
  void doesNotDependOnTheOrderOfDimensions() {
    assertThat(id("d", "m", "a", "1", "b", "2", "c", "3"))
        .isEqualTo(id("d", "m", "c", "3", "a", "1", "b", "2"));
  }

  @Test
  void tellsApartWhatSeparatorsInValuesCouldMix() {
    assertThat(
            List.of(
                id("d", "m", "a", "1", "b", "2"),
                id("d", "m", "a", "1\",\"b\",\"2"),
                id("d", "m", "a", "1\"],[\"b\",\"2"),
                id("d", "m", "a", "1,b=2"),
                id("d", "m", "a", "1\\", "b", "2"),
                id("d", "m", "a", "2", "b", "1"),
                id("d", "m", "a\",\"1", ""),
                id("d", "m\",[[\"a", "1", ""),
                id("d\",\"m", "", "a", "1", "b", "2"),
                id("m", "d", "a", "1", "b", "2"),
                id("d", "m", "a", "\\u0001"),
                id("d", "m", "a", "\u0001"),
                id("d", "m"),
                id("d", "m", "", "")))
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsUnpairedSurrogatesApart() {
    assertThat(
            List.of(
                id("d", "m", "a", "\ud800"),
                id("d", "m", "a", "\ud801"),
                id("d", "m", "a", "\udc00"),
                id("d", "m", "a", "\ud800x"),
                id("d", "m", "a", "\ud800\ud800\udc00"),
                id("d", "m", "a", "?")))
        .doesNotHaveDuplicates();
  }

  @Test
  void seedIsTheFirstEightBytes() {
    assertThat(TimeSeriesId.seed(SALES_ID)).isEqualTo(8401004849764219218L);
    assertThat(TimeSeriesId.seed(id("gpu", "loss"))).isEqualTo(-7404864312713570887L);
  }

  @Test
  void decisionIdIsTheHashOfTheDocumentedEncoding() {
    assertThat(TimeSeriesId.decisionId(SALES_ID, 1724938500000L, 0))
        .isEqualTo("2de7439448bc4ae17bbc49fdf450c7e0f30ac8ea684b8f3850cf7cd7cdf48fe0");
  }

  @Test
  void decisionIdTellsApartSeriesPeriodAndSequence() {
    assertThat(
            List.of(
                TimeSeriesId.decisionId(SALES_ID, 11, 1),
                TimeSeriesId.decisionId(SALES_ID, 1, 11),
                TimeSeriesId.decisionId(SALES_ID, 1, 1),
                TimeSeriesId.decisionId(SALES_ID, -1, 1),
                TimeSeriesId.decisionId(GPU_ID, 1, 1)))
        .doesNotHaveDuplicates();
  }

  private static String id(String detector, String measure, String... namesAndValues) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      dimensions.add(new Dimension(namesAndValues[i], namesAndValues[i + 1]));
    }
    return TimeSeriesId.of(detector, measure, dimensions);
  }
}

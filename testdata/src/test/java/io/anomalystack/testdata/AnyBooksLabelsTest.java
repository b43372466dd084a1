package io.anomalystack.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyBooksLabelsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20240829})
  void eachLabelledMinuteIsWhatItsKindSays(long seed) {
    AnyBooks settings = AnyBooks.BUNDLED.withSeed(seed);

    SalesByMinute sales = new SalesByMinute(settings.lines().toList());

    for (LabelledWindow label : settings.labels()) {
      String product = label.productName();
      for (long minute : minutes(label).toArray()) {
        int units = sales.units(product, minute);
        double usual = usual(product, minute);
        switch (label.kind()) {
          case SPIKE -> assertThat((double) units).as("%s", label).isGreaterThan(1.7 * usual);
          case DROP -> assertThat(units).as("%s", label).isBetween(1, 2);
          case OUTAGE -> assertThat(sales.hasRecord(product, minute)).as("%s", label).isFalse();
          case CONTEXT ->
              assertThat((double) units).as("%s", label).isBetween(1.1 * usual, 3.2 * usual);
        }
      }
    }
  }

  @Test
  void spikesAreThreeToFiveTimesTheUsualWhenNothingIsLeftToChance() {
    AnyBooks settings = AnyBooks.BUNDLED.withNoise(0);

    SalesByMinute sales = new SalesByMinute(settings.lines().toList());

    assertThat(settings.labels())
        .filteredOn(label -> label.kind() == AnomalyKind.SPIKE)
        .isNotEmpty()
        .allSatisfy(
            label -> {
              for (long minute : minutes(label).toArray()) {
                double usual = usual(label.productName(), minute);
                assertThat(sales.units(label.productName(), minute) / usual).isBetween(2.95, 5.05);
              }
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20240829})
  void anomaliesSpareTheLearningTimeAndEachOther(long seed) {
    AnyBooks settings = AnyBooks.BUNDLED.withSeed(seed);

    List<LabelledWindow> labels = settings.labels();

    assertThat(labels.get(0).start()).isAfterOrEqualTo(settings.start().plus(settings.learning()));
    for (List<LabelledWindow> ofProduct : byProduct(labels).values()) {
      for (int i = 1; i < ofProduct.size(); i++) {
        assertThat(Duration.between(ofProduct.get(i - 1).end(), ofProduct.get(i).start()))
            .isGreaterThanOrEqualTo(Duration.ofMinutes(100));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20240829})
  void bothProductsHaveEveryKindOfAnomaly(long seed) {
    List<LabelledWindow> labels = AnyBooks.BUNDLED.withSeed(seed).labels();

    assertThat(byProduct(labels)).containsOnlyKeys("item-A", "item-B");
    for (List<LabelledWindow> ofProduct : byProduct(labels).values()) {
      assertThat(ofProduct).extracting(LabelledWindow::kind).contains(AnomalyKind.values());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20240829})
  void contextAnomaliesLieInOddHours(long seed) {
    List<LabelledWindow> labels = AnyBooks.BUNDLED.withSeed(seed).labels();

    assertThat(labels)
        .filteredOn(label -> label.kind() == AnomalyKind.CONTEXT)
        .allMatch(label -> hour(label.start()) % 2 == 1)
        .allMatch(label -> hour(label.start()) == hour(label.end().minusSeconds(1)));
  }

  private static Map<String, List<LabelledWindow>> byProduct(List<LabelledWindow> labels) {
    return labels.stream().collect(Collectors.groupingBy(LabelledWindow::productName));
  }

  private static LongStream minutes(LabelledWindow label) {
    return LongStream.range(label.start().getEpochSecond() / 60, label.end().getEpochSecond() / 60);
  }

  private static double usual(String product, long epochMinute) {
    int inEvenHours = product.equals("item-A") ? 20 : 30;
    return epochMinute / 60 % 2 == 0 ? inEvenHours : inEvenHours / 2.0;
  }

  private static int hour(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).getHour();
  }
}

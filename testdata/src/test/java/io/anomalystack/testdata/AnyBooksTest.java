package io.anomalystack.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyBooksTest {
  private static final AnyBooks ONE_DAY = AnyBooks.BUNDLED.withLength(Duration.ofDays(1));

  @Test
  void sameSeedMakesSameBytes() {
    AnyBooks again =
        new AnyBooks(
            ONE_DAY.seed(),
            ONE_DAY.start(),
            ONE_DAY.length(),
            ONE_DAY.learning(),
            ONE_DAY.spacing(),
            ONE_DAY.noise());

    assertThat(again.scenario()).isEqualTo(ONE_DAY.scenario());
  }

  @Test
  void otherSeedMakesOtherRecordsAndAnomalies() {
    Scenario other = ONE_DAY.withSeed(7).scenario();

    assertThat(other.lines()).isNotEqualTo(ONE_DAY.scenario().lines());
    assertThat(other.labels()).isNotEqualTo(ONE_DAY.scenario().labels());
  }

  @Test
  void writesTheVeryLines() throws IOException {
    var writer = new StringWriter();

    ONE_DAY.writeTo(writer);

    assertThat(writer.toString().lines()).isEqualTo(ONE_DAY.scenario().lines());
    assertThat(writer.toString()).endsWith("}\n");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 20240829})
  void recordsAreInOrderAndEndWithinTheLastMinute(long seed) {
    List<Long> times =
        ONE_DAY.withSeed(seed).lines().map(AnyBooks::timeOf).collect(Collectors.toList());

    assertThat(times).isSorted();
    assertThat(Instant.ofEpochMilli(times.get(0)).truncatedTo(ChronoUnit.MINUTES))
        .isEqualTo(ONE_DAY.start());
    assertThat(Instant.ofEpochMilli(times.get(times.size() - 1)).truncatedTo(ChronoUnit.MINUTES))
        .isEqualTo(ONE_DAY.start().plus(ONE_DAY.length()).minus(1, ChronoUnit.MINUTES));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 20240829})
  void sellsTheUsualUnitsByProductAndHour(long seed) {
    AnyBooks clean = ONE_DAY.withSeed(seed).withoutAnomalies();

    SalesByMinute sales = new SalesByMinute(clean.lines().toList());

    assertThat(clean.labels()).isEmpty();
    assertThat(sales.mean("item-A", 0)).isBetween(19.5, 20.5);
    assertThat(sales.mean("item-A", 1)).isBetween(9.75, 10.25);
    assertThat(sales.mean("item-B", 0)).isBetween(29.5, 30.5);
    assertThat(sales.mean("item-B", 1)).isBetween(14.75, 15.25);
  }

  @Test
  void minutesAreMadeOfSeveralSalesOfOneToFiveUnits() {
    AnyBooks clean = ONE_DAY.withoutAnomalies();

    List<String> lines = clean.lines().toList();

    assertThat(lines)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"timestamp\":\"2024-08-29T\\d\\d:\\d\\d:\\d\\dZ\","
                        + "\"product_name\":\"item-[AB]\",\"quantity\":[1-5]}"));
    assertThat(lines.size() / (double) clean.length().toMinutes()).isBetween(10.0, 16.0);
  }

  @Test
  void noiseStaysWithinWhatIsUsual() {
    AnyBooks clean = ONE_DAY.withoutAnomalies();

    SalesByMinute sales = new SalesByMinute(clean.lines().toList());

    for (long minute = clean.startMinute(); minute < clean.startMinute() + 1440; minute++) {
      for (Product product : Product.values()) {
        double usual = product.usualUnits(minute);
        assertThat((double) sales.units(product.productName(), minute))
            .isBetween(usual * 0.4, usual * 1.6);
      }
    }
  }

  @Test
  void differsFromTheCleanStreamOnlyInsideTheLabels() {
    List<LabelledWindow> labels = ONE_DAY.labels();
    List<String> clean = unlabelled(ONE_DAY.withoutAnomalies(), labels);

    List<String> planted = unlabelled(ONE_DAY, labels);

    assertThat(planted).isEqualTo(clean);
  }

  @Test
  void refusesSettingsThatItCannotKeep() {
    assertThatThrownBy(() -> ONE_DAY.withStart(Instant.parse("2024-08-29T00:00:01Z")))
        .hasMessageContaining("start");
    assertThatThrownBy(() -> ONE_DAY.withLength(Duration.ofSeconds(90)))
        .hasMessageContaining("length");
    assertThatThrownBy(() -> ONE_DAY.withLearning(Duration.ofMinutes(-1)))
        .hasMessageContaining("learning");
    assertThatThrownBy(() -> ONE_DAY.withSpacing(Duration.ofHours(3)))
        .hasMessageContaining("spacing");
    assertThatThrownBy(() -> ONE_DAY.withNoise(0.5)).hasMessageContaining("noise");
    assertThatThrownBy(() -> ONE_DAY.withNoise(Double.NaN)).hasMessageContaining("noise");
  }

  private static List<String> unlabelled(AnyBooks settings, List<LabelledWindow> labels) {
    return settings
        .lines()
        .filter(
            line ->
                labels.stream()
                    .noneMatch(
                        label ->
                            line.contains(label.productName())
                                && label.contains(Instant.ofEpochMilli(AnyBooks.timeOf(line)))))
        .toList();
  }
}

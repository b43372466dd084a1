package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DimensionTextTest {
  @Test
  void isSortedByName() {
    assertThat(text("product_name", "item-A", "country", "UK"))
        .isEqualTo("country=UK,product_name=item-A")
        .isEqualTo(text("country", "UK", "product_name", "item-A"));
  }

  @Test
  void escapesWhatItIsMadeOf() {
    assertThat(text("a=b", "c,d\\e")).isEqualTo("a\\=b=c\\,d\\\\e");
    assertThat(text("a", "b=c")).isNotEqualTo(text("a=b", "c"));
    assertThat(text("a", "1,b=2")).isNotEqualTo(text("a", "1", "b", "2"));
  }

  @Test
  void leavesEverythingElse() {
    assertThat(text("", "")).isEqualTo("=");
    assertThat(text("/run/name", "line\nbreak \"quoted\" 🙂"))
        .isEqualTo("/run/name=line\nbreak \"quoted\" 🙂");
    assertThat(DimensionText.of(List.of())).isEmpty();
  }

  @Test
  void isReadAsItWasWritten() {
    List<Dimension> hostile =
        List.of(
            new Dimension("", ""),
            new Dimension("a=b", "c,d\\e"),
            new Dimension("b", "\\"),
            new Dimension("c\\", "1,d=2"));
    assertThat(DimensionText.parse(DimensionText.of(hostile))).isEqualTo(hostile);
    assertThat(DimensionText.parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=b,", "a=b=c", "a=b\\", ",a=b", "a=b,c"})
  void refusesWhatIsNoneOfDimensions(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DimensionText.parse(text));
  }

  private static String text(String name, String value) {
    return DimensionText.of(List.of(new Dimension(name, value)));
  }

  private static String text(String name, String value, String other, String otherValue) {
    return DimensionText.of(List.of(new Dimension(name, value), new Dimension(other, otherValue)));
  }
}

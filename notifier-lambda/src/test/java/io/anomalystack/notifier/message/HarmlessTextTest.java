package io.anomalystack.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "item-A",
        "Příliš žluťoučký",
        "商品甲",
        "a & b <c> \"d\"",
        "web-1.example.com",
        "50 %"
      })
  void usualTextStaysAsItIs(String text) {
    assertThat(HarmlessText.line(text, 60)).isEqualTo(text);
    assertThat(HarmlessText.value(text, 60)).isEqualTo(text);
  }

  @Test
  void everythingIsOnOneLine() {
    assertThat(HarmlessText.line(" a\r\n\t b\u2028c\u00A0d ", 60)).isEqualTo("a b c d");
  }

  @Test
  void whatIsInvisibleOrTurnsTheDirectionIsLeftOut() {
    assertThat(HarmlessText.line("a\u202Eb\u200Bc\uFEFFd\u001B[0me\u3164", 60))
        .isEqualTo("abcd[0me");
  }

  @Test
  void writingFromRightToLeftKeepsToItself() {
    assertThat(HarmlessText.line("مرحبا", 60)).isEqualTo("\u2068مرحبا\u2069");
    assertThat(HarmlessText.closed("x \u2068مر…")).isEqualTo("x \u2068مر…\u2069");
  }

  @Test
  void marksDoNotPileUp() {
    assertThat(HarmlessText.line("q" + "\u0316".repeat(50), 60))
        .isEqualTo("q" + "\u0316".repeat(3));
  }

  @Test
  void addressesAreNoLinks() {
    assertThat(HarmlessText.line("https://evil.example www.evil.example", 60))
        .isEqualTo("https[:]//evil.example www[.]evil.example");
    assertThat(HarmlessText.value("https://a.example/x", 60)).isEqualTo("https://a.example/x");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(HarmlessText.line("x".repeat(10_000), 10)).isEqualTo("xxxxxxxxx…");
    assertThat(HarmlessText.line("x".repeat(10), 10)).isEqualTo("xxxxxxxxxx");
    assertThat(HarmlessText.line("e\u0316".repeat(11), 10)).isEqualTo("e\u0316".repeat(9) + "…");
  }
}

package io.anomalystack.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTextTest {
  @Test
  void accentsThatTheAlphabetLacksAreLeftOff() {
    assertThat(SmsText.fit(List.of(new Line("", "Dvořák’s – Müller…", ""))))
        .isEqualTo("Dvorak's - Müller...");
  }

  @Test
  void textThatWouldLoseItsMeaningTakesTheShorterSegment() {
    assertThat(SmsText.fit(List.of(new Line("a ", "商品", " b")))).isEqualTo("a 商品 b");
  }

  @Test
  void fewerWordsComeBeforeACutName() {
    Line rich = new Line("", "商品", "x".repeat(60));
    Line lean = new Line("", "商品", " lean");
    assertThat(SmsText.fit(List.of(rich, lean))).isEqualTo("商品 lean");
  }

  @Test
  void wordsThatForceTheShorterSegmentAreTheFirstToGo() {
    Line rich = new Line("a".repeat(100), "b", " 商品");
    Line lean = new Line("a".repeat(100), "b", "");
    assertThat(SmsText.fit(List.of(rich, lean))).isEqualTo("a".repeat(100) + "b");
  }

  @ParameterizedTest
  @ValueSource(ints = {147, 148, 149, 500})
  void longNamesAreCutToTheSegment(int length) {
    String text = SmsText.fit(List.of(new Line("W: ", "n".repeat(length - 7), " end")));
    assertThat(text).startsWith("W: nnn").endsWith(" end").hasSize(Math.min(148, length));
  }

  @Test
  void charactersOfTheExtensionCountTwice() {
    String text = SmsText.fit(List.of(new Line("", "[]".repeat(60), "")));
    assertThat(GsmAlphabet.septets(text)).isBetween(143, 148);
    assertThat(text).endsWith("...");
  }

  @Test
  void aCharacterIsNeverCutInTwo() {
    String text = SmsText.fit(List.of(new Line("", "😀".repeat(60), "")));
    assertThat(text).hasSize(57).endsWith("😀…");
  }
}

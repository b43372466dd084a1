package io.anomalystack.notifier.message;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Text for one segment of a short message, so that it arrives whole and costs one.
 *
 * <p>A segment has 160 septets of the GSM alphabet, or 70 units of UTF-16 where a single character
 * is not of it. Text whose characters all have one alike in the GSM alphabet is therefore written
 * in that: {@code Dvořák} loses its accents that it lacks, and nobody misreads it. Text that would
 * lose its meaning, such as Chinese, is left as it is and takes the shorter segment. Of either some
 * is left for what SNS adds.
 */
final class SmsText {
  /**
   * SNS writes a topic's display name before each message: ten characters of it at most, then
   * {@code >} and a space.
   */
  private static final int PREFIX = 12;

  private static final int SEPTETS = 160 - PREFIX;
  private static final int UTF16_UNITS = 70 - PREFIX;

  private SmsText() {}

  /**
   * The first of some texts that fits, or else the last of them with its subject shortened.
   *
   * @param forms the same, told in fewer and fewer words; at least one
   */
  static String fit(List<Line> forms) {
    for (Line form : forms) {
      Optional<String> fitting = fitting(form.text());
      if (fitting.isPresent()) {
        return fitting.get();
      }
    }
    return shortened(forms.get(forms.size() - 1));
  }

  private static Optional<String> fitting(String text) {
    Optional<String> plain = Letters.in(GsmAlphabet::contains, text);
    return plain.isPresent()
        ? plain.filter(inGsm -> GsmAlphabet.septets(inGsm) <= SEPTETS)
        : Optional.of(text).filter(wide -> wide.length() <= UTF16_UNITS);
  }

  private static String shortened(Line line) {
    Optional<String> subject = Letters.in(GsmAlphabet::contains, line.what());
    Optional<String> plain = Letters.in(GsmAlphabet::contains, line.text());
    if (plain.isPresent()) {
      Line inGsm =
          new Line(
              plainPart(line.before()),
              subject.orElse(line.what()),
              plainPart(line.after()),
              "...");
      return inGsm.fit(SEPTETS, GsmAlphabet::septets);
    }
    ToIntFunction<String> units = String::length;
    return line.fit(UTF16_UNITS, units);
  }

  private static String plainPart(String part) {
    return Letters.in(GsmAlphabet::contains, part).orElse(part);
  }
}

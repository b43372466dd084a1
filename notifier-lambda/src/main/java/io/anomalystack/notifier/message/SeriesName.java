package io.anomalystack.notifier.message;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a series is called: its dimensions' values, with their names where a value says nothing. */
final class SeriesName {
  /** A value longer than this is none that a person reads. */
  static final int LONGEST_PART = 60;

  private static final int LONGEST_NAME = 120;
  private static final int MOST_DIMENSIONS = 12;

  /** Numbers and truth values mean nothing without their name. */
  private static final Pattern WITHOUT_MEANING = Pattern.compile("[-+.,0-9eE]*|true|false");

  private SeriesName() {}

  /** Such as {@code item-A, rank 3}; empty for a series without dimensions. */
  static String of(List<Dimension> dimensions) {
    List<String> parts = new ArrayList<>();
    for (Dimension dimension : some(dimensions)) {
      String value = HarmlessText.line(dimension.value(), LONGEST_PART);
      parts.add(
          WITHOUT_MEANING.matcher(value).matches()
              ? HarmlessText.line(dimension.name(), LONGEST_PART)
                  + " "
                  + (value.isEmpty() ? "(empty)" : value)
              : value);
    }
    return HarmlessText.cut(String.join(", ", parts), LONGEST_NAME);
  }

  /** The measure of the series, such as {@code quantity of item-A}. */
  static String withMeasure(Decision decision) {
    String measure = HarmlessText.line(Reading.of(decision).measure(), LONGEST_PART);
    String name = of(decision.dimensionList());
    return name.isEmpty() ? measure : measure + " of " + name;
  }

  /** Such as {@code product_name = item-A, rank = 3}. */
  static String inFull(List<Dimension> dimensions) {
    List<String> parts = new ArrayList<>();
    for (Dimension dimension : some(dimensions)) {
      parts.add(
          HarmlessText.line(dimension.name(), LONGEST_PART)
              + " = "
              + HarmlessText.line(dimension.value(), LONGEST_PART));
    }
    int more = dimensions.size() - parts.size();
    return String.join(", ", parts) + (more > 0 ? " and " + more + " more" : "");
  }

  private static List<Dimension> some(List<Dimension> dimensions) {
    return dimensions.subList(0, Math.min(dimensions.size(), MOST_DIMENSIONS));
  }
}

package io.anomalystack.remedy.executor;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyRecord;
import java.util.List;
import java.util.Optional;

/** What a remedy acts upon, as its executor names it. Names come from records: they are hostile. */
public final class Target {
  private static final int MAX_CHARS = 1024;

  private Target() {}

  /**
   * The value of one of the target's dimensions.
   *
   * @param dimension its name; empty for the only one that there is
   * @return empty where there is none, or more than one to choose from
   */
  public static Optional<String> value(RemedyRecord remedy, Optional<String> dimension) {
    List<Dimension> candidates =
        remedy.dimensionList().stream()
            .filter(each -> dimension.isEmpty() || each.name().equals(dimension.get()))
            .toList();
    return candidates.size() == 1 ? Optional.of(candidates.get(0).value()) : Optional.empty();
  }

  /**
   * Whether a value can be an argument of a program: no option, not empty, on one line and not too
   * long.
   */
  public static boolean isArgument(String value) {
    return !value.isBlank()
        && !value.startsWith("-")
        && value.length() <= MAX_CHARS
        && value.codePoints().noneMatch(Character::isISOControl);
  }
}

package io.anomalystack.local.remedy;

import io.anomalystack.local.report.Numbers;
import io.anomalystack.model.DimensionText;
import io.anomalystack.model.RemedyRecord;
import java.util.List;

/**
 * A remedy as a person reads it. Names come from records: what could steer a terminal is left out.
 */
public final class RemedyLine {
  private RemedyLine() {}

  /** What it would do, and why, over some lines. */
  public static List<String> of(RemedyRecord remedy) {
    String target = DimensionText.of(remedy.dimensionList());
    return List.of(
        harmless(remedy.remedyId()),
        "  %s %s by %s (remedy '%s' of detector '%s')"
            .formatted(
                remedy.action().text(),
                harmless(target.isEmpty() ? "all that the detector watches" : target),
                harmless(remedy.executor()),
                harmless(remedy.name()),
                harmless(remedy.detectorName())),
        "  asked for at %s UTC: %s since %s UTC by %s"
            .formatted(
                Numbers.time(remedy.time()),
                Numbers.counted(remedy.evidence().findings(), "finding"),
                Numbers.time(remedy.evidence().since()),
                harmless(String.join(", ", remedy.evidence().by()))),
        remedy.recoverable()
            ? "  the run can go on behind it"
            : "  the run cannot go on behind it by itself");
  }

  private static String harmless(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}

package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;

/** A detector file of one detector with little more than what is required. */
final class DetectorText {
  private static final String REQUIRED =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          dimensions: [product_name, shop]
          measures: [{field: quantity}, {field: price}]
      """;

  private DetectorText() {}

  static String with(String... settings) {
    return REQUIRED + "    " + String.join("\n", settings).replace("\n", "\n    ") + "\n";
  }

  static Detector read(String... settings) throws InvalidDetectorsException {
    return only(DetectorFile.parse(with(settings)));
  }

  static Detector readIn(Path directory, String... settings) throws InvalidDetectorsException {
    return only(DetectorFile.parse(with(settings), directory));
  }

  /** What is wrong, each without the path of the detector. */
  static List<String> problems(String text) {
    return problemsIn(Path.of(""), text);
  }

  static List<String> problemsIn(Path directory, String text) {
    InvalidDetectorsException refused =
        catchThrowableOfType(
            InvalidDetectorsException.class, () -> DetectorFile.parse(text, directory));
    assertThat(refused).as("problems of " + text).isNotNull();
    return refused.problems().stream()
        .map(problem -> problem.replaceFirst("^detectors\\[0]\\.", ""))
        .toList();
  }

  private static Detector only(List<Detector> detectors) {
    assertThat(detectors).hasSize(1);
    return detectors.get(0);
  }
}

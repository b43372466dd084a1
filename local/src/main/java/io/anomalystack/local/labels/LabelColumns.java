package io.anomalystack.local.labels;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.Measure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the columns of a labels file mean to some detectors. A column that is called like a
 * dimension is one, whatever else its name might mean.
 */
final class LabelColumns {
  private static final String START = "start";
  private static final String END = "end";
  private static final String DETECTOR = "detector";
  private static final String MEASURE = "measure";
  private static final String KIND = "kind";

  private final List<String> header;
  private final Set<String> dimensions;
  private final Set<String> detectors;
  private final Set<String> measures;

  LabelColumns(List<String> header, List<Detector> detectors) {
    this.header = header;
    this.dimensions =
        detectors.stream()
            .flatMap(detector -> detector.dimensions().stream())
            .map(FieldPath::text)
            .collect(Collectors.toUnmodifiableSet());
    this.detectors = detectors.stream().map(Detector::name).collect(Collectors.toUnmodifiableSet());
    this.measures =
        detectors.stream().flatMap(LabelColumns::measures).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> measures(Detector detector) {
    Stream<String> names = detector.measures().stream().map(Measure::name);
    return detector.joint()
        ? Stream.concat(names, Stream.of(Series.jointMeasure(detector)))
        : names;
  }

  /** What is wrong with the header itself. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (String required : List.of(START, END)) {
      if (!header.contains(required)) {
        problems.add("no column '" + required + "'; the header is " + String.join(",", header));
      }
    }
    Set<String> seen = new HashSet<>();
    header.stream()
        .filter(name -> !name.isEmpty() && !seen.add(name))
        .distinct()
        .forEach(name -> problems.add("two columns are called '" + name + "'"));
    return problems;
  }

  /** Columns that mean nothing. */
  List<String> ignored() {
    Set<String> known = Set.of(START, END, DETECTOR, MEASURE, KIND);
    return header.stream()
        .filter(name -> !known.contains(name) && !dimensions.contains(name))
        .toList();
  }

  /** The label of a row, or, where there is something wrong with it, null and more problems. */
  Label label(int line, List<String> cells, List<String> problems) {
    if (cells.size() != header.size()) {
      problems.add(
          "expected %d cells as in the header, was %d".formatted(header.size(), cells.size()));
      return null;
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(header.get(i), cells.get(i));
    }
    int before = problems.size();
    long start = time(row, START, problems);
    long end = time(row, END, problems);
    if (problems.size() == before && end <= start) {
      problems.add(
          "end: must be after the start, %s, was '%s'".formatted(row.get(START), row.get(END)));
    }
    String detector = oneOf(detectors, row, DETECTOR, problems);
    String measure = oneOf(measures, row, MEASURE, problems);
    if (problems.size() > before) {
      return null;
    }
    Map<String, String> named = new LinkedHashMap<>(row);
    named.entrySet().removeIf(e -> !dimensions.contains(e.getKey()) || e.getValue().isEmpty());
    return new Label(line, start, end, detector, measure, named, row.getOrDefault(KIND, ""));
  }

  private static long time(Map<String, String> row, String column, List<String> problems) {
    return LabelTime.parse(row.get(column))
        .map(time -> time.toEpochMilli())
        .orElseGet(
            () -> {
              problems.add(
                  "%s: expected a time such as %s, was '%s'"
                      .formatted(column, LabelTime.FORMS, row.get(column)));
              return 0L;
            });
  }

  /** The cell of a column that must hold a known name, if any; null where it is empty. */
  private String oneOf(
      Set<String> known, Map<String, String> row, String column, List<String> problems) {
    String name = row.getOrDefault(column, "");
    if (name.isEmpty() || dimensions.contains(column)) {
      return null;
    }
    if (!known.contains(name)) {
      problems.add(
          "%s: must be one of %s, was '%s'"
              .formatted(column, known.stream().sorted().collect(Collectors.joining(", ")), name));
    }
    return name;
  }
}

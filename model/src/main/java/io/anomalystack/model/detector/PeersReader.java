package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.detector.Peers.Baseline;
import io.anomalystack.model.detector.Peers.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code peers: {among, compare, baseline, beyond, atLeast, evidence, margin, within}} and
 * {@code model}.
 */
final class PeersReader {
  private static final List<String> KNOWN =
      List.of("among", "compare", "baseline", "beyond", "atLeast", "evidence", "margin", "within");
  private static final List<String> KNOWN_EVIDENCE = List.of("points", "of");

  private static final double DEFAULT_BEYOND = 6;
  private static final int DEFAULT_AT_LEAST = 5;

  /** Of two, neither is the one that stands out. */
  private static final int LEAST_PEERS = 3;

  private static final int MOST_PEERS = 1_000_000;

  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(10);

  /** All points of that time wait in the job's state. */
  private static final Duration GREATEST_WITHIN = Duration.ofHours(1);

  private enum Model {
    FOREST,
    NONE
  }

  private PeersReader() {}

  /** Null where there are none. */
  static Peers read(Settings detector, Period period, Layout layout, List<FieldPath> dimensions) {
    Optional<Setting> setting = detector.optional("peers");
    if (setting.isEmpty()) {
      return null;
    }
    refuseJoint(detector, setting.get());
    if (period.eachRecord() && layout.step() == null && detector.optional("step").isEmpty()) {
      setting
          .get()
          .report("with period 'record', series meet at a step: needs 'step', the field of it");
    }
    return Settings.of(setting.get(), KNOWN)
        .map(settings -> read(settings, period, known(layout, dimensions)))
        .orElse(null);
  }

  private static void refuseJoint(Settings detector, Setting peers) {
    boolean joint =
        detector
            .optional("joint")
            .filter(setting -> setting.node() instanceof ConfigNode.Scalar)
            .filter(setting -> ((ConfigNode.Scalar) setting.node()).text().equals("true"))
            .isPresent();
    if (joint) {
      peers.report("not with joint: true, whose points have more than one value to compare");
    }
  }

  /** The detector's dimensions, that of its unpivoted columns included. */
  private static List<FieldPath> known(Layout layout, List<FieldPath> dimensions) {
    Stream<FieldPath> unpivoted =
        layout.unpivot() == null ? Stream.of() : Stream.of(new FieldPath(layout.unpivot().name()));
    return Stream.concat(dimensions.stream(), unpivoted).distinct().toList();
  }

  private static Peers read(Settings settings, Period period, List<FieldPath> dimensions) {
    Optional<Settings> evidence =
        settings.optional("evidence").flatMap(setting -> Settings.of(setting, KNOWN_EVIDENCE));
    int of = evidence.map(PeersReader::of).orElse(1);
    return new Peers(
        settings.required("among").flatMap(value -> among(value, dimensions)).orElse(List.of()),
        settings
            .optional("compare")
            .flatMap(value -> value.oneOf(Comparison.values()))
            .orElse(Comparison.DIFFERENCE),
        settings
            .optional("baseline")
            .flatMap(value -> value.oneOf(Baseline.values()))
            .orElse(Baseline.NONE),
        settings.optional("beyond").flatMap(PeersReader::beyond).orElse(DEFAULT_BEYOND),
        settings
            .optional("atLeast")
            .flatMap(value -> value.wholeNumber(LEAST_PEERS, MOST_PEERS))
            .orElse(DEFAULT_AT_LEAST),
        evidence.map(values -> points(values, of)).orElse(1),
        of,
        settings.optional("margin").flatMap(Setting::notNegative).orElse(0.0),
        within(settings, period));
  }

  /** In place of one that was refused the greatest, with which every number of points agrees. */
  private static int of(Settings evidence) {
    return evidence
        .required("of")
        .flatMap(value -> value.wholeNumber(1, Peers.MOST_MOMENTS))
        .orElse(Peers.MOST_MOMENTS);
  }

  private static int points(Settings evidence, int of) {
    return evidence.required("points").flatMap(value -> value.wholeNumber(1, of)).orElse(1);
  }

  private static Optional<Double> beyond(Setting setting) {
    Optional<Double> beyond = setting.notNegative();
    if (beyond.isPresent() && beyond.get() == 0) {
      setting.reject("must be above 0");
      return Optional.empty();
    }
    return beyond;
  }

  private static Duration within(Settings settings, Period period) {
    Optional<Setting> setting = settings.optional("within");
    if (!period.eachRecord()) {
      setting.ifPresent(
          value -> value.report("only with period 'record': others wait for allowedLateness"));
      return Duration.ZERO;
    }
    return setting
        .flatMap(value -> value.duration(Duration.ZERO, GREATEST_WITHIN))
        .orElse(DEFAULT_WITHIN);
  }

  private static Optional<List<FieldPath>> among(Setting setting, List<FieldPath> dimensions) {
    Optional<List<Setting>> items = setting.items();
    if (items.isPresent() && items.get().isEmpty()) {
      setting.report("must name at least one dimension in which peers differ");
    }
    return items.map(
        values -> {
          List<FieldPath> among = new ArrayList<>();
          Set<FieldPath> seen = new HashSet<>();
          for (Setting item : values) {
            Optional<FieldPath> field = item.text().map(FieldPath::new);
            field.ifPresent(among::add);
            if (field.isPresent() && !dimensions.contains(field.get())) {
              item.reject("must be " + dimensionsRule(dimensions));
            } else if (field.isPresent() && !seen.add(field.get())) {
              item.reject("must be listed once");
            }
          }
          return List.copyOf(among);
        });
  }

  private static String dimensionsRule(List<FieldPath> dimensions) {
    return dimensions.isEmpty()
        ? "a dimension of the detector, which has none"
        : "one of the detector's dimensions: "
            + dimensions.stream().map(FieldPath::text).collect(Collectors.joining(", "));
  }

  /** Whether each series has a forest of its own. */
  static boolean forest(Settings detector) {
    Optional<Setting> setting = detector.optional("model");
    if (setting.flatMap(value -> value.oneOf(Model.values())).orElse(Model.FOREST)
        == Model.FOREST) {
      return true;
    }
    if (!detector.hasAny("peers", "rules")) {
      setting.get().report("none decides nothing here: needs 'peers' or 'rules'");
    }
    for (String learning : List.of("history", "seasonality")) {
      detector
          .optional(learning)
          .ifPresent(value -> value.report("not with model: none, which learns nothing"));
    }
    return false;
  }
}

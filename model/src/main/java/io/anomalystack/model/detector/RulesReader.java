package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.DurationText;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads {@code rules}: each {@code {name, measure, evidence, severity, alert}} and one check, see
 * {@link CheckReader}.
 */
final class RulesReader {
  private static final List<String> KNOWN =
      List.of(
          "name",
          "measure",
          "below",
          "above",
          "zScore",
          "silence",
          "notFinite",
          "xid",
          "evidence",
          "severity",
          "alert");
  private static final List<String> KNOWN_EVIDENCE = List.of("points", "of");
  private static final int[] ONCE = {1, 1};

  private final List<Measure> measures;
  private final boolean joint;
  private final Severity severity;
  private final CheckReader checks;

  private RulesReader(
      Period period,
      Duration expireAfter,
      List<Measure> measures,
      boolean joint,
      Severity severity) {
    this.measures = measures;
    this.joint = joint;
    this.severity = severity;
    this.checks = new CheckReader(period, expireAfter);
  }

  /**
   * Reads a detector's rules.
   *
   * @param detector its settings
   * @param joint whether its measures make one series
   * @param severity what a rule amounts to that does not say
   */
  static List<Rule> read(
      Settings detector,
      Period period,
      Duration expireAfter,
      List<Measure> measures,
      boolean joint,
      Severity severity) {
    RulesReader reader = new RulesReader(period, expireAfter, measures, joint, severity);
    return detector
        .optional("rules")
        .flatMap(Setting::items)
        .map(reader::readAll)
        .orElse(List.of());
  }

  private List<Rule> readAll(List<Setting> items) {
    List<Rule> rules = new ArrayList<>();
    Map<String, String> pathByName = new HashMap<>();
    for (Setting item : items) {
      Optional<Rule> rule = Settings.of(item, KNOWN).flatMap(settings -> read(item, settings));
      rule.ifPresent(rules::add);
      rule.ifPresent(
          read -> {
            String other = pathByName.putIfAbsent(read.name(), item.path());
            if (other != null) {
              item.report(
                  "name must be unique in the detector, was '" + read.name() + "' as in " + other);
            }
          });
    }
    return List.copyOf(rules);
  }

  private Optional<Rule> read(Setting item, Settings settings) {
    Optional<String> name = settings.required("name").flatMap(NameReader::read);
    Optional<Check> check = checks.read(item, settings);
    Optional<Setting> measure = settings.optional("measure");
    Optional<String> measureName = measure.flatMap(this::measure);
    if (joint && check.isPresent()) {
      checkJoint(item, measure, check.get());
    }
    int[] evidence = settings.optional("evidence").map(RulesReader::evidence).orElse(ONCE);
    Optional<Setting> severitySetting = settings.optional("severity");
    Severity severity =
        severitySetting.flatMap(value -> value.oneOf(Severity.values())).orElse(this.severity);
    if (check.isPresent() && check.get() instanceof Check.Xid) {
      severitySetting.ifPresent(value -> value.report("not with xid, where the code says it"));
    }
    boolean alert = settings.optional("alert").flatMap(Setting::trueOrFalse).orElse(true);
    return name.flatMap(
        known ->
            check.map(
                judged ->
                    new Rule(
                        known,
                        measureName.orElse(null),
                        judged,
                        evidence[0],
                        evidence[1],
                        severity,
                        alert)));
  }

  private Optional<String> measure(Setting setting) {
    Optional<String> name = setting.text();
    if (name.isPresent() && measures.stream().noneMatch(m -> m.name().equals(name.get()))) {
      setting.reject(
          "must be one of the detector's measures: "
              + measures.stream().map(Measure::name).collect(Collectors.joining(", ")));
      return Optional.empty();
    }
    return name;
  }

  /** One series of several measures: a value is one measure's, an event is the series'. */
  private static void checkJoint(Setting item, Optional<Setting> measure, Check check) {
    boolean ofSeries = check instanceof Check.Silence || check instanceof Check.NotFinite;
    if (ofSeries && measure.isPresent()) {
      measure.get().report("not with this rule in a joint detector, whose measures are one series");
    } else if (!ofSeries && measure.isEmpty()) {
      item.report("must name the measure in a joint detector");
    }
  }

  private static int[] evidence(Setting setting) {
    Optional<Settings> settings = Settings.of(setting, KNOWN_EVIDENCE);
    Optional<Integer> points =
        settings
            .flatMap(values -> values.optional("points"))
            .flatMap(value -> value.wholeNumber(1, Rule.MOST_POINTS));
    Optional<Setting> ofSetting = settings.flatMap(values -> values.optional("of"));
    int least = points.orElse(1);
    int of = ofSetting.flatMap(value -> value.wholeNumber(least, Rule.MOST_POINTS)).orElse(least);
    return new int[] {least, of};
  }

  /** When a silent topic's event time begins to follow the wall clock: before a rule asks. */
  static Duration idleTimeout(
      Settings detector, List<Rule> rules, Duration least, Duration greatest, Duration unset) {
    Optional<Duration> silence = Rule.shortestSilence(rules);
    Optional<Setting> setting = detector.optional("idleTimeout");
    Optional<Duration> set = setting.flatMap(value -> value.duration(least, greatest));
    if (set.isPresent() && silence.isPresent() && set.get().compareTo(silence.get()) > 0) {
      setting
          .get()
          .reject(
              "must be at most "
                  + DurationText.format(silence.get())
                  + ", the silence that a rule watches for");
    }
    return set.orElse(silence.filter(length -> length.compareTo(unset) < 0).orElse(unset));
  }
}

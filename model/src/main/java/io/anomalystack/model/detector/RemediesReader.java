package io.anomalystack.model.detector;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code remedies}. */
final class RemediesReader {
  private static final List<String> KNOWN =
      List.of(
          "name",
          "on",
          "evidence",
          "recoverable",
          "action",
          "target",
          "executor",
          "dryRun",
          "approval",
          "cooldown",
          "limit");

  /** An executor's name is a key of its file, and stands in logs. */
  private static final Pattern EXECUTOR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  /** A remedy's moments are state. */
  private static final int GREATEST_FINDINGS = 1000;

  private static final int GREATEST_LIMIT = 1000;
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration GREATEST = Duration.ofDays(30);
  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(10);
  private static final Duration DEFAULT_COOLDOWN = Duration.ofMinutes(30);
  private static final int DEFAULT_MOST = 3;
  private static final Duration DEFAULT_PER = Duration.ofDays(1);

  private final List<FieldPath> dimensions;
  private final List<FieldPath> group;
  private final Set<String> rules;
  private final boolean comparesPeers;
  private final Set<String> names = new HashSet<>();

  private RemediesReader(
      List<FieldPath> dimensions, List<FieldPath> group, Set<String> rules, boolean comparesPeers) {
    this.dimensions = dimensions;
    this.group = group;
    this.rules = rules;
    this.comparesPeers = comparesPeers;
  }

  /**
   * Reads what a detector says of them.
   *
   * @param dimensions the detector's
   * @param incidents how its incidents are grouped, which is the target of who names none; null for
   *     no incidents
   */
  static List<Remedy> read(
      Settings detector,
      List<FieldPath> dimensions,
      List<Rule> rules,
      Peers peers,
      Incidents incidents) {
    RemediesReader reader =
        new RemediesReader(
            dimensions,
            incidents == null ? List.of() : incidents.groupBy(),
            rules.stream().map(Rule::name).collect(Collectors.toCollection(LinkedHashSet::new)),
            peers != null);
    List<Remedy> remedies = new ArrayList<>();
    detector
        .optional("remedies")
        .flatMap(Setting::items)
        .orElse(List.of())
        .forEach(item -> reader.read(item).ifPresent(remedies::add));
    return List.copyOf(remedies);
  }

  private Optional<Remedy> read(Setting item) {
    return Settings.of(item, KNOWN).map(this::read);
  }

  private Remedy read(Settings settings) {
    String name = settings.required("name").flatMap(this::name).orElse("");
    RemedyTrigger on =
        settings
            .required("on")
            .flatMap(value -> RemedyTriggerReader.read(value, rules, comparesPeers))
            .orElse(null);
    Optional<Settings> evidence =
        settings
            .required("evidence")
            .flatMap(value -> Settings.of(value, List.of("findings", "within")));
    Optional<Settings> limit =
        settings.optional("limit").flatMap(value -> Settings.of(value, List.of("most", "per")));
    return new Remedy(
        name,
        on,
        evidence
            .flatMap(values -> values.required("findings"))
            .flatMap(value -> value.wholeNumber(1, GREATEST_FINDINGS))
            .orElse(1),
        duration(evidence, "within", DEFAULT_WITHIN),
        settings.optional("recoverable").flatMap(Setting::trueOrFalse).orElse(false),
        settings.required("action").flatMap(RemediesReader::action).orElse(null),
        settings.optional("target").map(this::target).orElse(group),
        settings.required("executor").flatMap(RemediesReader::executor).orElse(""),
        settings.optional("dryRun").flatMap(Setting::trueOrFalse).orElse(true),
        settings.optional("approval").flatMap(Setting::trueOrFalse).orElse(false),
        duration(Optional.of(settings), "cooldown", DEFAULT_COOLDOWN),
        limit
            .flatMap(values -> values.required("most"))
            .flatMap(value -> value.wholeNumber(1, GREATEST_LIMIT))
            .orElse(DEFAULT_MOST),
        duration(limit, "per", DEFAULT_PER));
  }

  private Optional<String> name(Setting setting) {
    Optional<String> name = NameReader.read(setting);
    if (name.isPresent() && !names.add(name.get())) {
      setting.reject("must be a name that no other remedy of the detector has");
    }
    return name;
  }

  private static Optional<RemedyAction> action(Setting setting) {
    Optional<String> word = setting.text();
    Optional<RemedyAction> action =
        Arrays.stream(RemedyAction.values())
            .filter(each -> word.filter(each.text()::equals).isPresent())
            .findFirst();
    if (word.isPresent() && action.isEmpty()) {
      setting.reject(
          "must be one of "
              + Arrays.stream(RemedyAction.values())
                  .map(RemedyAction::text)
                  .collect(Collectors.joining(", ")));
    }
    return action;
  }

  private List<FieldPath> target(Setting setting) {
    Set<FieldPath> target = new LinkedHashSet<>();
    for (Setting item : setting.oneOrMore()) {
      Optional<FieldPath> field = item.text().map(FieldPath::new);
      if (field.isPresent() && !dimensions.contains(field.get())) {
        item.reject("must be " + dimensionsRule());
      } else if (field.isPresent() && !target.add(field.get())) {
        item.reject("must be listed once");
      }
    }
    return List.copyOf(target);
  }

  private String dimensionsRule() {
    return dimensions.isEmpty()
        ? "a dimension of the detector, which has none"
        : "one of the detector's dimensions: "
            + dimensions.stream().map(FieldPath::text).collect(Collectors.joining(", "));
  }

  private static Optional<String> executor(Setting setting) {
    Optional<String> name = setting.text();
    if (name.isPresent() && !EXECUTOR.matcher(name.get()).matches()) {
      setting.reject("must be an executor's name: up to 64 letters, digits, '_', '.' or '-'");
    }
    return name;
  }

  private static Duration duration(Optional<Settings> settings, String name, Duration unset) {
    return settings
        .flatMap(values -> values.optional(name))
        .flatMap(value -> value.duration(LEAST, GREATEST))
        .orElse(unset);
  }
}

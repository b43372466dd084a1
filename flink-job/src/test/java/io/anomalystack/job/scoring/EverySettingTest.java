package io.anomalystack.job.scoring;

import static io.anomalystack.model.change.Effect.AT_ONCE;
import static io.anomalystack.model.change.Effect.FORGETS;
import static io.anomalystack.model.change.Effect.JUMPS;
import static io.anomalystack.model.change.Effect.KEEPS;
import static io.anomalystack.model.change.Effect.RESTART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.anomalystack.job.ingest.SeriesKey;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.change.DetectorChange;
import io.anomalystack.model.change.DetectorChanges;
import io.anomalystack.model.change.Effect;
import io.anomalystack.model.change.KeyChange;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import io.anomalystack.model.detector.Measure;
import io.anomalystack.model.detector.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What {@link DetectorChanges} says of every setting that the detector file knows, held against
 * what the job keys its state by. It lies here to see a model's plan.
 */
class EverySettingTest {
  private static final String SHOP =
      """
      detectors:
        - name: sales
          topic: sales
          format: json
          timestamp: {field: at, format: 'yyyy-MM-dd HH:mm:ss', zone: UTC}
          where: {country: [UK, FR]}
          period: 1m
          dimensions: [product, shop]
          measures:
            - {field: quantity, aggregation: sum, name: sold}
            - {field: price, aggregation: avg}
          anomalyThreshold: 70
          allowedLateness: 30s
          missing: zero
          maxFuture: 1h
          maxFill: 100
          expireAfter: 10d
          idleTimeout: 5m
          maxSeries: 1000
          seasonality: [1d]
          direction: both
          margins: {absolute: 3, relative: 0.1}
          overrides:
            - {where: {shop: a}, anomalyThreshold: 85, direction: up, margins: {absolute: 1}}
          calendars:
            - {name: holidays, zone: UTC, dates: ['2026-12-24']}
            - {name: works, zone: UTC, file: works.ics}
          history: {since: 7d}
          severity: info
          incidents:
            groupBy: [shop]
            resolveAfter: 10m
            cooldown: 30m
            remindEvery: 1h
            escalate: [{to: critical, score: 90, series: 3, after: 1h}]
            routes: {info: [ops], warning: [team], critical: [all]}
          ends: {event: closed}
          rules:
            - {name: few, measure: sold, below: 1, evidence: {points: 3, of: 5}, severity: warning, alert: true}
            - {name: high, measure: sold, above: {percent: 150, of: median, over: 128}}
            - {name: far, measure: sold, zScore: {beyond: 6, over: 128, side: both}}
            - {name: low, measure: sold, below: {percent: 50, of: max, over: 64}}
            - {name: quiet, silence: 10m}
          remedies:
            - name: stop
              on: {rules: [few], score: false, severity: warning}
              evidence: {findings: 2, within: 10m}
              recoverable: true
              action: stop
              target: [shop]
              executor: scheduler
              dryRun: true
              approval: false
              cooldown: 45m
              limit: {most: 3, per: 1d}
          model: forest
          joint: false
      """;

  private static final String LAYERS =
      """
      detectors:
        - name: gradients
          topic: training
          timestamp: at
          period: record
          step: step
          unpivot: {fields: 'grad_norm/*', name: layer, value: reading}
          dimensions: [run, layer]
          measures: [{field: reading, aggregation: last, name: norm}]
          peers: {among: [layer], compare: ratio, baseline: own, beyond: 6, atLeast: 5, evidence: {points: 2, of: 3}, margin: 0.1, within: 10s}
          remedies:
            - {name: note, on: {peers: true, score: true}, evidence: {findings: 1}, action: stop, executor: x}
      """;

  private static final String MFU =
      """
      detectors:
        - name: mfu
          topic: training
          timestamp: at
          period: 1m
          dimensions: [run, gpu]
          derived:
            tokens: tokens
            seconds: seconds
            gpus: 8
            flopsPerToken: {parameters: 7e9, layers: 32, hidden: 4096, sequence: 4096, recomputation: none}
            gpu: {is: H100-SXM}
            precision: {is: bf16}
          measures: [{derived: mfu}]
      """;

  private static final String JOINT =
      """
      detectors:
        - name: both
          topic: sales
          timestamp: at
          period: 1m
          joint: true
          measures: [{field: a}, {field: b}]
      """;

  private static final String LIMITS =
      """
      detectors:
        - name: limits
          topic: sales
          timestamp: at
          period: 1m
          dimensions: [host]
          measures: [{field: a}]
          model: none
          rules: [{name: high, above: 1}]
      """;

  /**
   * A change of a text.
   *
   * @param from part of the text
   * @param to what is there instead
   * @param key the setting that is told of first, without the path of the detector
   */
  private record Change(String text, String from, String to, Effect effect, String key) {
    String before() {
      assertThat(text).contains(from);
      return text;
    }

    String after() {
      return text.replace(from, to);
    }

    @Override
    public String toString() {
      return from + " → " + to;
    }
  }

  private static Change shop(String from, String to, Effect effect, String key) {
    return new Change(SHOP, from, to, effect, key);
  }

  private static Change layers(String from, String to, Effect effect, String key) {
    return new Change(LAYERS, from, to, effect, key);
  }

  private static Change mfu(String from, String to, String key) {
    return new Change(MFU, from, to, JUMPS, key);
  }

  static List<Change> changes() {
    String history = "history: {since: 7d}";
    String median = "{percent: 150, of: median, over: 128}";
    String few = "below: 1,";
    return List.of(
        shop("topic: sales", "topic: other", RESTART, "topic"),
        shop("format: json", "format: otlp-json", RESTART, "format"),
        shop("field: at", "field: time", JUMPS, "timestamp.field"),
        shop("'yyyy-MM-dd HH:mm:ss'", "'yyyy-MM-dd HH:mm'", JUMPS, "timestamp.format"),
        shop("zone: UTC}\n    where", "zone: Europe/Paris}\n    where", JUMPS, "timestamp.zone"),
        shop("where: {country: [UK, FR]}", "where: {country: [UK]}", JUMPS, "where"),
        shop("period: 1m", "period: 2m", FORGETS, "period"),
        shop("[product, shop]", "[product, shop, town]", FORGETS, "dimensions"),
        shop("[product, shop]", "[shop, product]", KEEPS, "dimensions"),
        shop("field: quantity", "field: pieces", JUMPS, "measures.sold.field"),
        shop("aggregation: sum", "aggregation: max", JUMPS, "measures.sold.aggregation"),
        shop("aggregation: avg}", "aggregation: avg, name: cost}", FORGETS, "measures.price"),
        shop(
            "- {field: price, aggregation: avg}",
            "- {field: price, aggregation: avg}\n      - {field: tax}",
            KEEPS,
            "measures.tax"),
        shop("anomalyThreshold: 70", "anomalyThreshold: 85", AT_ONCE, "anomalyThreshold"),
        shop("allowedLateness: 30s", "allowedLateness: 1m", AT_ONCE, "allowedLateness"),
        shop("missing: zero", "missing: skip", JUMPS, "missing"),
        shop("maxFuture: 1h", "maxFuture: 2h", AT_ONCE, "maxFuture"),
        shop("maxFill: 100", "maxFill: 200", AT_ONCE, "maxFill"),
        shop("expireAfter: 10d", "expireAfter: 9d", AT_ONCE, "expireAfter"),
        shop("idleTimeout: 5m", "idleTimeout: 4m", AT_ONCE, "idleTimeout"),
        shop("maxSeries: 1000", "maxSeries: 2000", KEEPS, "maxSeries"),
        shop("seasonality: [1d]", "seasonality: [1d, 7d]", FORGETS, "seasonality"),
        shop("direction: both", "direction: up", AT_ONCE, "direction"),
        shop("absolute: 3", "absolute: 4", AT_ONCE, "margins"),
        shop("relative: 0.1", "relative: 0.2", AT_ONCE, "margins"),
        shop("{shop: a}", "{shop: b}", AT_ONCE, "overrides"),
        shop("anomalyThreshold: 85", "anomalyThreshold: 86", AT_ONCE, "overrides"),
        shop("direction: up", "direction: down", AT_ONCE, "overrides"),
        shop("margins: {absolute: 1}", "margins: {relative: 1}", AT_ONCE, "overrides"),
        shop("name: holidays", "name: feasts", AT_ONCE, "calendars.feasts"),
        shop("zone: UTC, dates", "zone: Europe/Paris, dates", AT_ONCE, "calendars.holidays"),
        shop("2026-12-24", "2026-12-25", AT_ONCE, "calendars.holidays"),
        shop("works.ics", "other.ics", AT_ONCE, "calendars.works"),
        shop(history, "history: {since: 8d}", AT_ONCE, "history.since"),
        shop(history, "history: {file: 's3://a/b.jsonl'}", AT_ONCE, "history.file"),
        shop(history, "history: {lake: 's3://a/lake'}", AT_ONCE, "history.lake"),
        shop("severity: info\n", "severity: warning\n", AT_ONCE, "severity"),
        shop("groupBy: [shop]", "groupBy: [product]", AT_ONCE, "incidents.groupBy"),
        shop("resolveAfter: 10m", "resolveAfter: 20m", AT_ONCE, "incidents.resolveAfter"),
        shop("cooldown: 30m", "cooldown: 40m", AT_ONCE, "incidents.cooldown"),
        shop("remindEvery: 1h", "remindEvery: 2h", AT_ONCE, "incidents.remindEvery"),
        shop("{to: critical", "{to: warning", AT_ONCE, "incidents.escalate"),
        shop("score: 90", "score: 91", AT_ONCE, "incidents.escalate"),
        shop("series: 3", "series: 4", AT_ONCE, "incidents.escalate"),
        shop("after: 1h", "after: 2h", AT_ONCE, "incidents.escalate"),
        shop("info: [ops]", "info: [me]", AT_ONCE, "incidents.routes"),
        shop("warning: [team]", "warning: [me]", AT_ONCE, "incidents.routes"),
        shop("critical: [all]", "critical: [me]", AT_ONCE, "incidents.routes"),
        shop("ends: {event: closed}", "ends: {event: gone}", AT_ONCE, "ends"),
        shop("name: far", "name: further", AT_ONCE, "rules.further"),
        shop("measure: sold, zScore", "measure: price, zScore", KEEPS, "rules.far"),
        shop(few, "below: 2,", KEEPS, "rules.few"),
        shop(few, "above: 1,", KEEPS, "rules.few"),
        shop("above: " + median, "xid: true", KEEPS, "rules.high"),
        shop(few, "notFinite: true,", KEEPS, "rules.few"),
        shop("percent: 150", "percent: 140", KEEPS, "rules.high"),
        shop("of: median", "of: mean", KEEPS, "rules.high"),
        shop(median, "{percent: 150, of: median, over: 64}", KEEPS, "rules.high"),
        shop("above: " + median, "below: " + median, KEEPS, "rules.high"),
        shop("percent: 50", "percent: 40", KEEPS, "rules.low"),
        shop("of: max", "of: min", KEEPS, "rules.low"),
        shop("over: 64}", "over: 32}", KEEPS, "rules.low"),
        shop("beyond: 6", "beyond: 5", KEEPS, "rules.far"),
        shop("over: 128, side", "over: 64, side", KEEPS, "rules.far"),
        shop("side: both", "side: above", KEEPS, "rules.far"),
        shop("zScore: {beyond: 6, over: 128, side: both}", "below: 1", KEEPS, "rules.far"),
        shop("silence: 10m", "silence: 20m", KEEPS, "rules.quiet"),
        shop("points: 3", "points: 4", AT_ONCE, "rules.few.evidence"),
        shop("of: 5", "of: 6", AT_ONCE, "rules.few.evidence"),
        shop(
            "severity: warning, alert", "severity: critical, alert", AT_ONCE, "rules.few.severity"),
        shop("alert: true", "alert: false", AT_ONCE, "rules.few.alert"),
        shop("name: stop\n", "name: halt\n", AT_ONCE, "remedies.halt"),
        shop("on: {rules: [few]", "on: {rules: [high]", AT_ONCE, "remedies.stop.on"),
        shop("score: false", "score: true", AT_ONCE, "remedies.stop.on"),
        shop("false, severity: warning", "false, severity: info", AT_ONCE, "remedies.stop.on"),
        shop("findings: 2", "findings: 3", AT_ONCE, "remedies.stop.evidence.findings"),
        shop("within: 10m", "within: 20m", AT_ONCE, "remedies.stop.evidence.within"),
        shop("recoverable: true", "recoverable: false", AT_ONCE, "remedies.stop.recoverable"),
        shop("action: stop", "action: page", AT_ONCE, "remedies.stop.action"),
        shop("target: [shop]", "target: [product]", KEEPS, "remedies.stop.target"),
        shop("executor: scheduler", "executor: other", AT_ONCE, "remedies.stop.executor"),
        shop("dryRun: true", "dryRun: false", AT_ONCE, "remedies.stop.dryRun"),
        shop("approval: false", "approval: true", AT_ONCE, "remedies.stop.approval"),
        shop("cooldown: 45m", "cooldown: 1h", AT_ONCE, "remedies.stop.cooldown"),
        shop("most: 3", "most: 4", AT_ONCE, "remedies.stop.limit.most"),
        shop("per: 1d", "per: 2d", AT_ONCE, "remedies.stop.limit.per"),
        shop("seasonality: [1d]", "seasonality: auto", FORGETS, "seasonality"),
        layers("step: step\n", "step: iteration\n", AT_ONCE, "step"),
        layers("grad_norm/*", "norms/*", JUMPS, "unpivot.fields"),
        layers("layer", "block", FORGETS, "dimensions"),
        layers("reading", "size", JUMPS, "unpivot.value"),
        layers("peers: {", "direction: up\n    peers: {", AT_ONCE, "direction"),
        layers("among: [layer]", "among: [run]", FORGETS, "peers.among"),
        layers("compare: ratio", "compare: difference", FORGETS, "peers.compare"),
        layers("baseline: own", "baseline: none", FORGETS, "peers.baseline"),
        new Change(
            LAYERS.substring(0, LAYERS.indexOf("    remedies")),
            "    peers: {",
            "    # peers: {",
            FORGETS,
            "peers"),
        layers("beyond: 6", "beyond: 7", AT_ONCE, "peers.beyond"),
        layers("atLeast: 5", "atLeast: 6", AT_ONCE, "peers.atLeast"),
        layers("points: 2", "points: 1", AT_ONCE, "peers.evidence"),
        layers("of: 3", "of: 4", AT_ONCE, "peers.evidence"),
        layers("margin: 0.1", "margin: 0.2", AT_ONCE, "peers.margin"),
        layers("within: 10s", "within: 5s", AT_ONCE, "peers.within"),
        layers("[run, layer]", "[layer, run]", FORGETS, "dimensions"),
        layers("baseline: own, ", "", FORGETS, "peers.baseline"),
        layers("{peers: true, score: true}", "{score: true}", AT_ONCE, "remedies.note.on"),
        mfu("tokens: tokens\n      seconds: seconds", "tokensPerSecond: tps", "derived"),
        mfu("tokens: tokens", "samples: samples\n      sequence: length", "derived"),
        mfu("seconds: seconds", "milliseconds: millis", "derived"),
        mfu("gpus: 8", "gpus: 4", "derived"),
        mfu("parameters: 7e9", "parameters: 8e9", "derived.flopsPerToken"),
        mfu("layers: 32", "layers: 64", "derived.flopsPerToken"),
        mfu("hidden: 4096", "hidden: 8192", "derived.flopsPerToken"),
        mfu("sequence: 4096", "sequence: 8192", "derived.flopsPerToken"),
        mfu("recomputation: none", "recomputation: full", "derived.flopsPerToken"),
        mfu(
            "{parameters: 7e9, layers: 32, hidden: 4096, sequence: 4096, recomputation: none}",
            "{field: flops}",
            "derived.flopsPerToken"),
        mfu("is: H100-SXM", "is: A100-SXM4", "derived.gpu"),
        mfu("gpu: {is: H100-SXM}", "gpu: gpu", "derived.gpu"),
        mfu("is: bf16", "is: fp16", "derived.precision"),
        mfu("gpus: 8", "gpus: 8\n      peakTflops: 900", "derived.peakTflops"),
        mfu("[{derived: mfu}]", "[{derived: effectiveTflops, name: mfu}]", "measures.mfu.derived"),
        mfu("[{derived: mfu}]", "[{field: mfu}]", "measures.mfu.derived"),
        new Change(JOINT, "joint: true", "joint: false", FORGETS, "joint"),
        new Change(JOINT, "{field: b}", "{field: c}", FORGETS, "measures"),
        new Change(
            JOINT, "[{field: a}, {field: b}]", "[{field: b}, {field: a}]", FORGETS, "measures"),
        new Change(JOINT, "joint: true", "joint: true\n    incidents: false", AT_ONCE, "incidents"),
        new Change(LIMITS, "[host]", "[rank]", KEEPS, "dimensions"),
        new Change(LIMITS, "model: none", "model: forest", AT_ONCE, "model"),
        new Change(
            LIMITS.replace("none", "forest"), "model: forest", "model: none", FORGETS, "model"));
  }

  @TempDir static Path directory;

  @BeforeAll
  static void writeCalendars() throws IOException {
    for (int day = 1; day <= 2; day++) {
      Files.writeString(
          directory.resolve(day == 1 ? "works.ics" : "other.ics"),
          """
          BEGIN:VCALENDAR
          VERSION:2.0
          PRODID:-//test//EN
          BEGIN:VEVENT
          UID:works
          DTSTAMP:20260101T000000Z
          DTSTART;VALUE=DATE:2026010%d
          END:VEVENT
          END:VCALENDAR
          """
              .formatted(day)
              .replace("\n", "\r\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatIsSaidIsWhatTheStateIsKeyedBy(Change change) throws InvalidDetectorsException {
    Detector before = read(change.before());
    Detector after = read(change.after());

    DetectorChanges changes = DetectorChanges.between(List.of(before), List.of(after), Set.of());

    assertThat(changes.changes()).hasSize(1);
    DetectorChange detector = changes.changes().get(0);
    assertThat(detector.effect()).as(detector.toString()).isEqualTo(change.effect());
    assertThat(detector.keys())
        .anyMatch(key -> key.key().equals(change.key()) && key.effect() == change.effect());
    assertThat(changes.accepted()).isEqualTo(change.effect().compareTo(FORGETS) < 0);
    if (change.effect() != RESTART) {
      assertThat(change.effect() == FORGETS)
          .isEqualTo(forgetsModels(before, after) || forgetsPlaces(before, after));
    }
    if (change.effect().compareTo(FORGETS) < 0) {
      assertThat(detector.keys().stream().anyMatch(EverySettingTest::tellsOfPeriods))
          .isEqualTo(learns(before) && !SeriesKey.shape(before).equals(SeriesKey.shape(after)));
    }
  }

  private static boolean learns(Detector detector) {
    return detector.forest() || learnsPlaces(detector);
  }

  private static boolean tellsOfPeriods(KeyChange key) {
    return key.consequence().contains("the period under way begins anew");
  }

  private static boolean forgetsModels(Detector before, Detector after) {
    return before.forest()
        && (!after.forest()
            || ModelPlan.of(before).digest() != ModelPlan.of(after).digest()
            || !series(after).containsAll(series(before)));
  }

  /** A time series of each measure, all with the same values of their dimensions. */
  private static Set<String> series(Detector detector) {
    List<Dimension> values =
        detector.dimensions().stream().map(field -> new Dimension(field.text(), "x")).toList();
    List<String> measures = detector.measures().stream().map(Measure::name).toList();
    return (detector.joint() ? List.of(String.join("+", measures)) : measures)
        .stream()
            .map(measure -> TimeSeriesId.of(detector.name(), measure, values))
            .collect(Collectors.toSet());
  }

  private static boolean learnsPlaces(Detector detector) {
    return detector.peers() != null && detector.peers().baseline() == Peers.Baseline.OWN;
  }

  private static boolean forgetsPlaces(Detector before, Detector after) {
    return learnsPlaces(before)
        && (!learnsPlaces(after)
            || !before.peers().among().equals(after.peers().among())
            || before.peers().comparison() != after.peers().comparison()
            || !before.dimensions().equals(after.dimensions()));
  }

  private static Detector read(String text) throws InvalidDetectorsException {
    return DetectorFile.parse(text, directory).get(0);
  }

  @Test
  void everySettingThatTheFileKnowsIsAmongTheChanges() {
    Set<String> known = new TreeSet<>();
    Set<String> changed = new TreeSet<>();
    for (Change change : changes()) {
      known.addAll(known(change.before()));
      known.addAll(known(change.after()));
      addDifferences("", load(change.before()), load(change.after()), changed);
    }
    // Another name is another detector.
    known.removeAll(Set.of("detectors", "detectors.name"));

    assertThat(known)
        .contains("detectors.period", "detectors.remedies.limit.per")
        .hasSizeGreaterThan(100);
    known.removeAll(changed);
    assertThat(known).as("settings of which no change says what it does").isEmpty();
  }

  /** Every scalar as a text: {@code on} is no truth value here. */
  private static Object load(String text) {
    LoaderOptions options = new LoaderOptions();
    DumperOptions dumping = new DumperOptions();
    Resolver texts =
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {
            // None.
          }
        };
    return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options, texts)
        .load(text);
  }

  /** Adds the paths at which two files differ. */
  private static void addDifferences(
      String path, Object one, Object other, Set<String> differences) {
    if (Objects.equals(one, other)) {
      return;
    }
    differences.add(path);
    if (one instanceof Map<?, ?> before && other instanceof Map<?, ?> after) {
      Set<Object> keys = new HashSet<>(before.keySet());
      keys.addAll(after.keySet());
      for (Object key : keys) {
        String child = path.isEmpty() ? key.toString() : path + "." + key;
        addDifferences(child, before.get(key), after.get(key), differences);
      }
    } else if (one instanceof List<?> before && other instanceof List<?> after) {
      for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
        addDifferences(path, before.get(i), after.get(i), differences);
      }
    }
  }

  private static final String UNKNOWN = "zz-unknown";
  private static final Pattern KNOWN =
      Pattern.compile("(.*)" + UNKNOWN + ": unknown setting; known here: (.*)");

  /** What a file's reader says it knows, of every map in the file. */
  private static Set<String> known(String text) {
    Object root = load(text);
    addUnknown(root);
    InvalidDetectorsException refused =
        catchThrowableOfType(
            InvalidDetectorsException.class,
            () -> DetectorFile.parse(new Yaml().dump(root), directory));
    Set<String> known = new TreeSet<>();
    for (String problem : refused.problems()) {
      Matcher matcher = KNOWN.matcher(problem);
      if (matcher.matches()) {
        String path = matcher.group(1).replaceAll("\\[[0-9]+]", "");
        Stream.of(matcher.group(2).split(", ")).map(path::concat).forEach(known::add);
      }
    }
    return known;
  }

  private static void addUnknown(Object node) {
    if (node instanceof Map<?, ?> map) {
      map.values().forEach(EverySettingTest::addUnknown);
      @SuppressWarnings("unchecked") // as YAML's maps are
      Map<Object, Object> settings = (Map<Object, Object>) map;
      settings.put(UNKNOWN, "x");
    } else if (node instanceof List<?> list) {
      list.forEach(EverySettingTest::addUnknown);
    }
  }
}

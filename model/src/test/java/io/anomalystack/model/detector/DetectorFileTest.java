package io.anomalystack.model.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.TimestampFormat.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorFileTest {
  private static final String MINIMAL =
      """
      detectors:
        - name: sales
          topic: sales
          timestamp: {field: timestamp}
          period: 1m
          measures: [{field: quantity}]
      """;

  private static final String COMPLETE =
      """
      detectors:
        - name: anybooks-sales            # -> detectorName
          topic: sales                    # input topic
          timestamp: {field: timestamp, format: iso8601}
          where: {country: [UK, FR]}      # optional: only these records are this detector's
          period: 1m
          dimensions: [product_name]      # 0..n; each combination is one time series
          measures:
            - {field: quantity, aggregation: sum, name: quantity}
          anomalyThreshold: 70            # 0..100
          allowedLateness: 30s            # see "Time"
          missing: zero                   # a period without a record
      """;

  private static final Detector SALES =
      new Detector(
          "anybooks-sales",
          "sales",
          new FieldPath("timestamp"),
          new TimestampFormat(Kind.ISO8601, null, null),
          Map.of(new FieldPath("country"), Set.of("UK", "FR")),
          Duration.ofMinutes(1),
          false,
          List.of(new FieldPath("product_name")),
          List.of(new Measure(new FieldPath("quantity"), Aggregation.SUM, "quantity")),
          70,
          Duration.ofSeconds(30),
          MissingPolicy.ZERO,
          Duration.ofHours(1),
          1440,
          Duration.ofDays(30),
          Duration.ofMinutes(5),
          100_000,
          Seasonality.auto(),
          false,
          Direction.BOTH,
          Margins.NONE,
          List.of(),
          List.of(),
          null,
          Severity.WARNING,
          new Incidents(
              List.of(),
              Duration.ofMinutes(10),
              Duration.ofMinutes(30),
              null,
              List.of(),
              Map.of(Severity.INFO, List.of("default"))),
          Layout.PLAIN,
          List.of(),
          null,
          true,
          List.of());

  @Test
  void readsTheCompleteExample() throws Exception {
    assertThat(DetectorFile.parse(COMPLETE)).containsExactly(SALES);
  }

  @Test
  void fillsEveryDefault() throws Exception {
    assertThat(DetectorFile.parse(MINIMAL))
        .containsExactly(
            new Detector(
                "sales",
                "sales",
                new FieldPath("timestamp"),
                new TimestampFormat(Kind.ISO8601, null, null),
                Map.of(),
                Duration.ofMinutes(1),
                false,
                List.of(),
                List.of(new Measure(new FieldPath("quantity"), Aggregation.SUM, "quantity")),
                70,
                Duration.ZERO,
                MissingPolicy.SKIP,
                Duration.ofHours(1),
                1440,
                Duration.ofDays(30),
                Duration.ofMinutes(5),
                100_000,
                Seasonality.auto(),
                false,
                Direction.BOTH,
                new Margins(0, 0),
                List.of(),
                List.of(),
                null,
                Severity.WARNING,
                new Incidents(
                    List.of(),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    null,
                    List.of(),
                    Map.of(Severity.INFO, List.of("default"))),
                Layout.PLAIN,
                List.of(),
                null,
                true,
                List.of()));
  }

  @Test
  void takesEmptySettingsAsLeftOut() throws Exception {
    String empty =
        """
            where:
            dimensions: ~
            anomalyThreshold:
            missing: null
            allowedLateness:
            maxFill:
        """;

    assertThat(DetectorFile.parse(MINIMAL + empty)).isEqualTo(DetectorFile.parse(MINIMAL));
  }

  @Test
  void readsEverySettingThatHasADefault() throws Exception {
    Detector detector =
        minimalAnd(
            "maxFuture: 2h",
            "maxFill: 7",
            "expireAfter: 1d12h",
            "idleTimeout: 500ms",
            "maxSeries: 50",
            "anomalyThreshold: 72.5",
            "missing: impute");

    assertThat(detector.maxFuture()).isEqualTo(Duration.ofHours(2));
    assertThat(detector.maxFill()).isEqualTo(7);
    assertThat(detector.expireAfter()).isEqualTo(Duration.ofHours(36));
    assertThat(detector.idleTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(detector.maxSeries()).isEqualTo(50);
    assertThat(detector.anomalyThreshold()).isEqualTo(72.5);
    assertThat(detector.missing()).isEqualTo(MissingPolicy.IMPUTE);
  }

  @ParameterizedTest
  @CsvSource({"1s, 86400", "7s, 12342", "1m, 1440", "1h, 32", "1d, 32", "record, 0"})
  void fillsADaysWorthOfPeriodsUnlessTold(String period, int maxFill) throws Exception {
    assertThat(only(MINIMAL.replace("1m", period)).maxFill()).isEqualTo(maxFill);
  }

  @Test
  void keepsSeriesThreePeriodsAndTheLatenessAtLeast() throws Exception {
    assertThat(only(MINIMAL.replace("1m", "1d") + "    allowedLateness: 60d\n").expireAfter())
        .isEqualTo(Duration.ofDays(63));
  }

  @Test
  void takesEachRecordAsAPoint() throws Exception {
    Detector detector = only(MINIMAL.replace("1m", "record"));

    assertThat(detector.eachRecord()).isTrue();
    assertThat(detector.period()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void readsJson() throws Exception {
    String json =
        """
        {"detectors": [{"name": "anybooks-sales", "topic": "sales",
          "timestamp": {"field": "timestamp", "format": "iso8601"},
          "where": {"country": ["UK", "FR"]}, "period": "1m", "dimensions": ["product_name"],
          "measures": [{"field": "quantity", "aggregation": "sum", "name": "quantity"}],
          "anomalyThreshold": 70, "allowedLateness": "30s", "missing": "zero"}]}
        """;

    assertThat(DetectorFile.parse(json)).containsExactly(SALES);
  }

  @Test
  void readsJsonThatIsNoYaml() throws Exception {
    String json =
        """
        {"detectors": [{
        \t"name": "a\\/b",
        \t"topic": "sales", "timestamp": {"field": "t"}, "where": null,
        \t"period": "1m", "measures": [{"field": "v"}], "maxSeries": 7
        }]}
        """;

    Detector detector = only(json);

    assertThat(detector.name()).isEqualTo("a/b");
    assertThat(detector.maxSeries()).isEqualTo(7);
  }

  @Test
  void keepsDetectorsInTheOrderOfTheFile() throws Exception {
    String two = MINIMAL + MINIMAL.lines().skip(1).map(l -> l + "\n").reduce("", String::concat);

    assertThat(DetectorFile.parse(two.replaceFirst("name: sales", "name: z")))
        .extracting(Detector::name)
        .containsExactly("z", "sales");
  }

  @Test
  void keepsTheTextOfWhereValues() throws Exception {
    Detector detector =
        minimalAnd(
            "where: {code: [010, 1.0, 1.50, 0x1F, 1e3, 1_000, 12:30], ok: true, country: NO,"
                + " quoted: '2', day: 2024-08-29, /a/b: ''}");

    assertThat(detector.where())
        .containsExactly(
            Map.entry(
                new FieldPath("code"),
                Set.of("010", "1.0", "1.50", "0x1F", "1e3", "1_000", "12:30")),
            Map.entry(new FieldPath("ok"), Set.of("true")),
            Map.entry(new FieldPath("country"), Set.of("NO")),
            Map.entry(new FieldPath("quoted"), Set.of("2")),
            Map.entry(new FieldPath("day"), Set.of("2024-08-29")),
            Map.entry(new FieldPath("/a/b"), Set.of("")));
  }

  @Test
  void keepsTheOrderOfWhereAndDimensions() throws Exception {
    Detector detector = minimalAnd("where: {z: [9, 1, 5], a: x, m: y}", "dimensions: [z, /b/c, a]");

    assertThat(detector.where().keySet())
        .extracting(FieldPath::text)
        .containsExactly("z", "a", "m");
    assertThat(detector.where().get(new FieldPath("z"))).containsExactly("9", "1", "5");
    assertThat(detector.dimensions()).extracting(FieldPath::text).containsExactly("z", "/b/c", "a");
  }

  @Test
  void readsMeasuresWithTheirDefaults() throws Exception {
    Detector detector =
        only(
            MINIMAL.replace(
                "[{field: quantity}]",
                "[{field: a}, {field: a, aggregation: max, name: highest}, {field: /b/c}]"));

    assertThat(detector.measures())
        .containsExactly(
            new Measure(new FieldPath("a"), Aggregation.SUM, "a"),
            new Measure(new FieldPath("a"), Aggregation.MAX, "highest"),
            new Measure(new FieldPath("/b/c"), Aggregation.SUM, "/b/c"));
  }

  @ParameterizedTest
  @CsvSource({"sum, SUM", "avg, AVG", "min, MIN", "max, MAX", "count, COUNT", "last, LAST"})
  void readsEveryAggregation(String text, Aggregation aggregation) throws Exception {
    Detector detector =
        only(MINIMAL.replace("{field: quantity}", "{field: q, aggregation: " + text + "}"));

    assertThat(detector.measures().get(0).aggregation()).isEqualTo(aggregation);
  }

  @ParameterizedTest
  @CsvSource({
    "iso8601, ISO8601",
    "epoch-seconds, EPOCH_SECONDS",
    "epoch-millis, EPOCH_MILLIS",
    "epoch-micros, EPOCH_MICROS",
    "epoch-nanos, EPOCH_NANOS"
  })
  void readsEveryNamedTimestampFormat(String text, Kind kind) throws Exception {
    assertThat(withTimestamp("{field: t, format: " + text + "}"))
        .isEqualTo(new TimestampFormat(kind, null, null));
  }

  @Test
  void readsTimestampPatterns() throws Exception {
    assertThat(withTimestamp("{field: t, format: 'yyyy-MM-dd HH:mm:ss', zone: UTC}"))
        .isEqualTo(new TimestampFormat(Kind.PATTERN, "yyyy-MM-dd HH:mm:ss", "UTC"));
    assertThat(withTimestamp("{field: t, format: 'yyyy-MM-dd HH:mm:ssXXX'}"))
        .isEqualTo(new TimestampFormat(Kind.PATTERN, "yyyy-MM-dd HH:mm:ssXXX", null));
  }

  @Test
  void takesATimestampFieldAlone() throws Exception {
    assertThat(only(MINIMAL.replace("{field: timestamp}", "/meta/time")).timestamp())
        .isEqualTo(new FieldPath("/meta/time"));
  }

  @Test
  void sharesWhatAnAnchorNames() throws Exception {
    String yaml =
        """
        detectors:
          - {name: a, topic: t, timestamp: &time {field: ts, format: epoch-millis}, period: 1m,
             measures: &measures [{field: v}]}
          - {name: b, topic: t, timestamp: *time, period: 1m, measures: *measures}
        """;

    assertThat(DetectorFile.parse(yaml))
        .extracting(detector -> detector.timestampFormat().kind())
        .containsExactly(Kind.EPOCH_MILLIS, Kind.EPOCH_MILLIS);
  }

  @Test
  void isSerializable() throws Exception {
    Detector detector =
        minimalAnd(
            "dimensions: [shop]",
            "seasonality: [1d]",
            "margins: {absolute: 1}",
            "overrides: [{where: {shop: a}, direction: up}]",
            "calendars: [{name: holidays, zone: Europe/Berlin, dates: 2026-12-24}]",
            "history: {since: 7d}");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(detector);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(detector);
    }
  }

  @Test
  void tellsThreeProblemsAtOnce() {
    String yaml =
        """
        detectors:
          - name: sales
            topic: sales
            timestamp: {field: timestamp}
            anomalyThreshold: 700
            period: minute
            treshold: 70
            measures: [{field: quantity}]
        """;

    assertThat(refused(yaml))
        .hasMessage(
            """
            3 problems in detector configuration:
              - detectors[0].anomalyThreshold: must be between 0 and 100, was '700'
              - detectors[0].period: expected a duration such as '1m', was 'minute'
              - detectors[0].treshold: unknown setting; did you mean 'anomalyThreshold'?""");
  }

  @Test
  void tellsProblemsOfEveryDetectorInTheOrderOfTheFile() {
    String yaml =
        """
        detectors:
          - name: sales
            topic: my topic
            timestamp: {field: t, format: yyyy-MM-dd HH:mm}
            period: 1m
            measures: [{field: a, agregation: sum}, {name: b}]
          - topic: sales
            timestamp: {field: t}
            period: 2d
            measures: []
        """;

    assertThat(problems(yaml))
        .containsExactly(
            "detectors[0].topic: must be a Kafka topic: 1 to 249 letters, digits, '.', '_' and"
                + " '-', was 'my topic'",
            "detectors[0].timestamp.format: a pattern without an offset or zone needs a zone"
                + " beside it, was 'yyyy-MM-dd HH:mm'",
            "detectors[0].measures[0].agregation: unknown setting; did you mean 'aggregation'?",
            "detectors[0].measures[1].field: required, but missing",
            "detectors[1].name: required, but missing",
            "detectors[1].period: must be whole seconds between 1s and 1d, or 'record', was '2d'",
            "detectors[1].measures: must list at least one measure");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: sales|name: ''|name: must be 1 to 200 characters on one line, and not blank, was ''",
        "name: sales|name: [a]|name: expected a text, was a list",
        "name: sales|name:|name: required, was empty",
        "name: sales|nmae: sales|nmae: unknown setting; did you mean 'name'?",
        "topic: sales|topic: ..|topic: must be a Kafka topic: 1 to 249 letters, digits, '.', '_' and"
            + " '-', was '..'",
        "topic: sales|missing: skip|topic: required, but missing",
        "timestamp: {field: timestamp}|missing: skip|timestamp: required, but missing",
        "{field: timestamp}|[timestamp]|timestamp: expected a map, was a list",
        "{field: timestamp}|{}|timestamp.field: required, but missing",
        "{field: timestamp}|{field: ''}|timestamp.field: must be a field's name or a JSON Pointer,"
            + " was ''",
        "{field: timestamp}|{field: t, fromat: x}|timestamp.fromat: unknown setting; did you mean"
            + " 'format'?",
        "{field: timestamp}|{field: t, zone: UTC}|timestamp.zone: only a pattern takes a zone, but"
            + " the format is iso8601, was 'UTC'",
        "{field: timestamp}|{field: t, format: 'yyyy-MM-dd HH:mm', zone: Berlin}|timestamp.zone:"
            + " must be a time zone such as 'UTC' or 'Europe/Berlin', was 'Berlin'",
        "{field: timestamp}|{field: t, format: 'yyyy-MM-dd HH:mmX', zone: UTC}|timestamp.zone: the"
            + " pattern 'yyyy-MM-dd HH:mmX' holds the offset or zone itself, was 'UTC'",
        "period: 1m|missing: skip|period: required, but missing",
        "period: 1m|period: 60|period: expected a duration such as '1m', was '60'",
        "period: 1m|period: 0s|period: must be whole seconds between 1s and 1d, or 'record', was"
            + " '0s'",
        "period: 1m|period: 1500ms|period: must be whole seconds between 1s and 1d, or 'record',"
            + " was '1500ms'",
        "period: 1m|period: {}|period: expected a duration such as '1m', was a map",
        "[{field: quantity}]|quantity|measures: expected a list, was 'quantity'",
        "[{field: quantity}]|[quantity]|measures[0]: expected a map, was 'quantity'",
        "[{field: quantity}]|[{field: a}, {field: a}]|measures[1]: name must be unique in the"
            + " detector, was 'a' as in detectors[0].measures[0]",
        "[{field: quantity}]|[{field: a, name: a+b}]|measures[0].name: must be without '+' as a"
            + " measure's name, was 'a+b'",
        "[{field: quantity}]|[{field: a+b}]|measures[0].field: must be without '+' as a measure's"
            + " name, was 'a+b'",
        "[{field: quantity}]|[{field: a, aggregation: mean}]|measures[0].aggregation: must be one of"
            + " sum, avg, min, max, count, last, increase, was 'mean'",
        "[{field: quantity}]|[{field: /a~2}]|measures[0].field: '~' in a JSON Pointer is written"
            + " '~0' and '/' is '~1', was '/a~2'",
      })
  void refusesRequiredSettings(String written, String instead, String problem) {
    assertThat(problems(MINIMAL.replace(written, instead)))
        .containsExactly("detectors[0]." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "where: [a]|where: expected a map, was a list",
        "where: {a: []}|where.a: must list at least one value",
        "where: {a: }|where.a: expected a text, was empty",
        "where: {a: {b: c}}|where.a: expected a text, was a map",
        "where: {a: [x, [y]]}|where.a[1]: expected a text, was a list",
        "where: {a: x, a: y}|where.a: set twice",
        "where: {[a]: x}|where: expected a text as the name of a setting, was a list",
        "where: {/~: x}|where./~: '~' in a JSON Pointer is written '~0' and '/' is '~1', was '/~'",
        "dimensions: product|dimensions: expected a list, was 'product'",
        "dimensions: [a, b, a]|dimensions[2]: must be listed once, was 'a'",
        "dimensions: [a, ~]|dimensions[1]: expected a text, was empty",
        "dimensions: ['']|dimensions[0]: must be a field's name or a JSON Pointer, was ''",
        "anomalyThreshold: -1|anomalyThreshold: must be between 0 and 100, was '-1'",
        "anomalyThreshold: 100.1|anomalyThreshold: must be between 0 and 100, was '100.1'",
        "anomalyThreshold: .nan|anomalyThreshold: must be between 0 and 100, was '.nan'",
        "anomalyThreshold: [70]|anomalyThreshold: must be between 0 and 100, was a list",
        "allowedLateness: -1s|allowedLateness: expected a duration such as '1m', was '-1s'",
        "allowedLateness: 366d|allowedLateness: must be between 0s and 365d, was '366d'",
        "missing: zeros|missing: must be one of zero, previous, impute, skip, was 'zeros'",
        "maxFuture: 0|maxFuture: expected a duration such as '1m', was '0'",
        "maxFuture: 99999d|maxFuture: must be between 0s and 36500d, was '99999d'",
        "maxFill: 1.5|maxFill: must be a whole number between 0 and 1000000, was '1.5'",
        "maxFill: -1|maxFill: must be a whole number between 0 and 1000000, was '-1'",
        "expireAfter: 2m|expireAfter: must be between 3m and 3650d, was '2m'",
        "idleTimeout: 0s|idleTimeout: must be between 100ms and 365d, was '0s'",
        "maxSeries: 0|maxSeries: must be a whole number between 1 and 100000000, was '0'",
        "maxSeries: 1_000|maxSeries: must be a whole number between 1 and 100000000, was '1_000'",
        "maxSeries: 9999999999|maxSeries: must be a whole number between 1 and 100000000, was"
            + " '9999999999'",
        "maxSeries: many|maxSeries: must be a whole number between 1 and 100000000, was 'many'",
        "period: 2m|period: set twice",
      })
  void refusesFurtherSettings(String setting, String problem) {
    assertThat(problems(MINIMAL + "    " + setting + "\n"))
        .containsExactly("detectors[0]." + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"epoch-milis", "iso-8601", "HH:mm", "YYYY-MM-dd HH:mm", "yyyy-MM-dd hh:mm", "''"})
  void refusesTimestampFormatsThatGiveNoTime(String format) {
    String yaml =
        MINIMAL.replace("{field: timestamp}", "{field: t, format: " + format + ", zone: UTC}");

    assertThat(problems(yaml))
        .singleElement()
        .asString()
        .startsWith("detectors[0].timestamp.format: must be iso8601, epoch-seconds,")
        .endsWith("was '" + format.replace("'", "") + "'");
  }

  @Test
  void listsTheKnownSettingsWhereNoneIsNear() {
    assertThat(problems(MINIMAL.replace("[{field: quantity}]", "[{field: a, unit: b}]")))
        .containsExactly(
            "detectors[0].measures[0].unit: unknown setting; known here: field, derived, aggregation,"
                + " name");
  }

  @Test
  void refusesFillingWithoutPeriods() {
    String yaml = MINIMAL.replace("1m", "record") + "    missing: zero\n    maxFill: 3\n";

    assertThat(problems(yaml))
        .containsExactly(
            "detectors[0].missing: must be skip with period 'record', which has no periods to"
                + " fill, was 'zero'",
            "detectors[0].maxFill: not with period 'record', which has no periods to fill");
  }

  @Test
  void refusesTwoDetectorsOfOneName() {
    String two = MINIMAL + MINIMAL.lines().skip(1).map(l -> l + "\n").reduce("", String::concat);

    assertThat(problems(two))
        .containsExactly("detectors[1]: name must be unique, was 'sales' as in detectors[0]");
  }

  @Test
  void showsLongValuesCutAndOnOneLine() {
    String yaml = MINIMAL.replace("1m", "\"" + "a\\n".repeat(100) + "\"");

    assertThat(problems(yaml))
        .containsExactly(
            "detectors[0].period: expected a duration such as '1m', was '"
                + "a?".repeat(30)
                + "…'");
  }

  @Test
  void showsLongNamesCutAndOnOneLine() {
    assertThat(problems(MINIMAL + "    \"" + "b\\n".repeat(100) + "\": 1\n"))
        .singleElement()
        .asString()
        .startsWith("detectors[0]." + "b?".repeat(30) + "…: unknown setting; known here: name,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|file: expected a map of detectors, but it is empty",
        "# nothing|file: expected a map of detectors, but it is empty",
        "~|file: expected a map of detectors, was empty",
        "sales|file: expected a map of detectors, was 'sales'",
        "[]|file: expected a map of detectors, was a list",
        "{}|detectors: required, but missing",
        "detectors:|detectors: required, was empty",
        "detectors: []|detectors: must list at least one detector",
        "detectors: {}|detectors: expected a list, was a map",
        "detectors: [sales]|detectors[0]: expected a map, was 'sales'",
        "detectors: [~]|detectors[0]: expected a map, was empty",
        "detector: []|detector: unknown setting; did you mean 'detectors'?",
        "rules: []\\ndetectors: []|rules: unknown setting; known here: detectors",
      })
  void refusesFilesOfAnotherShape(String text, String problem) {
    assertThat(problems(text.replace("\\n", "\n"))).first().isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "detectors: [|line 1, column 13: while parsing a flow node, expected the node content,"
            + " but found '<stream end>'",
        "a: 1\\n---\\nb: 2|line 2, column 1: expected a single document in the stream, but found"
            + " another document",
        "a: &x [*x]|line 1, column 4: an anchor holds an alias of itself",
        "a: !!java.net.URL [x]|line 1, column 4: Global tag is not allowed:"
            + " tag:yaml.org,2002:java.net.URL",
      })
  void tellsWhereTheSyntaxIsWrong(String text, String problem) {
    assertThat(problems(text.replace("\\n", "\n"))).containsExactly(problem);
  }

  @Test
  void tellsWhereATabStandsInYaml() {
    assertThat(problems("a: 1\n\tb: 2"))
        .containsExactly(
            "line 2, column 1: while scanning for the next token, found character '\\t(TAB)' that"
                + " cannot start any token. (Do not use \\t(TAB) for indentation)");
  }

  @Test
  void tellsWhereACharacterIsNotAllowed() {
    assertThat(problems("a: 1\nb: \u0001"))
        .containsExactly("line 2, column 4: character U+0001 is not allowed");
  }

  @Test
  void tellsWhereJsonThatIsNoYamlIsWrong() {
    assertThat(problems("{\n\t\"detectors\": [\n\t\t{]\n}"))
        .singleElement()
        .asString()
        .startsWith("line 3, column 4: Unexpected close marker ']'");
  }

  @Test
  void refusesADetectorFileThatEndsTwice() {
    assertThat(problems("{\n\t\"detectors\": []}\n{}"))
        .containsExactly("line 3, column 1: expected the end of the file");
  }

  @Test
  void survivesAliasesOfAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(problems(bomb.toString())).hasSize(61);
  }

  @Test
  void readsAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("detectors.yaml");
    Files.writeString(file, "\uFEFF" + COMPLETE.replace("UK", "Zürich"));

    assertThat(DetectorFile.read(file).get(0).where().get(new FieldPath("country")))
        .containsExactly("Zürich", "FR");
  }

  @Test
  void refusesAFileThatIsNoUtf8(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("detectors.yaml");
    Files.write(file, "detectors: Zürich".getBytes(StandardCharsets.ISO_8859_1));

    InvalidDetectorsException refused =
        catchThrowableOfType(InvalidDetectorsException.class, () -> DetectorFile.read(file));

    assertThat(refused.problems()).containsExactly("file: expected UTF-8 text, was other bytes");
  }

  @Test
  void leavesMissingFilesToTheCaller(@TempDir Path directory) {
    Path file = directory.resolve("none.yaml");

    assertThat(catchThrowableOfType(NoSuchFileException.class, () -> DetectorFile.read(file)))
        .hasMessageContaining("none.yaml");
  }

  private static Detector only(String text) throws InvalidDetectorsException {
    List<Detector> detectors = DetectorFile.parse(text);
    assertThat(detectors).hasSize(1);
    return detectors.get(0);
  }

  private static Detector minimalAnd(String... settings) throws InvalidDetectorsException {
    return only(MINIMAL + "    " + String.join("\n    ", settings) + "\n");
  }

  private static TimestampFormat withTimestamp(String timestamp) throws InvalidDetectorsException {
    return only(MINIMAL.replace("{field: timestamp}", timestamp)).timestampFormat();
  }

  private static List<String> problems(String text) {
    return refused(text).problems();
  }

  private static InvalidDetectorsException refused(String text) {
    return catchThrowableOfType(InvalidDetectorsException.class, () -> DetectorFile.parse(text));
  }
}

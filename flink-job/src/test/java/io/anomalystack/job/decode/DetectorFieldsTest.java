package io.anomalystack.job.decode;

import static io.anomalystack.model.RejectionReason.BAD_DIMENSION;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static io.anomalystack.model.RejectionReason.NOT_A_FINITE_NUMBER;
import static io.anomalystack.model.RejectionReason.TOO_FAR_IN_FUTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How one JSON record reads to detectors of various settings. */
class DetectorFieldsTest {
  private static final String TIME = "\"timestamp\":\"2024-08-29T13:35:12Z\"";
  private static final long EVENT_TIME = Instant.parse("2024-08-29T13:35:12Z").toEpochMilli();

  @Test
  void pointersReachIntoObjectsAndArrays() {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales(
                "timestamp: /meta/at",
                "dimensions: [/shop/address/city, /tags/1, plain]",
                "measures: [{field: /lines/0/units, name: units}, {field: /lines/1/units, name: more}]"));

    Sample sample =
        sample(
            decoding.decode(
                """
                {"lines":[{"units":3,"x":[1,2]},{"units":4}],
                 "meta":{"at":"2024-08-29T13:35:12Z","x":{}},
                 "plain":"p","tags":["a","b","c"],
                 "shop":{"x":{"city":"no"},"address":{"city":"Rome"},"city":"no"}}
                """));

    assertThat(sample.key().values()).containsExactly("Rome", "b", "p");
    assertThat(sample.values()).containsExactly(3, 4);
    assertThat(sample.eventTime()).isEqualTo(EVENT_TIME);
  }

  @Test
  void pointersResolveTheirEscapes() {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales(
                "dimensions: ['/a~1b', '/c~0d', '/~01', '/', '/e/']",
                "measures: [{field: quantity}]"));

    Sample sample =
        sample(
            decoding.decode(
                "{"
                    + TIME
                    + ",\"quantity\":1,\"a/b\":\"A\",\"c~d\":\"C\",\"~1\":\"T\",\"\":\"E\",\"e\":{\"\":\"F\"}}"));

    assertThat(sample.key().values()).containsExactly("A", "C", "T", "E", "F");
  }

  @Test
  void plainNameIsTakenAsItIsAndOnlyAtTheTop() {
    Decoding decoding =
        Decoding.json(TestDetectors.sales("dimensions: ['a/b']", "measures: [{field: q.r}]"));

    assertThat(
            sample(
                    decoding.decode(
                        "{\"x\":{\"a/b\":\"no\"},"
                            + TIME
                            + ",\"a/b\":\"yes\",\"q.r\":2,\"q\":{\"r\":3}}"))
                .key()
                .values())
        .containsExactly("yes");
  }

  @Test
  void fieldMayBeBothANestedValueAndTheWayToOthers() {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales(
                "measures: [{field: /q/n}, {field: q, aggregation: count}]", "dimensions: []"));

    assertThat(sample(decoding.decode("{" + TIME + ",\"q\":{\"n\":5}}")).values())
        .containsExactly(5, 1);
    assertThat(sample(decoding.decode("{" + TIME + ",\"q\":7}")).values())
        .containsExactly(Double.NaN, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"FR\"", "true", "7", "1.0"})
  void whereTakesTheRecordsThatHoldOneOfItsTexts(String json) {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales("dimensions: []", "where: {/shop/country: [FR, 'true', 7, 1.0]}"));

    assertThat(
            decoding
                .decode("{" + TIME + ",\"quantity\":1,\"shop\":{\"country\":" + json + "}}")
                .samples())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"fr\"", "null", "false", "7.0", "1", "[\"FR\"]", "{\"FR\":1}", "\"\""})
  void whereLeavesEveryOtherRecordAloneHoweverBadItIs(String json) {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales("dimensions: []", "where: {country: [FR, 'true', 7, 1.0]}"));

    Decoded decoded = decoding.decode("{\"quantity\":\"bad\",\"country\":" + json + "}");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).isEmpty();
  }

  @Test
  void allConditionsOfWhereMustHold() {
    Decoding decoding = Decoding.json(TestDetectors.sales("dimensions: []", "where: {a: x, b: y}"));

    assertThat(decoding.decode("{" + TIME + ",\"quantity\":1,\"a\":\"x\",\"b\":\"y\"}").samples())
        .hasSize(1);
    assertThat(decoding.decode("{" + TIME + ",\"quantity\":1,\"a\":\"x\"}").samples()).isEmpty();
  }

  @Test
  void eachDetectorOfTheTopicSeesTheRecordInItsOwnWay() {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales("name: by-product"),
            TestDetectors.sales("name: others", "where: {product_name: item-B}"),
            TestDetectors.sales("name: total", "dimensions: []"),
            TestDetectors.sales("name: prices", "measures: [{field: price}]"));

    Decoded decoded = decoding.decode("{" + TIME + ",\"product_name\":\"item-A\",\"quantity\":3}");

    assertThat(decoded.samples())
        .extracting(Sample::detector, s -> s.key().detectorName(), s -> s.key().values().size())
        .containsExactly(tuple(0, "by-product", 1), tuple(2, "total", 0));
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::detector, RejectedRecord::reason)
        .containsExactly(tuple("prices", MISSING_FIELD));
  }

  @Test
  void badMeasureIsRejectedAloneAndTheOthersAreCounted() {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales(
                "measures: [{field: a}, {field: b, name: B}, {field: c}, {field: d}]"));

    Decoded decoded =
        decoding.decode(
            "{" + TIME + ",\"product_name\":\"x\",\"a\":1,\"b\":\"2\",\"c\":null,\"d\":1e999}");

    assertThat(decoded.samples()).hasSize(1);
    assertThat(decoded.samples().get(0).values())
        .containsExactly(1, Double.NaN, Double.NaN, Double.NaN);
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason)
        .containsExactly(tuple("B", NOT_A_FINITE_NUMBER), tuple("d", NOT_A_FINITE_NUMBER));
  }

  @Test
  void recordWithOnlyBadMeasuresIsNoSampleAndMissesNothing() {
    Decoding decoding = Decoding.json(TestDetectors.sales("measures: [{field: a}, {field: b}]"));

    Decoded decoded = decoding.decode("{" + TIME + ",\"product_name\":\"x\",\"a\":\"1\"}");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason)
        .containsExactly(tuple("a", NOT_A_FINITE_NUMBER));
  }

  @Test
  void recordWithoutAnyMeasureMissesThem() {
    Decoding decoding = Decoding.json(TestDetectors.sales("measures: [{field: a}, {field: b}]"));

    assertThat(decoding.decode("{" + TIME + ",\"product_name\":\"x\",\"b\":null}").rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(MISSING_FIELD);
              assertThat(rejected.measure()).isNull();
              assertThat(rejected.detail()).contains("a, b");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"text\"", "\"\"", "true", "[]", "{\"x\":1}", "1e400"})
  void countCountsAnyFieldThatIsThere(String json) {
    Decoding decoding =
        Decoding.json(
            TestDetectors.sales("measures: [{field: order, aggregation: count, name: orders}]"));

    Sample sample =
        sample(decoding.decode("{" + TIME + ",\"product_name\":\"x\",\"order\":" + json + "}"));

    assertThat(sample.values()).containsExactly(1);
  }

  @Test
  void countDoesNotCountNull() {
    Decoding decoding =
        Decoding.json(TestDetectors.sales("measures: [{field: order, aggregation: count}]"));

    assertThat(decoding.decode("{" + TIME + ",\"product_name\":\"x\",\"order\":null}").rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(MISSING_FIELD);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,1.0",
    "1,1",
    "1e3,1e3",
    "1E+3,1E+3",
    "-0,-0",
    "-0.0,-0.0",
    "true,true",
    "'\"1.0\"',1.0",
    "12345678901234567890123,12345678901234567890123"
  })
  void dimensionKeepsTheTextItWasWrittenWith(String json, String text) {
    Decoding decoding = Decoding.json(TestDetectors.sales());

    assertThat(
            sample(decoding.decode("{" + TIME + ",\"quantity\":1,\"product_name\":" + json + "}"))
                .key()
                .values())
        .containsExactly(text);
  }

  @Test
  void firstBadDimensionDecides() {
    Decoding decoding = Decoding.json(TestDetectors.sales("dimensions: [a, b, c]"));

    assertThat(
            decoding
                .decode("{" + TIME + ",\"quantity\":1,\"a\":\"x\",\"b\":[],\"c\":null}")
                .rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(BAD_DIMENSION);
              assertThat(rejected.detail()).contains("'b'");
            });
  }

  @Test
  void recordIsMeasuredAgainstTheEarlierOfKafkasTimestampAndTheWallClock() {
    long hour = 3_600_000;
    String record = "{" + TIME + ",\"product_name\":\"x\",\"quantity\":1}";

    Decoding late = Decoding.jsonAt(EVENT_TIME + 10 * hour, TestDetectors.sales());
    assertThat(late.decode(record, EVENT_TIME - hour).samples()).hasSize(1);
    assertThat(late.decode(record, EVENT_TIME - hour - 1))
        .satisfies(decoded -> isTooFarInFuture(decoded));
    assertThat(late.decode(record, RawRecord.NO_TIMESTAMP).samples()).hasSize(1);

    Decoding behind = Decoding.jsonAt(EVENT_TIME - hour - 1, TestDetectors.sales());
    assertThat(behind.decode(record, EVENT_TIME)).satisfies(decoded -> isTooFarInFuture(decoded));
    assertThat(behind.decode(record, RawRecord.NO_TIMESTAMP))
        .satisfies(decoded -> isTooFarInFuture(decoded));

    Decoding exactly = Decoding.jsonAt(EVENT_TIME - hour, TestDetectors.sales());
    assertThat(exactly.decode(record, EVENT_TIME).samples()).hasSize(1);
  }

  @Test
  void eachDetectorHasItsOwnMaxFuture() {
    Decoding decoding =
        Decoding.jsonAt(
            EVENT_TIME - 5_000,
            TestDetectors.sales("name: strict", "maxFuture: 4s"),
            TestDetectors.sales("name: none", "maxFuture: 0s"),
            TestDetectors.sales("name: lenient", "maxFuture: 5s"));

    Decoded decoded =
        decoding.decode("{" + TIME + ",\"product_name\":\"x\",\"quantity\":1}", EVENT_TIME);

    assertThat(decoded.samples()).extracting(Sample::detector).containsExactly(2);
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::detector, RejectedRecord::reason)
        .containsExactly(tuple("strict", TOO_FAR_IN_FUTURE), tuple("none", TOO_FAR_IN_FUTURE));
  }

  @Test
  void recordWithoutATimestampOfItsOwnIsRejectedWithoutOneSoThatEachRunSaysTheSame() {
    Decoding decoding = Decoding.json(TestDetectors.sales());

    assertThat(decoding.decode("{", RawRecord.NO_TIMESTAMP).rejected())
        .extracting(RejectedRecord::timestamp)
        .containsExactly(RawRecord.NO_TIMESTAMP);
  }

  private static void isTooFarInFuture(Decoded decoded) {
    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(TOO_FAR_IN_FUTURE);
  }

  private static Sample sample(Decoded decoded) {
    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples()).hasSize(1);
    return decoded.samples().get(0);
  }
}

package io.anomalystack.job.decode;

import static io.anomalystack.model.RejectionReason.BAD_TIMESTAMP;
import static io.anomalystack.model.RejectionReason.MALFORMED_CSV;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static io.anomalystack.model.RejectionReason.NOT_A_FINITE_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {
  private static final String TIME = "2024-08-29T13:35:12Z";

  private final Decoding sales =
      Decoding.csv("timestamp,note,product_name,quantity", TestDetectors.sales());

  @Test
  void findsFieldsByTheHeaderWhateverTheirOrder() {
    Sample sample = sample(sales.decode(TIME + ",,item-A,3"));

    assertThat(sample.eventTime()).isEqualTo(Instant.parse(TIME).toEpochMilli());
    assertThat(sample.key().values()).containsExactly("item-A");
    assertThat(sample.values()).containsExactly(3);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-0, -0.0", "12, 12", "-1.5, -1.5", "1e3, 1000", "2E-1, 0.2", "1e+2, 100"})
  void cellThatIsAJsonNumberIsANumber(String cell, double value) {
    assertThat(sample(sales.decode(TIME + ",x,item-A," + cell)).values()).containsExactly(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+3",
        "03",
        ".5",
        "3.",
        "1e",
        "0x1F",
        "NaN",
        "Infinity",
        " 3",
        "3 ",
        "1_000",
        "٣",
        "three",
        "true",
        "1e400",
        "-1e400"
      })
  void anyOtherCellIsNoMeasure(String cell) {
    Decoded decoded = sales.decode(TIME + ",x,item-A," + cell);

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(NOT_A_FINITE_NUMBER);
              assertThat(rejected.measure()).isEqualTo("quantity");
            });
  }

  @Test
  void quotedNumberIsStillANumber() {
    assertThat(sample(sales.decode(TIME + ",x,item-A,\"3\"")).values()).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1", "1e3", "true", " padded ", "a=b", "007"})
  void dimensionKeepsTheCellsText(String cell) {
    assertThat(sample(sales.decode(TIME + ",x," + cell + ",3")).key().values())
        .containsExactly(cell);
  }

  @Test
  void dimensionMayHoldCommasQuotesAndLineBreaks() {
    assertThat(sample(sales.decode(TIME + ",x,\"a,\"\"b\"\"\nc\",3")).key().values())
        .containsExactly("a,\"b\"\nc");
  }

  @Test
  void emptyCellIsAMissingField() {
    assertThat(reason(sales.decode(",x,item-A,3"))).isEqualTo(MISSING_FIELD);
    assertThat(reason(sales.decode(TIME + ",x,,3"))).isEqualTo(MISSING_FIELD);
    assertThat(reason(sales.decode(TIME + ",x,item-A,"))).isEqualTo(MISSING_FIELD);
    assertThat(reason(sales.decode(TIME + ",x,item-A,\"\""))).isEqualTo(MISSING_FIELD);
  }

  @Test
  void shortRowMissesItsLastFields() {
    assertThat(reason(sales.decode(TIME + ",x,item-A"))).isEqualTo(MISSING_FIELD);

    Decoding twoMeasures =
        Decoding.csv(
            "timestamp,product_name,quantity,price",
            TestDetectors.sales("measures: [{field: quantity}, {field: price}]"));
    assertThat(sample(twoMeasures.decode(TIME + ",item-A,3")).values())
        .containsExactly(3, Double.NaN);
  }

  @Test
  void longRowIsMalformed() {
    assertThat(reason(sales.decode(TIME + ",x,item-A,3,"))).isEqualTo(MALFORMED_CSV);
  }

  @Test
  void rowThatIsNotUtf8IsMalformed() {
    byte[] row = (TIME + ",x,B\u00fccher,3").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(reason(sales.decode(row))).isEqualTo(MALFORMED_CSV);
  }

  @Test
  void timestampWrittenAsANumberIsNoIsoTime() {
    assertThat(reason(sales.decode("1724938512,x,item-A,3"))).isEqualTo(BAD_TIMESTAMP);
  }

  @Test
  void whereComparesTheCellsText() {
    Decoding french =
        Decoding.csv(
            "timestamp,country,quantity",
            TestDetectors.sales("dimensions: []", "where: {country: [FR, 7]}"));

    assertThat(french.decode(TIME + ",FR,3").samples()).hasSize(1);
    assertThat(french.decode(TIME + ",7,3").samples()).hasSize(1);
    assertThat(french.decode(TIME + ",UK,3")).satisfies(CsvRecordsTest::isNobodys);
    assertThat(french.decode(TIME + ",,3")).satisfies(CsvRecordsTest::isNobodys);
  }

  private static void isNobodys(Decoded decoded) {
    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).isEmpty();
  }

  private static Sample sample(Decoded decoded) {
    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples()).hasSize(1);
    return decoded.samples().get(0);
  }

  private static RejectionReason reason(Decoded decoded) {
    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected()).hasSize(1);
    RejectedRecord rejected = decoded.rejected().get(0);
    return rejected.reason();
  }
}

package io.anomalystack.testdata;

import static io.anomalystack.model.RejectionReason.BAD_DIMENSION;
import static io.anomalystack.model.RejectionReason.BAD_TIMESTAMP;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static io.anomalystack.model.RejectionReason.NOT_A_FINITE_NUMBER;
import static io.anomalystack.model.RejectionReason.TOO_FAR_IN_FUTURE;
import static io.anomalystack.testdata.BadRecords.MEASURE;
import static io.anomalystack.testdata.BadRecords.PRODUCT;
import static io.anomalystack.testdata.BadRecords.QUANTITY;
import static io.anomalystack.testdata.BadRecords.TIMESTAMP;
import static io.anomalystack.testdata.BadRecords.sale;

import io.anomalystack.model.RejectionReason;
import java.util.List;

/** JSON objects with one field that is missing or of no use; all their other fields are good. */
final class BadFieldRecords {
  private BadFieldRecords() {}

  static List<BadRecord> timestamps() {
    return List.of(
        BadRecord.ofDetector("empty-object", MISSING_FIELD, "{}"),
        BadRecord.ofDetector(
            "timestamp-missing", MISSING_FIELD, "{\"product_name\":\"item-A\",\"quantity\":3}"),
        timestamp("timestamp-null", MISSING_FIELD, "null"),
        timestamp("timestamp-empty", BAD_TIMESTAMP, "\"\""),
        timestamp("timestamp-number", BAD_TIMESTAMP, "1724938512"),
        timestamp("timestamp-boolean", BAD_TIMESTAMP, "true"),
        timestamp("timestamp-array", BAD_TIMESTAMP, "[" + TIMESTAMP + "]"),
        timestamp("timestamp-object", BAD_TIMESTAMP, "{\"at\":" + TIMESTAMP + "}"),
        timestamp("timestamp-garbage", BAD_TIMESTAMP, "\"yesterday\""),
        timestamp("timestamp-number-in-string", BAD_TIMESTAMP, "\"1724938512\""),
        timestamp("timestamp-date-only", BAD_TIMESTAMP, "\"2024-08-29\""),
        timestamp("timestamp-without-offset", BAD_TIMESTAMP, "\"2024-08-29T13:35:12\""),
        timestamp("timestamp-trailing-text", BAD_TIMESTAMP, "\"2024-08-29T13:35:12Z x\""),
        timestamp("timestamp-impossible-date", BAD_TIMESTAMP, "\"2024-02-30T13:35:12Z\""),
        timestamp("timestamp-no-leap-year", BAD_TIMESTAMP, "\"2023-02-29T13:35:12Z\""),
        timestamp("timestamp-hour-25", BAD_TIMESTAMP, "\"2024-08-29T25:35:12Z\""),
        timestamp("timestamp-offset-19-hours", BAD_TIMESTAMP, "\"2024-08-29T13:35:12+19:00\""),
        timestamp("timestamp-year-10000", BAD_TIMESTAMP, "\"10000-01-01T00:00:00Z\""),
        timestamp("timestamp-year-plus-10000", BAD_TIMESTAMP, "\"+10000-01-01T00:00:00Z\""),
        timestamp("timestamp-negative-year", BAD_TIMESTAMP, "\"-0001-01-01T00:00:00Z\""),
        timestamp("timestamp-beyond-milliseconds", BAD_TIMESTAMP, "\"+999999999-12-31T23:59:59Z\""),
        timestamp("timestamp-in-9999", TOO_FAR_IN_FUTURE, "\"9999-12-31T23:59:59Z\""),
        timestamp("timestamp-in-2900", TOO_FAR_IN_FUTURE, "\"2900-01-01T00:00:00Z\""));
  }

  static List<BadRecord> dimensions() {
    return List.of(
        BadRecord.ofDetector(
            "dimension-missing", MISSING_FIELD, "{\"timestamp\":" + TIMESTAMP + ",\"quantity\":3}"),
        dimension("dimension-null", MISSING_FIELD, "null"),
        dimension("dimension-empty", MISSING_FIELD, "\"\""),
        dimension("dimension-array", BAD_DIMENSION, "[" + PRODUCT + "]"),
        dimension("dimension-object", BAD_DIMENSION, "{\"id\":" + PRODUCT + "}"),
        dimension("dimension-of-1025-chars", BAD_DIMENSION, "\"" + "x".repeat(1025) + "\""),
        // No UTF-8 can hold it, so two such values could not be told apart in an id.
        dimension("dimension-lone-surrogate", BAD_DIMENSION, "\"item-\\ud800\""));
  }

  static List<BadRecord> measures() {
    return List.of(
        BadRecord.ofDetector(
            "measure-missing",
            MISSING_FIELD,
            "{\"timestamp\":" + TIMESTAMP + ",\"product_name\":" + PRODUCT + "}"),
        BadRecord.ofDetector("measure-null", MISSING_FIELD, sale(TIMESTAMP, PRODUCT, "null")),
        BadRecord.ofDetector(
            "measure-in-other-case",
            MISSING_FIELD,
            sale(TIMESTAMP, PRODUCT, QUANTITY).replace("quantity", "Quantity")),
        measure("measure-empty-string", "\"\""),
        measure("measure-number-in-string", "\"12\""),
        measure("measure-nan-in-string", "\"NaN\""),
        measure("measure-text", "\"three\""),
        measure("measure-true", "true"),
        measure("measure-false", "false"),
        measure("measure-array", "[3]"),
        measure("measure-object", "{\"units\":3}"),
        measure("measure-1e400", "1e400"),
        measure("measure-minus-1e400", "-1e400"),
        // Expanding it to digits would take gigabytes.
        measure("measure-1e1000000000", "1e1000000000"),
        measure("measure-309-digits", "9".repeat(309)));
  }

  private static BadRecord timestamp(String name, RejectionReason reason, String json) {
    return BadRecord.ofDetector(name, reason, sale(json, PRODUCT, QUANTITY));
  }

  private static BadRecord dimension(String name, RejectionReason reason, String json) {
    return BadRecord.ofDetector(name, reason, sale(TIMESTAMP, json, QUANTITY));
  }

  private static BadRecord measure(String name, String json) {
    return BadRecord.ofMeasure(name, NOT_A_FINITE_NUMBER, MEASURE, sale(TIMESTAMP, PRODUCT, json));
  }
}

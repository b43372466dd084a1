package io.anomalystack.testdata;

import static io.anomalystack.testdata.BadRecords.PRODUCT;
import static io.anomalystack.testdata.BadRecords.QUANTITY;
import static io.anomalystack.testdata.BadRecords.TIMESTAMP;
import static io.anomalystack.testdata.BadRecords.sale;

import io.anomalystack.model.RejectedRecord;
import java.time.Instant;
import java.util.List;

/** The neighbours of {@link BadRecords}: what a decoder that is too strict would refuse. */
public final class AwkwardRecords {
  private static final Instant TIME = Instant.parse("2024-08-29T13:35:12Z");
  private static final String GOOD = sale(TIMESTAMP, PRODUCT, QUANTITY);

  private AwkwardRecords() {}

  /** Every one, always in the same order. */
  public static List<AwkwardRecord> all() {
    return List.of(
        good("white-space-around", " \t" + GOOD + " \r\n"),
        good("escaped-key", GOOD.replace("quantity", "quantit\\u0079")),
        good("unknown-fields", GOOD.replace("}", ",\"x\":null,\"y\":{\"quantity\":[1,{}]}}")),
        good("fifty-deep-unknown-field", nested(50)),
        good("exactly-one-mebibyte", paddedTo(RejectedRecord.MAX_RECORD_BYTES)),
        time("time-with-offset", "2024-08-29T15:35:12+02:00", TIME),
        time("time-with-milliseconds", "2024-08-29T13:35:12.250Z", TIME.plusMillis(250)),
        time("time-with-nanoseconds", "2024-08-29T13:35:12.250999999Z", TIME.plusMillis(250)),
        product("product-is-a-space", "\" \"", " "),
        product("product-of-1024-chars", "\"" + "x".repeat(1024) + "\"", "x".repeat(1024)),
        product("product-escaped", "\"B\\u00fccher \\ud83d\\udcda\"", "Bücher 📚"),
        product("product-in-utf-8", "\"Bücher 📚\"", "Bücher 📚"),
        product("product-with-separators", "\"a=b,c\\\\d\\\"e\"", "a=b,c\\d\"e"),
        product("product-is-a-number", "1.50", "1.50"),
        product("product-is-a-number-with-exponent", "1E1", "1E1"),
        product("product-is-a-boolean", "true", "true"),
        quantity("quantity-with-fraction", "3.25", 3.25),
        quantity("quantity-with-exponent", "3e0", 3),
        quantity("quantity-zero", "0", 0),
        quantity("quantity-minus-zero", "-0", 0),
        quantity("quantity-negative", "-2", -2),
        quantity("quantity-beyond-long", "18446744073709551616", 0x1p64),
        quantity("quantity-largest", "1.7976931348623157e308", Double.MAX_VALUE),
        quantity("quantity-underflow", "1e-400", 0));
  }

  /** A good record with an unknown field that makes it so many bytes long. */
  static String paddedTo(int bytes) {
    String start = GOOD.replace("}", ",\"note\":\"");
    String end = "\"}";
    return start + "x".repeat(bytes - start.length() - end.length()) + end;
  }

  private static String nested(int depth) {
    return GOOD.replace("}", ",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
  }

  private static AwkwardRecord good(String name, String json) {
    return new AwkwardRecord(name, json, TIME, "item-A", 3);
  }

  private static AwkwardRecord time(String name, String text, Instant time) {
    return new AwkwardRecord(name, sale("\"" + text + "\"", PRODUCT, QUANTITY), time, "item-A", 3);
  }

  private static AwkwardRecord product(String name, String json, String value) {
    return new AwkwardRecord(name, sale(TIMESTAMP, json, QUANTITY), TIME, value, 3);
  }

  private static AwkwardRecord quantity(String name, String json, double value) {
    return new AwkwardRecord(name, sale(TIMESTAMP, PRODUCT, json), TIME, "item-A", value);
  }
}

package io.anomalystack.testdata;

import static io.anomalystack.model.RejectionReason.MALFORMED_JSON;
import static io.anomalystack.testdata.BadRecords.PRODUCT;
import static io.anomalystack.testdata.BadRecords.QUANTITY;
import static io.anomalystack.testdata.BadRecords.TIMESTAMP;
import static io.anomalystack.testdata.BadRecords.sale;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records that are not exactly one well-formed JSON object in UTF-8. */
final class MalformedRecords {
  private static final String GOOD = sale(TIMESTAMP, PRODUCT, QUANTITY);
  private static final int NESTING_BOMB = 10_000;

  private MalformedRecords() {}

  static List<BadRecord> notOneObject() {
    return List.of(
        malformed("null-literal", "null"),
        malformed("true-literal", "true"),
        malformed("bare-string", "\"x\""),
        malformed("bare-number", "42"),
        malformed("empty-array", "[]"),
        malformed("array-of-an-object", "[" + GOOD + "]"),
        malformed("plain-text", "hello"),
        malformed("trailing-garbage", GOOD + " x"),
        malformed("trailing-brace", GOOD + "}"),
        malformed("two-objects-on-a-line", GOOD + GOOD),
        malformed("two-objects-with-comma", GOOD + "," + GOOD));
  }

  static List<BadRecord> notJson() {
    return List.of(
        malformed("truncated-in-string", GOOD.substring(0, 30)),
        malformed("truncated-before-brace", GOOD.substring(0, GOOD.length() - 1)),
        malformed("truncated-after-colon", "{\"timestamp\":"),
        malformed("trailing-comma", GOOD.replace("}", ",}")),
        malformed("missing-comma", GOOD.replace(",\"q", " \"q")),
        malformed("block-comment", GOOD.replace("{", "{/* sale */")),
        malformed("line-comment", GOOD + " // sale"),
        malformed("hash-comment", GOOD + " # sale"),
        malformed("single-quotes", GOOD.replace('"', '\'')),
        malformed("unquoted-keys", GOOD.replace("\"quantity\"", "quantity")),
        malformed("unescaped-tab-in-string", GOOD.replace("item-A", "item\tA")),
        malformed("unknown-escape", GOOD.replace("item-A", "item\\xA")),
        malformed("short-unicode-escape", GOOD.replace("item-A", "\\u00e")),
        malformed("duplicate-key", GOOD.replace("}", ",\"quantity\":4}")),
        malformed("duplicate-key-same-value", GOOD.replace("}", ",\"quantity\":3}")),
        malformed("duplicate-key-escaped", GOOD.replace("}", ",\"quantit\\u0079\":4}")),
        malformed("duplicate-key-nested", GOOD.replace("}", ",\"shop\":{\"id\":1,\"id\":2}}")),
        malformed("duplicate-key-in-array", GOOD.replace("}", ",\"tags\":[{\"k\":1,\"k\":2}]}")),
        quantity("nan-literal", "NaN"),
        quantity("infinity-literal", "Infinity"),
        quantity("minus-infinity-literal", "-Infinity"),
        quantity("leading-zero", "03"),
        quantity("leading-plus", "+3"),
        quantity("no-digit-before-point", ".5"),
        quantity("no-digit-after-point", "3."),
        quantity("no-digit-in-exponent", "3e"),
        quantity("hexadecimal-number", "0x1F"),
        quantity("thousands-separator", "1,000"),
        quantity("python-literal", "None"));
  }

  static List<BadRecord> beyondLimits() {
    return List.of(
        malformed(
            "nesting-bomb-arrays",
            GOOD.replace(
                "}", ",\"x\":" + "[".repeat(NESTING_BOMB) + "]".repeat(NESTING_BOMB) + "}")),
        malformed(
            "nesting-bomb-objects",
            "{\"x\":".repeat(NESTING_BOMB) + "1" + "}".repeat(NESTING_BOMB)),
        malformed("nesting-bomb-unclosed", "[".repeat(NESTING_BOMB)),
        quantity("number-of-2000-digits", "9".repeat(2000)),
        quantity("fraction-of-2000-digits", "0." + "3".repeat(2000)));
  }

  static List<BadRecord> notUtf8() {
    return List.of(
        malformed("byte-order-mark", "\uFEFF" + GOOD),
        undecodable("utf-16-big-endian", GOOD.getBytes(StandardCharsets.UTF_16BE)),
        undecodable("utf-16-little-endian", GOOD.getBytes(StandardCharsets.UTF_16LE)),
        undecodable("utf-16-with-mark", GOOD.getBytes(StandardCharsets.UTF_16)),
        undecodable(
            "latin-1", GOOD.replace("item-A", "Bücher").getBytes(StandardCharsets.ISO_8859_1)),
        productBytes("utf-8-stray-continuation", 0x80),
        productBytes("utf-8-truncated-sequence", 0xe2, 0x82),
        productBytes("utf-8-overlong", 0xc0, 0xaf),
        productBytes("utf-8-surrogate", 0xed, 0xa0, 0x80),
        productBytes("utf-8-beyond-unicode", 0xf4, 0x90, 0x80, 0x80),
        undecodable(
            "utf-8-invalid-in-unknown-field",
            GOOD.replace("}", ",\"note\":\"caf\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1)),
        undecodable("zero-bytes", new byte[16]),
        undecodable("gzip-magic", new byte[] {0x1f, (byte) 0x8b, 8, 0}));
  }

  private static BadRecord malformed(String name, String text) {
    return BadRecord.undecodable(name, MALFORMED_JSON, text);
  }

  private static BadRecord undecodable(String name, byte[] bytes) {
    return BadRecord.undecodable(name, MALFORMED_JSON, bytes);
  }

  private static BadRecord quantity(String name, String literal) {
    return malformed(name, sale(TIMESTAMP, PRODUCT, literal));
  }

  /** A sale whose product's name is these raw bytes; Latin-1 maps each char to its byte. */
  private static BadRecord productBytes(String name, int... product) {
    String asLatin1 = new String(product, 0, product.length);
    return undecodable(
        name, GOOD.replace("item-A", asLatin1).getBytes(StandardCharsets.ISO_8859_1));
  }
}

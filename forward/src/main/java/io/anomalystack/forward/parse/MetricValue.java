package io.anomalystack.forward.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as programs print them. One that is not finite becomes the text {@code NaN}, {@code
 * Infinity} or {@code -Infinity}, as JSON has no number for it.
 */
final class MetricValue {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  /** What a double holds; longer ones are no metrics. */
  private static final int MAX_CHARS = 40;

  private MetricValue() {}

  /** The value of a text that is a number, with or without thousands set apart by commas. */
  static Optional<JsonNode> of(String text) {
    String plain = text.replace(",", "");
    if (plain.length() <= MAX_CHARS && NUMBER.matcher(plain).matches()) {
      return Optional.of(DecimalNode.valueOf(new BigDecimal(plain)));
    }
    return notFinite(text).map(TextNode::valueOf);
  }

  /** The same, divided. */
  static Optional<JsonNode> of(String text, BigDecimal divisor) {
    return of(text)
        .map(
            value ->
                value.isNumber()
                    ? DecimalNode.valueOf(value.decimalValue().divide(divisor))
                    : value);
  }

  /** How a number that is not finite is spelled here, if a text is one. */
  static Optional<String> notFinite(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan" -> Optional.of("NaN");
      case "inf", "+inf", "infinity", "+infinity" -> Optional.of("Infinity");
      case "-inf", "-infinity" -> Optional.of("-Infinity");
      default -> Optional.empty();
    };
  }
}

package io.anomalystack.notifier.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Dimension;
import io.anomalystack.notifier.message.HarmlessText;
import io.anomalystack.notifier.message.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * The attributes by which subscriptions filter: {@code detector}, {@code severity}, {@code state},
 * and as lists {@code routes} and {@code dimensions} ({@code name=value} of the group and of the
 * series that the alert lists).
 */
final class SnsAttributes {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_VALUE = 150;
  private static final int MOST_LISTED = 100;

  /** Of one list, so that a request of hostile values is far from SNS's limit. */
  private static final int MOST_LIST_BYTES = 16 * 1024;

  private SnsAttributes() {}

  static Map<String, MessageAttributeValue> of(Message message) {
    Alert alert = message.announcement().alert();
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("detector", text(alert.detectorName()));
    attributes.put("severity", text(alert.severity().text()));
    attributes.put("state", text(alert.state().text()));
    attributes.put("routes", list(alert.routes()));
    Set<String> dimensions = dimensions(alert);
    if (!dimensions.isEmpty()) {
      attributes.put("dimensions", list(dimensions));
    }
    return attributes;
  }

  static int bytes(Map<String, MessageAttributeValue> attributes) {
    int bytes = 0;
    for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
      MessageAttributeValue value = attribute.getValue();
      String text = attribute.getKey() + value.dataType() + value.stringValue();
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  private static Set<String> dimensions(Alert alert) {
    Set<String> pairs = new LinkedHashSet<>();
    addAll(pairs, alert.dimensionList());
    for (AffectedSeries series : alert.series()) {
      addAll(pairs, series.strongest().dimensionList());
    }
    return pairs;
  }

  private static void addAll(Set<String> pairs, List<Dimension> dimensions) {
    for (Dimension dimension : dimensions) {
      pairs.add(dimension.name() + "=" + dimension.value());
    }
  }

  private static MessageAttributeValue text(String value) {
    String harmless = harmless(value);
    // SNS takes no empty value.
    return MessageAttributeValue.builder()
        .dataType("String")
        .stringValue(harmless.isEmpty() ? "-" : harmless)
        .build();
  }

  private static MessageAttributeValue list(Collection<String> values) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      int count = 0;
      int bytes = 0;
      for (String value : values) {
        String harmless = harmless(value);
        count++;
        bytes += harmless.getBytes(StandardCharsets.UTF_8).length;
        if (count > MOST_LISTED || bytes > MOST_LIST_BYTES) {
          break;
        }
        json.writeString(harmless);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return MessageAttributeValue.builder()
        .dataType("String.Array")
        .stringValue(text.toString())
        .build();
  }

  /** What filters compare: a usual value is left exactly as it is. */
  private static String harmless(String value) {
    return HarmlessText.value(value, LONGEST_VALUE);
  }
}

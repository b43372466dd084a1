package io.anomalystack.job.decode;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/**
 * Tells one counter from others, as OTLP's data model does: by resource, scope, metric and
 * attributes, whatever the order in which an exporter lists them.
 */
final class OtlpStream {
  private static final Comparator<KeyValue> BY_KEY = Comparator.comparing(KeyValue::getKey);

  private OtlpStream() {}

  /** The first 64 bits of SHA-256. */
  static long digest(
      ResourceMetrics resource, ScopeMetrics scope, Metric metric, List<KeyValue> attributes) {
    MessageDigest digest = sha256();
    add(digest, resource.getResource().getAttributesList());
    add(digest, scope.getScope().getName());
    add(digest, scope.getScope().getVersion());
    add(digest, scope.getScope().getAttributesList());
    add(digest, metric.getName());
    add(digest, metric.getUnit());
    add(digest, attributes);
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static void add(MessageDigest digest, List<KeyValue> attributes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(attributes.size()).flip());
    attributes.stream()
        .sorted(BY_KEY)
        .forEach(
            attribute -> {
              add(digest, attribute.getKey());
              add(digest, attribute.getValue().toByteArray());
            });
  }

  private static void add(MessageDigest digest, String text) {
    add(digest, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Length first: no two texts can pass for others. */
  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

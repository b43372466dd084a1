package io.anomalystack.functions;

import io.anomalystack.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which a receiver knows who sent a request and when: {@code v1=} and the lower-case hex of
 * HMAC-SHA-256 (RFC 2104) over timestamp, {@code .} and body. Who checks it should also refuse
 * timestamps more than some minutes old.
 */
final class WebhookSignature {
  /** Seconds since the epoch. */
  static final String TIMESTAMP = "X-Anomaly-Timestamp";

  static final String SIGNATURE = "X-Anomaly-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  static String of(Secret secret, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}

package io.anomalystack.ingestion.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.secrets.AwsAccess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The token's form as RDS documents it, its signature as Signature Version 4 has it. */
class IamTokenTest {
  private static final String HOST = "sales.abc.eu-central-1.rds.amazonaws.com";
  private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @Test
  void isARequestToConnectThatIsSignedAndNeverSent() throws Exception {
    String token =
        new IamToken(
                new AwsAccess(
                    Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", KEY,
                        "AWS_REGION", "eu-central-1")))
            .make(HOST, 5432, "ingestion user")
            .reveal();

    assertThat(token).startsWith(HOST + ":5432/?").doesNotContain(KEY);
    Map<String, String> query = new TreeMap<>();
    for (String parameter : token.substring(token.indexOf('?') + 1).split("&", -1)) {
      query.put(
          parameter.substring(0, parameter.indexOf('=')),
          parameter.substring(parameter.indexOf('=') + 1));
    }
    String signature = query.remove("X-Amz-Signature");
    String time = query.get("X-Amz-Date");
    assertThat(query)
        .containsEntry("Action", "connect")
        .containsEntry("DBUser", "ingestion%20user")
        .containsEntry("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
        .containsEntry("X-Amz-Expires", "900")
        .containsEntry("X-Amz-SignedHeaders", "host")
        .containsEntry(
            "X-Amz-Credential",
            "AKIDEXAMPLE%2F" + time.substring(0, 8) + "%2Feu-central-1%2Frds-db%2Faws4_request");
    assertThat(query).hasSize(7);
    assertThat(signature).isEqualTo(signature(query, time));
  }

  /** By hand, after AWS's description of presigned requests. */
  private static String signature(Map<String, String> query, String time) throws Exception {
    StringBuilder sorted = new StringBuilder();
    query.forEach(
        (name, value) ->
            sorted.append(sorted.isEmpty() ? "" : "&").append(name).append('=').append(value));
    String request = "GET\n/\n" + sorted + "\nhost:" + HOST + ":5432\n\nhost\n" + sha256("");
    String day = time.substring(0, 8);
    String scope = day + "/eu-central-1/rds-db/aws4_request";
    String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(request);
    byte[] key = ("AWS4" + KEY).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {day, "eu-central-1", "rds-db", "aws4_request"}) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}

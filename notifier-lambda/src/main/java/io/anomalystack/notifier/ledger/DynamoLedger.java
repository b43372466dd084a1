package io.anomalystack.notifier.ledger;

import io.anomalystack.secrets.AwsAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * A DynamoDB table with the partition key {@code delivery} (text: alert id, {@code #}, channel).
 * Items have {@code expiresAt} (epoch seconds) for the table's time to live.
 */
final class DynamoLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoLedger.class);

  private static final String KEY = "delivery";
  private static final String EXPIRES = "expiresAt";

  /** DynamoDB's limit for a BatchGetItem. */
  private static final int MOST_KEYS = 100;

  private static final int MOST_ROUNDS = 5;

  /** Doubled with each round: keys come back unread where the table is throttled. */
  private static final long FIRST_PAUSE_MILLIS = 50;

  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final DynamoDbClient client;
  private final String table;
  private final Duration keep;
  private final Clock clock;

  DynamoLedger(DynamoDbClient client, String table, Duration keep, Clock clock) {
    this.client = client;
    this.table = table;
    this.keep = keep;
    this.clock = clock;
  }

  static DynamoLedger open(String table, Duration keep, AwsAccess aws, Clock clock) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .credentialsProvider(aws.credentials())
            .region(aws.region(table))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder().apiCallTimeout(TIMEOUT).build());
    aws.endpoint("DYNAMODB").ifPresent(builder::endpointOverride);
    return new DynamoLedger(builder.build(), table, keep, clock);
  }

  @Override
  public Set<Delivery> made(Collection<Delivery> deliveries) {
    Map<String, Delivery> byKey = new HashMap<>();
    deliveries.forEach(delivery -> byKey.put(delivery.key(), delivery));
    List<String> keys = new ArrayList<>(byKey.keySet());
    Set<Delivery> made = new HashSet<>();
    try {
      for (int i = 0; i < keys.size(); i += MOST_KEYS) {
        for (String key : present(keys.subList(i, Math.min(keys.size(), i + MOST_KEYS)))) {
          made.add(byKey.get(key));
        }
      }
    } catch (SdkException e) {
      throw unavailable("reading", e);
    }
    return made;
  }

  private List<String> present(List<String> keys) {
    List<String> present = new ArrayList<>();
    Map<String, KeysAndAttributes> asked = Map.of(table, question(keys));
    for (int round = 0; !asked.isEmpty(); round++) {
      if (round == MOST_ROUNDS) {
        throw new LedgerUnavailableException(
            "reading " + table + ": the table leaves keys unread, as it is throttled", null);
      }
      BatchGetItemResponse answer =
          client.batchGetItem(BatchGetItemRequest.builder().requestItems(asked).build());
      answer
          .responses()
          .values()
          .forEach(items -> items.forEach(item -> present.add(item.get(KEY).s())));
      asked = answer.unprocessedKeys();
      if (!asked.isEmpty()) {
        pause(FIRST_PAUSE_MILLIS << round);
      }
    }
    return present;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Consistent, or a retry at once would not see what was written a moment before. */
  private static KeysAndAttributes question(List<String> keys) {
    return KeysAndAttributes.builder()
        .keys(keys.stream().map(key -> Map.of(KEY, AttributeValue.fromS(key))).toList())
        .projectionExpression("#key")
        .expressionAttributeNames(Map.of("#key", KEY))
        .consistentRead(true)
        .build();
  }

  @Override
  public void note(Collection<Delivery> deliveries) {
    String expires = Long.toString(clock.instant().plus(keep).getEpochSecond());
    try {
      for (Delivery delivery : deliveries) {
        note(delivery, expires);
      }
    } catch (SdkException e) {
      throw unavailable("writing", e);
    }
  }

  private void note(Delivery delivery, String expires) {
    try {
      client.putItem(
          PutItemRequest.builder()
              .tableName(table)
              .item(
                  Map.of(
                      KEY,
                      AttributeValue.fromS(delivery.key()),
                      EXPIRES,
                      AttributeValue.fromN(expires)))
              .conditionExpression("attribute_not_exists(#key)")
              .expressionAttributeNames(Map.of("#key", KEY))
              .build());
    } catch (ConditionalCheckFailedException e) {
      LOG.warn(
          "Alert {} was noted for channel {} before: another process delivered it meanwhile, or the"
              + " answer to the same note was lost",
          delivery.alertId(),
          delivery.channel());
    }
  }

  private LedgerUnavailableException unavailable(String doing, SdkException e) {
    return new LedgerUnavailableException(doing + " " + table + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.anomalystack.remedy.ledger;

import io.anomalystack.model.RemedyState;
import io.anomalystack.secrets.AwsAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * A DynamoDB table with the partition key {@code remedy} (text: the remedy's id, or {@code
 * actions#} and the beginning of a span of the limit). Items have {@code expiresAt} (epoch seconds)
 * for the table's time to live.
 */
final class DynamoLedger implements Ledger {
  private static final String KEY = "remedy";
  private static final String PLACE = "place";
  private static final String BEGUN = "begunAt";

  /** Whose note it is: two processes may begin the same record in the same millisecond. */
  private static final String CLAIM = "claim";

  private static final String STATE = "state";
  private static final String OUTCOME = "outcome";
  private static final String ENDED = "endedAt";
  private static final String COUNT = "actions";
  private static final String EXPIRES = "expiresAt";
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
  public Optional<Entry> find(String remedyId) {
    Map<String, AttributeValue> item = item(remedyId);
    return item.isEmpty() ? Optional.empty() : Optional.of(entry(remedyId, item));
  }

  private Map<String, AttributeValue> item(String remedyId) {
    return asked(
        "reading",
        () ->
            client
                .getItem(
                    request -> request.tableName(table).key(key(remedyId)).consistentRead(true))
                .item());
  }

  private static Entry entry(String remedyId, Map<String, AttributeValue> item) {
    Entry begun = Entry.begun(remedyId, item.get(PLACE).s(), Long.parseLong(item.get(BEGUN).n()));
    if (!item.containsKey(STATE)) {
      return begun;
    }
    RemedyState state =
        Arrays.stream(RemedyState.values())
            .filter(each -> each.text().equals(item.get(STATE).s()))
            .findFirst()
            .orElse(RemedyState.FAILED);
    return begun.ended(state, item.get(OUTCOME).s(), Long.parseLong(item.get(ENDED).n()));
  }

  @Override
  public boolean begin(Entry entry) {
    String claim = UUID.randomUUID().toString();
    Map<String, AttributeValue> item = item(entry);
    item.put(CLAIM, AttributeValue.fromS(claim));
    try {
      asked(
          "writing",
          () ->
              client.putItem(
                  request ->
                      request
                          .tableName(table)
                          .item(item)
                          .conditionExpression("attribute_not_exists(#key)")
                          .expressionAttributeNames(Map.of("#key", KEY))));
      return true;
    } catch (ConditionalCheckFailedException e) {
      // Where the answer to the very same note was lost and it was sent again, it is there, too.
      AttributeValue there = item(entry.remedyId()).get(CLAIM);
      return there != null && claim.equals(there.s());
    }
  }

  @Override
  public void end(Entry entry) {
    asked("writing", () -> client.putItem(request -> request.tableName(table).item(item(entry))));
  }

  @Override
  public void release(Entry entry) {
    try {
      asked(
          "writing",
          () ->
              client.deleteItem(
                  request ->
                      request
                          .tableName(table)
                          .key(key(entry.remedyId()))
                          .conditionExpression("#place = :place AND #begun = :begun")
                          .expressionAttributeNames(Map.of("#place", PLACE, "#begun", BEGUN))
                          .expressionAttributeValues(
                              Map.of(
                                  ":place",
                                  AttributeValue.fromS(entry.place()),
                                  ":begun",
                                  number(entry.begunAt())))));
    } catch (ConditionalCheckFailedException e) {
      // It is gone already, or another process has begun anew.
    }
  }

  @Override
  public boolean admit(Limit limit, Instant now) {
    try {
      asked(
          "writing",
          () ->
              client.updateItem(
                  request ->
                      request
                          .tableName(table)
                          .key(key("actions#" + limit.per().toSeconds() + "#" + limit.span(now)))
                          .updateExpression("ADD #count :one SET #expires = :expires")
                          .conditionExpression("attribute_not_exists(#count) OR #count < :most")
                          .expressionAttributeNames(Map.of("#count", COUNT, "#expires", EXPIRES))
                          .expressionAttributeValues(
                              Map.of(
                                  ":one",
                                  number(1),
                                  ":most",
                                  number(limit.most()),
                                  ":expires",
                                  number(limit.spanEnd(now) + keep.toSeconds())))));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  private Map<String, AttributeValue> item(Entry entry) {
    Map<String, AttributeValue> item = new HashMap<>(key(entry.remedyId()));
    item.put(PLACE, AttributeValue.fromS(entry.place()));
    item.put(BEGUN, number(entry.begunAt()));
    item.put(EXPIRES, number(clock.instant().plus(keep).getEpochSecond()));
    entry
        .ending()
        .ifPresent(
            ending -> {
              item.put(STATE, AttributeValue.fromS(ending.state().text()));
              item.put(OUTCOME, AttributeValue.fromS(ending.outcome()));
              item.put(ENDED, number(ending.at()));
            });
    return item;
  }

  private static Map<String, AttributeValue> key(String key) {
    return Map.of(KEY, AttributeValue.fromS(key));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private <T> T asked(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (SdkException e) {
      throw new LedgerUnavailableException(doing + " " + table + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

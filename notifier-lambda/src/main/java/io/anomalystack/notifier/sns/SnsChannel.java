package io.anomalystack.notifier.sns;

import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;

/**
 * Publishes to a topic, up to ten messages a request, of which each succeeds or fails by itself.
 */
final class SnsChannel implements Channel {
  private static final int BAD_REQUEST = 400;

  private final SnsClient client;
  private final String topic;
  private final SnsEntries entries;

  SnsChannel(SnsClient client, String topic) {
    this.client = client;
    this.topic = topic;
    this.entries = new SnsEntries(topic.endsWith(".fifo"));
  }

  @Override
  public int mostTogether() {
    return SnsEntries.MOST_ENTRIES;
  }

  @Override
  public List<Outcome> deliver(List<Message> messages) {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<PublishBatchRequestEntry> request : entries.requests(messages)) {
      outcomes.addAll(publish(request));
    }
    return outcomes;
  }

  private List<Outcome> publish(List<PublishBatchRequestEntry> request) {
    try {
      return outcomes(
          request.size(),
          client.publishBatch(
              PublishBatchRequest.builder()
                  .topicArn(topic)
                  .publishBatchRequestEntries(request)
                  .build()));
    } catch (AwsServiceException e) {
      if (e.statusCode() == BAD_REQUEST && request.size() > 1 && isFinal(e)) {
        return eachAlone(request);
      }
      return Collections.nCopies(request.size(), failure(e));
    } catch (SdkException e) {
      return Collections.nCopies(
          request.size(), Outcome.failedForNow("no answer from SNS: " + e.getMessage()));
    }
  }

  /** Nothing of a bad request was taken; one bad entry must not cost the others their delivery. */
  private List<Outcome> eachAlone(List<PublishBatchRequestEntry> request) {
    return request.stream()
        .map(entry -> entry.toBuilder().id(SnsEntries.FIRST_ID).build())
        .flatMap(entry -> publish(List.of(entry)).stream())
        .toList();
  }

  private static List<Outcome> outcomes(int count, PublishBatchResponse response) {
    // What is neither among the successes nor the failures was not taken, as far as anyone knows.
    List<Outcome> outcomes =
        new ArrayList<>(Collections.nCopies(count, Outcome.failedForNow("SNS did not mention it")));
    response
        .successful()
        .forEach(entry -> outcomes.set(SnsEntries.index(entry.id()), Outcome.delivered()));
    response.failed().forEach(entry -> outcomes.set(SnsEntries.index(entry.id()), failure(entry)));
    return outcomes;
  }

  private static Outcome failure(BatchResultErrorEntry entry) {
    String reason = "SNS: " + entry.code();
    return entry.senderFault() && !isPassing(entry.code())
        ? Outcome.refused(reason)
        : Outcome.failedForNow(reason);
  }

  private static Outcome failure(AwsServiceException e) {
    String reason = "SNS: " + e.statusCode() + " " + code(e);
    return isFinal(e) ? Outcome.refused(reason) : Outcome.failedForNow(reason);
  }

  private static boolean isFinal(AwsServiceException e) {
    boolean isOurs = e.statusCode() >= 400 && e.statusCode() < 500;
    return isOurs && e.statusCode() != 429 && !e.isThrottlingException() && !isPassing(code(e));
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
  }

  /**
   * Errors that SNS counts among the sender's, but which pass: throttling, also by KMS, and old
   * credentials, which the client renews.
   */
  private static boolean isPassing(String code) {
    String plain = code == null ? "" : code.toLowerCase(Locale.ROOT);
    return plain.contains("throttl")
        || plain.contains("expired")
        || plain.contains("requestlimit")
        || plain.contains("timeout");
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.anomalystack.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.local.broker.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class KafkaEventSourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static EmbeddedBroker broker;

  private final List<String> given = new CopyOnWriteArrayList<>();
  private final List<String> givenUp = new CopyOnWriteArrayList<>();
  private String topic;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    try (Topics topics = new Topics(kafka())) {
      topics.create(topic, 2);
    }
  }

  @Test
  void givesBackWhatFailedAloneAndAtLastToTheFailureDestination() throws Exception {
    send("fine", "poison", "good");
    try (KafkaEventSource source = source(new Failing("poison", 99))) {
      await(() -> !givenUp.isEmpty());
      source.check();
    }

    assertThat(givenUp).containsExactly("poison");
    assertThat(given)
        .containsExactlyInAnyOrder("fine", "good", "poison", "poison", "poison", "poison");
  }

  @Test
  void whatFailsForAWhileIsDoneInTheEnd() throws Exception {
    send("fine", "busy");
    try (KafkaEventSource source = source(new Failing("busy", 1))) {
      await(() -> Collections.frequency(given, "busy") == 2);
      source.check();
    }

    assertThat(givenUp).isEmpty();
    assertThat(Collections.frequency(given, "fine")).isEqualTo(1);
  }

  @Test
  void goesOnBehindWhatIsDone() throws Exception {
    send("one");
    try (KafkaEventSource source = source(new Failing("", 0))) {
      await(() -> given.contains("one"));
      source.check();
    }
    send("two");
    try (KafkaEventSource source = source(new Failing("", 0))) {
      await(() -> given.contains("two"));
      source.check();
    }

    assertThat(given).containsExactly("one", "two");
  }

  @Test
  void aFunctionThatThrowsGetsItsWholeBatchAgain() throws Exception {
    send("fine");
    RequestStreamHandler throwing =
        (input, output, context) -> {
          given.add("called");
          if (given.size() == 1) {
            throw new IllegalStateException("out of order");
          }
          output.write("{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8));
        };
    try (KafkaEventSource source = source(throwing)) {
      await(() -> given.size() == 2);
      source.check();
    }
    assertThat(givenUp).isEmpty();
  }

  /** Takes note of what it is given, and fails a value some times. */
  private final class Failing implements RequestStreamHandler {
    private final String value;
    private int times;

    Failing(String value, int times) {
      this.value = value;
      this.times = times;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      List<String> failures = new ArrayList<>();
      JsonNode event = MAPPER.readTree(input);
      for (JsonNode partition : event.path("records")) {
        for (JsonNode record : partition) {
          byte[] bytes = Base64.getDecoder().decode(record.path("value").textValue());
          String text = new String(bytes, StandardCharsets.UTF_8);
          given.add(text);
          if (text.equals(value) && times > 0) {
            times--;
            failures.add(
                "{\"itemIdentifier\":{\"partition\":\"%s-%s\",\"offset\":%s}}"
                    .formatted(topic, record.path("partition"), record.path("offset")));
          }
        }
      }
      output.write(
          ("{\"batchItemFailures\":[" + String.join(",", failures) + "]}")
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private KafkaEventSource source(RequestStreamHandler handler) {
    return KafkaEventSource.start(
        kafka(),
        topic,
        topic + "-group",
        new LocalFunction("test", handler, PATIENCE),
        record -> givenUp.add(new String(record.value(), StandardCharsets.UTF_8)));
  }

  private void send(String... values) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value, value)).get();
      }
    }
  }

  private static Properties kafka() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}

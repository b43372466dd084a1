package io.anomalystack.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.Delivery;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
  @Test
  void propertiesStayTheCallers() {
    Properties kafka = new Properties();
    kafka.setProperty("bootstrap.servers", "localhost:1");

    assertThat(KafkaTopics.source(kafka, "group", "in").build()).isNotNull();
    assertThat(
            KafkaTopics.<String>sink(
                kafka,
                "group-out",
                Delivery.EXACTLY_ONCE,
                (text, context, timestamp) -> new ProducerRecord<>("out", new byte[0])))
        .isNotNull();

    assertThat(kafka).containsExactlyEntriesOf(Map.of("bootstrap.servers", "localhost:1"));
  }
}

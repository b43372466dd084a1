package io.anomalystack.ingestion.kafka;

import io.anomalystack.ingestion.Publisher;

/** Lets a publisher end as a process does that is killed. */
public final class Kill {
  private Kill() {}

  public static void publisher(Publisher publisher) {
    ((KafkaPublisher) publisher).kill();
  }
}

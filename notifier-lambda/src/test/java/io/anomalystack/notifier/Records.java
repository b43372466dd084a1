package io.anomalystack.notifier;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records as they lie on a topic. */
final class Records {
  private final List<KafkaRecord> records = new ArrayList<>();

  static Records of(Alert... alerts) {
    Records records = new Records();
    for (Alert alert : alerts) {
      records.add(AlertJson.write(alert));
    }
    return records;
  }

  static Records of(Decision decision) {
    return new Records().add(DecisionJson.write(decision));
  }

  Records add(Alert alert) {
    return add(AlertJson.write(alert));
  }

  Records add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  Records add(byte[] value) {
    records.add(new KafkaRecord("anomaly-alerts", 0, records.size(), value));
    return this;
  }

  List<KafkaRecord> list() {
    return List.copyOf(records);
  }
}

package io.anomalystack.job.kafka;

import io.anomalystack.job.config.JobSettings;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The brokers that the job is about to read from, to be asked before it starts. */
final class Brokers {
  /** Whoever starts a job waits for the answer. */
  private static final String TIMEOUT_MS = "30000";

  private Brokers() {}

  /** A connection that fails, with a message, where no broker answers within 30 s. */
  static Admin connect(JobSettings settings) {
    Properties properties = settings.kafkaProperties();
    if (!properties.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
      // It must not be less than the request's, which somebody may have raised.
      properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    }
    return Admin.create(properties);
  }
}

package io.anomalystack.ingestion;

import java.time.Duration;

/** How long an invocation may still take. */
@FunctionalInterface
public interface Deadline {
  /** Asked again before each batch. */
  Duration remaining();
}

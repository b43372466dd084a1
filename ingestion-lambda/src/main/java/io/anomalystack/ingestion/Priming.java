package io.anomalystack.ingestion;

import io.anomalystack.ingestion.config.IngestionConfig;
import io.anomalystack.ingestion.kafka.KafkaPriming;
import java.util.Optional;
import org.crac.Context;
import org.crac.Resource;
import org.postgresql.Driver;

/**
 * Loads, before SnapStart takes its snapshot, the classes that the first invocation needs. Nothing
 * is connected and nothing is made of chance: a snapshot wakes up many times.
 */
final class Priming implements Resource {
  private final IngestionConfig config;

  Priming(IngestionConfig config) {
    this.config = config;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    KafkaPriming.loadClasses(config.kafka());
    new Driver();
    Progress progress = Progress.none(new Identity(Optional.empty(), "", "", ""));
    ProgressJson.read(ProgressJson.write(progress));
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // There is nothing to restore: all of it is made anew by the first invocation.
  }
}

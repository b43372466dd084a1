package io.anomalystack.local.remedy;

import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.lambda.KafkaEventSource;
import io.anomalystack.local.lambda.LocalFunction;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Remedy;
import io.anomalystack.remedy.ExecutorsFile;
import io.anomalystack.remedy.Remedier;
import io.anomalystack.remedy.RemedyHandler;
import io.anomalystack.remedy.audit.AuditTopic;
import io.anomalystack.remedy.executor.ExecutorSettings;
import io.anomalystack.remedy.ledger.LedgerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The executor of remedies beside a job on this machine: its handler is invoked with the audit
 * topic's records in the batches that Lambda would send.
 */
public final class LocalRemedies implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final String LEDGER = "remedies.jsonl";

  private final RemedyHandler handler;
  private final KafkaEventSource audit;

  private LocalRemedies(RemedyHandler handler, KafkaEventSource audit) {
    this.handler = handler;
    this.audit = audit;
  }

  /** Says what is wrong before anything runs: executors that are not there, or cannot do it. */
  public static void check(Optional<ExecutorsFile> file, List<Detector> detectors)
      throws UsageException {
    if (file.isEmpty()) {
      return;
    }
    if (detectors.stream().allMatch(detector -> detector.remedies().isEmpty())) {
      throw new UsageException("--remedy: no detector has remedies");
    }
    for (Detector detector : detectors) {
      for (Remedy remedy : detector.remedies()) {
        ExecutorSettings executor = file.get().executors().get(remedy.executor());
        String what =
            "--remedy: remedy '%s' of detector '%s'".formatted(remedy.name(), detector.name());
        if (executor == null) {
          throw new UsageException(
              "%s wants the executor '%s', which is not among %s"
                  .formatted(
                      what,
                      remedy.executor(),
                      String.join(
                          ", ", file.get().executors().keySet().stream().sorted().toList())));
        }
        if (!executor.actions().contains(remedy.action())) {
          throw new UsageException(
              "%s wants to %s, which the executor '%s' cannot do with its settings"
                  .formatted(what, remedy.action().text(), remedy.executor()));
        }
      }
    }
  }

  /**
   * Begins to do what the audit topic asks for, from where it stopped the last time.
   *
   * @param settings those of the job
   * @param state where the ledger is kept if the file names none: a restart must not forget what
   *     was begun
   * @param undone is told of what could not be tried to the end, in a sentence
   */
  public static LocalRemedies start(
      JobSettings settings, ExecutorsFile file, Path state, Consumer<String> undone) {
    ExecutorsFile kept =
        file.ledger().isMemory() ? file.with(LedgerSettings.file(state.resolve(LEDGER))) : file;
    Map<String, Object> clients = new LinkedHashMap<>();
    settings.kafkaProperties().forEach((name, value) -> clients.put((String) name, value));
    RemedyHandler handler =
        new RemedyHandler(
            Remedier.open(
                kept, new AuditTopic(settings.remediesTopic(), clients), System.getenv()));
    KafkaEventSource audit =
        KafkaEventSource.start(
            settings.kafkaProperties(),
            settings.remediesTopic(),
            settings.groupId() + "-remedies",
            new LocalFunction("remedy", handler, TIMEOUT),
            record ->
                undone.accept(
                    "a remedy could not be executed, and is given up: offset %d of partition %d of topic %s"
                        .formatted(record.offset(), record.partition(), record.topic())));
    return new LocalRemedies(handler, audit);
  }

  /** Makes sure that requests are still taken. */
  public void check() throws RunFailedException, InterruptedException {
    audit.check();
  }

  @Override
  public void close() throws InterruptedException {
    audit.close();
    handler.close();
  }
}

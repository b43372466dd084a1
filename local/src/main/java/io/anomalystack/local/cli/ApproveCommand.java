package io.anomalystack.local.cli;

import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.remedy.AuditReader;
import io.anomalystack.local.remedy.RemedyLine;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyState;
import io.anomalystack.remedy.audit.AuditTopic;
import io.anomalystack.remedy.audit.AuditUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anomaly approve}. */
@Command(
    name = "approve",
    header = "Approves a remedy that waits for a person.",
    description = {
      "%nShows what it approves, and appends the approval to the audit topic; whoever executes remedies"
          + " does the rest. Who may write to that topic can approve: that is for Kafka's access"
          + " control to say, and the name is only what you say it is.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly approve --bootstrap-servers localhost:9092 --list",
      "  ./anomaly approve --bootstrap-servers localhost:9092 --remedy 3f2a90c1 --by zoe"
    })
final class ApproveCommand implements Callable<Integer> {
  /** Fewer digits of an id are too easily another's. */
  private static final int LEAST_DIGITS = 8;

  private final Terminal terminal;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's brokers, separated by commas.")
  String bootstrapServers;

  @Option(
      names = "--remedies-topic",
      paramLabel = "TOPIC",
      description = "The audit topic; by default ${DEFAULT-VALUE}.")
  String topic = "anomaly-remedies";

  @ArgGroup(multiplicity = "1")
  What what;

  /** Either of both. */
  static final class What {
    @Option(names = "--list", description = "Shows what waits for approval.")
    boolean list;

    @Option(
        names = "--remedy",
        paramLabel = "ID",
        description = "What to approve: its id, or at least its first eight digits.")
    String remedy;
  }

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who approves; by default this machine's user.")
  String by = System.getProperty("user.name");

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka's clients, passed on as it is; may be given several times.")
  Map<String, String> kafka = new LinkedHashMap<>();

  ApproveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    checkTopic();
    Map<String, RemedyRecord> newest = AuditReader.newest(clients(), topic);
    if (what.list) {
      list(newest);
    } else {
      approve(waiting(newest));
    }
    return ExitStatus.FINE;
  }

  private Properties clients() {
    Properties clients = new Properties();
    clients.putAll(kafka);
    clients.setProperty("bootstrap.servers", bootstrapServers);
    return clients;
  }

  private void checkTopic() throws UsageException, RunFailedException {
    try (Topics topics = new Topics(clients())) {
      if (!topics.missing(List.of(topic)).isEmpty()) {
        throw new UsageException("no such topic at " + bootstrapServers + ": " + topic);
      }
    }
  }

  private void list(Map<String, RemedyRecord> newest) {
    List<RemedyRecord> waiting = newest.values().stream().filter(ApproveCommand::waits).toList();
    if (waiting.isEmpty()) {
      terminal.out().println("nothing waits for approval");
    }
    waiting.forEach(remedy -> RemedyLine.of(remedy).forEach(terminal.out()::println));
  }

  /** What the executors' own limit has held back waits as well; what the job held back does not. */
  private static boolean waits(RemedyRecord remedy) {
    boolean beyondLimit =
        remedy.state() == RemedyState.HELD_BACK
            && remedy.heldBack() == HeldBackReason.LIMIT
            && remedy.actor() != null;
    return !remedy.dryRun() && (remedy.state() == RemedyState.AWAITING_APPROVAL || beyondLimit);
  }

  /** The remedy that is meant, if it waits. */
  private RemedyRecord waiting(Map<String, RemedyRecord> newest) throws UsageException {
    if (what.remedy.length() < LEAST_DIGITS) {
      throw new UsageException(
          "--remedy: must be an id, or at least its first %d digits, was '%s'"
              .formatted(LEAST_DIGITS, what.remedy));
    }
    List<RemedyRecord> meant =
        newest.values().stream()
            .filter(remedy -> remedy.remedyId().startsWith(what.remedy))
            .toList();
    if (meant.size() != 1) {
      throw new UsageException(
          "--remedy: %s of this id in topic %s; --list shows what waits"
              .formatted(meant.isEmpty() ? "there is none" : "there are several", topic));
    }
    RemedyRecord remedy = meant.get(0);
    if (!waits(remedy)) {
      throw new UsageException(
          "--remedy: it does not wait for approval: it is " + remedy.state().text());
    }
    return remedy;
  }

  private void approve(RemedyRecord remedy) throws RunFailedException {
    RemedyLine.of(remedy).forEach(terminal.out()::println);
    RemedyRecord approved =
        remedy.then(RemedyState.APPROVED, null, null, by, System.currentTimeMillis());
    Map<String, Object> settings = new LinkedHashMap<>(kafka);
    settings.put("bootstrap.servers", bootstrapServers);
    try (AuditTopic audit = new AuditTopic(topic, settings)) {
      audit.append(approved);
    } catch (AuditUnavailableException e) {
      throw new RunFailedException("the approval was not written: " + e.getMessage(), e);
    }
    terminal.out().println("approved by " + by);
  }
}

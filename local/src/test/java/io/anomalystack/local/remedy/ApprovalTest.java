package io.anomalystack.local.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.broker.Topics;
import io.anomalystack.local.cli.Cli;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyEvidence;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyState;
import io.anomalystack.remedy.ExecutorsFile;
import io.anomalystack.remedy.audit.AuditTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what awaits approval to what was done, over the audit topic of a real broker. */
class ApprovalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOPIC = "anomaly-remedies";
  private static final List<Dimension> RUN = List.of(new Dimension("run", "llm-7b\u001b[31m"));

  @TempDir Path directory;
  private EmbeddedBroker broker;
  private Path launched;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start();
    launched = directory.resolve("launched");
    try (Topics topics = new Topics(kafka())) {
      topics.create(TOPIC, 2);
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private Properties kafka() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private static RemedyRecord remedy(String name, RemedyState state, Instant time) {
    long since = time.toEpochMilli() / 1000 * 1000 - 120_000;
    return new RemedyRecord(
        RemedyRecord.remedyId("steps", RUN, name, since),
        state,
        null,
        name,
        RemedyAction.STOP,
        false,
        false,
        "launcher",
        "steps",
        RUN,
        since + 120_000,
        new RemedyEvidence(3, since, List.of("low-mfu"), null),
        null,
        null,
        null);
  }

  private void publish(RemedyRecord... remedies) {
    try (AuditTopic audit =
        new AuditTopic(TOPIC, Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      for (RemedyRecord remedy : remedies) {
        audit.append(remedy);
      }
    }
  }

  private LocalRemedies executing() throws Exception {
    Path launcher = directory.resolve("launcher");
    Files.writeString(
        launcher, "#!/bin/sh\necho \"$1 $2\" >> " + launched + "\necho told to stop\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    ExecutorsFile file =
        ExecutorsFile.read(
            "executors: {launcher: {type: command, command: ["
                + launcher
                + ", '{action}', '{detector}']}}",
            directory);
    JobSettings settings =
        JobSettings.from(
            Map.of("detectors", "unused", "bootstrap.servers", broker.bootstrapServers()));
    return LocalRemedies.start(settings, file, directory.resolve("state"), problem -> {});
  }

  private Cli approve(String... more) {
    String[] args = {"approve", "--bootstrap-servers", broker.bootstrapServers()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Cli.run(all);
  }

  private RemedyRecord awaitState(LocalRemedies executing, String remedyId, RemedyState state)
      throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      executing.check();
      RemedyRecord newest = AuditReader.newest(kafka(), TOPIC).get(remedyId);
      if (newest != null && newest.state() == state) {
        return newest;
      }
      assertThat(Instant.now()).as("%s", newest).isBefore(deadline);
    }
  }

  @Test
  void whatAwaitsApprovalIsDoneOnceItIsApproved() throws Exception {
    RemedyRecord waiting = remedy("stop-the-run", RemedyState.AWAITING_APPROVAL, Instant.now());
    RemedyRecord requested = remedy("stop-at-once", RemedyState.REQUESTED, Instant.now());
    publish(waiting, requested);
    try (LocalRemedies executing = executing()) {
      awaitState(executing, requested.remedyId(), RemedyState.EXECUTED);
      assertThat(Files.readAllLines(launched)).hasSize(1);

      Cli listed = approve("--list");
      assertThat(listed.out())
          .contains(waiting.remedyId(), "stop run=llm-7b?[31m by launcher", "3 findings")
          .doesNotContain(requested.remedyId(), "\u001b");

      Cli approved = approve("--remedy", waiting.remedyId().substring(0, 8), "--by", "zoe");
      assertThat(approved.err()).isEmpty();
      assertThat(approved.out()).contains("stop-the-run", "approved by zoe");

      RemedyRecord executed = awaitState(executing, waiting.remedyId(), RemedyState.EXECUTED);
      assertThat(executed.outcome()).isEqualTo("exit status 0: told to stop");
      assertThat(executed.time()).isEqualTo(waiting.time());
      assertThat(Files.readAllLines(launched)).containsExactly("stop steps", "stop steps");
      assertThat(approve("--list").out()).contains("nothing waits");
      Cli again = approve("--remedy", waiting.remedyId());
      assertThat(again.status()).isEqualTo(2);
      assertThat(again.err()).contains("it does not wait for approval: it is executed");
    }
  }

  @Test
  void whatTheExecutorsLimitHeldBackCanBeApprovedAndWhatTheJobHeldBackCannot() throws Exception {
    RemedyRecord requested = remedy("stop-the-run", RemedyState.REQUESTED, Instant.now());
    RemedyRecord beyond =
        requested.then(
            RemedyState.HELD_BACK, HeldBackReason.LIMIT, "too many", "anomaly-remedy", 1L);
    RemedyRecord byTheJob =
        remedy("stop-at-once", RemedyState.REQUESTED, Instant.now())
            .then(RemedyState.HELD_BACK, HeldBackReason.LIMIT, null, null, 1L);
    publish(requested, beyond, byTheJob);

    assertThat(approve("--list").out())
        .contains(beyond.remedyId())
        .doesNotContain(byTheJob.remedyId());
    assertThat(approve("--remedy", byTheJob.remedyId()).status()).isEqualTo(2);
    assertThat(approve("--remedy", beyond.remedyId()).status()).isZero();
  }

  @Test
  void aRestartForgetsNothingOfWhatWasBegun() throws Exception {
    RemedyRecord requested = remedy("stop-at-once", RemedyState.REQUESTED, Instant.now());
    publish(requested);
    try (LocalRemedies executing = executing()) {
      awaitState(executing, requested.remedyId(), RemedyState.EXECUTED);
    }

    publish(requested);
    try (LocalRemedies executing = executing()) {
      RemedyRecord held = awaitState(executing, requested.remedyId(), RemedyState.HELD_BACK);
      assertThat(held.heldBack()).isEqualTo(HeldBackReason.ALREADY_DONE);
    }
    assertThat(Files.readAllLines(launched)).hasSize(1);
  }

  @Test
  void anApprovalThatComesTooLateIsRefused() throws Exception {
    RemedyRecord waiting =
        remedy("stop-the-run", RemedyState.AWAITING_APPROVAL, Instant.now().minusSeconds(2 * 3600));
    publish(waiting);
    try (LocalRemedies executing = executing()) {
      assertThat(approve("--remedy", waiting.remedyId()).status()).isZero();

      assertThat(awaitState(executing, waiting.remedyId(), RemedyState.FAILED).outcome())
          .startsWith("the approval has expired");
    }
    assertThat(launched).doesNotExist();
  }

  @Test
  void namesWhatIsNotThere() {
    assertThat(approve("--remedy", "0123456789").err()).contains("there is none of this id");
    assertThat(approve("--remedy", "0123").err()).contains("at least its first 8 digits");
    assertThat(approve("--list", "--remedies-topic", "nowhere").err()).contains("no such topic");
  }
}

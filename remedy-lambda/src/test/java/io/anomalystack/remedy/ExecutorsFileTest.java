package io.anomalystack.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.config.InvalidConfigException;
import io.anomalystack.remedy.command.CommandSettings;
import io.anomalystack.remedy.ledger.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorsFileTest {
  private static final Path DIRECTORY = Path.of("/config");

  @ParameterizedTest
  @ValueSource(strings = {"maxAge: none", "maxAge: 30d", "approvalExpiresAfter: 3d"})
  void whatATableHasForgottenMustBeTooOld(String age) {
    assertThatThrownBy(
            () ->
                ExecutorsFile.read(
                    age
                        + "\nledger: {table: anomaly-remedies, keep: 2d}"
                        + "\nexecutors: {stop: {type: sagemaker}}",
                    Path.of(".")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(age.substring(0, age.indexOf(':')))
        .hasMessageContaining("must be no longer than ledger.keep, 2 days");
  }

  @Test
  void readsWhatIsSaid() throws Exception {
    ExecutorsFile file =
        ExecutorsFile.read(
            """
            audit:
              topic: audit
              kafka: {bootstrap.servers: 'b-1:9098', sasl.mechanism: AWS_MSK_IAM}
            ledger: {table: anomaly-remedies, keep: 60d}
            limit: {most: 3, per: 1d}
            maxAge: 5m
            approvalExpiresAfter: 30d
            executors:
              sagemaker: {type: sagemaker, job: run}
              hyperpod: {type: sagemaker, cluster: {is: pretraining}, node: node}
              hook: {type: webhook, url: 'https://example.com/act', secret: {file: hook.secret}}
              launcher:
                type: command
                command: [/opt/launcher, '{action}', '{target:run}', --now]
                timeout: 1m
                environment: [LAUNCHER_HOME]
            """,
            DIRECTORY);

    assertThat(file.audit().orElseThrow().topic()).isEqualTo("audit");
    assertThat(file.ledger().table()).contains("anomaly-remedies");
    assertThat(file.limit()).isEqualTo(new Limit(3, Duration.ofDays(1)));
    assertThat(file.maxAge()).contains(Duration.ofMinutes(5));
    assertThat(file.approvalExpiresAfter()).contains(Duration.ofDays(30));
    assertThat(file.executors()).containsOnlyKeys("sagemaker", "hyperpod", "hook", "launcher");
    assertThat(file.executors().get("sagemaker").actions()).containsExactly(RemedyAction.STOP);
    assertThat(file.executors().get("hyperpod").actions())
        .contains(RemedyAction.REBOOT, RemedyAction.REPLACE);
    assertThat(file.executors().get("launcher"))
        .isEqualTo(
            new CommandSettings(
                List.of("/opt/launcher", "{action}", "{target:run}", "--now"),
                Duration.ofMinutes(1),
                List.of("LAUNCHER_HOME")));
  }

  @Test
  void anHourAndTenActionsAreTheDefaults() throws Exception {
    ExecutorsFile file =
        ExecutorsFile.read("executors: {a: {type: command, command: [true]}}", DIRECTORY);

    assertThat(file.limit()).isEqualTo(new Limit(10, Duration.ofHours(1)));
    assertThat(file.maxAge()).contains(Duration.ofHours(1));
    assertThat(file.approvalExpiresAfter()).contains(Duration.ofHours(1));
    assertThat(file.ledger().isMemory()).isTrue();
    assertThat(file.audit()).isEmpty();
  }

  @Test
  void reportsAllProblemsAtOnce() {
    InvalidConfigException refused =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                ExecutorsFile.read(
                    """
                    audit: {kafka: {sasl.jaas.config: 'x password="p";'}}
                    ledger: {table: a/b}
                    limit: {per: 1s}
                    maxage: 5m
                    executors:
                      a: {type: shell}
                      b: {command: [x]}
                      c: {type: command, command: ['{target}', '--run={target}']}
                      d: {type: command, command: []}
                      e: {type: webhook, url: 'ftp://x'}
                    """,
                    DIRECTORY));

    assertThat(refused.getMessage().lines().skip(1).map(String::strip))
        .containsExactly(
            "- audit.kafka: must hold bootstrap.servers",
            "- audit.kafka.sasl.jaas.config: must not be set in clear",
            "- ledger.table: must be the name or ARN of a DynamoDB table, was 'a/b'",
            "- limit.most: required, but missing",
            "- limit.per: must be between 1m and 30d, was '1s'",
            "- maxage: unknown setting; did you mean 'maxAge'?",
            "- executors.a.type: must be one of sagemaker, webhook, command, was 'shell'",
            "- executors.b: must set type: sagemaker, webhook or command",
            "- executors.c.command[0]: the program must not be a placeholder, was '{target}'",
            "- executors.c.command[1]: a placeholder must be an argument of its own, was"
                + " '--run={target}'",
            "- executors.d.command: must list a program and its arguments",
            "- executors.e.url: must be an address such as 'https://example.com/', without a"
                + " password");
  }
}

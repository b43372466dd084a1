package io.anomalystack.remedy;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.remedy.audit.AuditSettings;
import io.anomalystack.remedy.command.CommandSettings;
import io.anomalystack.remedy.executor.ExecutorSettings;
import io.anomalystack.remedy.ledger.LedgerSettings;
import io.anomalystack.remedy.ledger.Limit;
import io.anomalystack.remedy.sagemaker.SageMakerSettings;
import io.anomalystack.remedy.webhook.WebhookExecutorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the executors' file. */
final class ExecutorsFileReader {
  static final List<String> KNOWN =
      List.of("audit", "ledger", "limit", "maxAge", "approvalExpiresAfter", "executors");

  private static final String NO_LIMIT = "none";
  private static final Duration DEFAULT_AGE = Duration.ofHours(1);
  private static final Duration LEAST_AGE = Duration.ofSeconds(1);
  private static final Duration GREATEST_AGE = Duration.ofDays(30);
  private static final Limit DEFAULT_LIMIT = new Limit(10, Duration.ofHours(1));
  private static final int GREATEST_LIMIT = 10_000;

  /** As detector files name them. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private final Path directory;

  private enum Type {
    SAGEMAKER,
    WEBHOOK,
    COMMAND
  }

  ExecutorsFileReader(Path directory) {
    this.directory = directory;
  }

  ExecutorsFile read(Settings settings) {
    Optional<Setting> ledgerSetting = settings.optional("ledger");
    LedgerSettings ledger =
        ledgerSetting
            .flatMap(setting -> LedgerSettings.read(setting, directory))
            .orElse(LedgerSettings.MEMORY);
    return new ExecutorsFile(
        settings.optional("audit").flatMap(AuditSettings::read),
        ledger,
        settings.optional("limit").flatMap(ExecutorsFileReader::limit).orElse(DEFAULT_LIMIT),
        age(settings.optional("maxAge"), ledger),
        age(settings.optional("approvalExpiresAfter"), ledger),
        settings.required("executors").map(this::executors).orElse(Map.of()));
  }

  private static Optional<Limit> limit(Setting setting) {
    return Settings.of(setting, List.of("most", "per"))
        .map(
            settings ->
                new Limit(
                    settings
                        .required("most")
                        .flatMap(value -> value.wholeNumber(1, GREATEST_LIMIT))
                        .orElse(DEFAULT_LIMIT.most()),
                    settings
                        .optional("per")
                        .flatMap(value -> value.duration(Duration.ofMinutes(1), GREATEST_AGE))
                        .orElse(DEFAULT_LIMIT.per())));
  }

  /** What may be older than the ledger remembers could be done a second time. */
  private static Optional<Duration> age(Optional<Setting> setting, LedgerSettings ledger) {
    if (setting.isEmpty()) {
      return Optional.of(DEFAULT_AGE);
    }
    boolean none =
        setting.get().node() instanceof ConfigNode.Scalar
            && setting.get().text().filter(NO_LIMIT::equals).isPresent();
    Optional<Duration> age =
        none ? Optional.empty() : setting.get().duration(LEAST_AGE, GREATEST_AGE);
    boolean outlives = age.map(most -> most.compareTo(ledger.keep()) > 0).orElse(none);
    if (ledger.table().isPresent() && outlives) {
      setting
          .get()
          .reject(
              "must be no longer than ledger.keep, %d days: a table forgets what was done before"
                  .formatted(ledger.keep().toDays()));
    }
    return age;
  }

  private Map<String, ExecutorSettings> executors(Setting setting) {
    Map<String, ExecutorSettings> executors = new LinkedHashMap<>();
    Optional<List<Setting.Named>> entries = setting.entries();
    for (Setting.Named entry : entries.orElse(List.of())) {
      if (!NAME.matcher(entry.name()).matches()) {
        entry.value().report("an executor's name is up to 64 letters, digits, '_', '.' or '-'");
      }
      executor(entry.value()).ifPresent(executor -> executors.put(entry.name(), executor));
    }
    if (entries.isPresent() && entries.get().isEmpty()) {
      setting.report("must name at least one executor");
    }
    return executors;
  }

  private Optional<ExecutorSettings> executor(Setting setting) {
    // Before all others, as the type decides which are known.
    Optional<List<Setting.Named>> entries = setting.entries();
    Optional<Setting.Named> named =
        entries.stream()
            .flatMap(List::stream)
            .filter(entry -> entry.name().equals("type"))
            .findFirst();
    if (entries.isPresent() && named.isEmpty()) {
      setting.report("must set type: sagemaker, webhook or command");
    }
    return named
        .flatMap(entry -> entry.value().oneOf(Type.values()))
        .flatMap(
            type ->
                Settings.of(setting, known(type)).flatMap(settings -> executor(settings, type)));
  }

  private static List<String> known(Type type) {
    List<String> own =
        switch (type) {
          case SAGEMAKER -> SageMakerSettings.KNOWN;
          case WEBHOOK -> WebhookExecutorSettings.KNOWN;
          case COMMAND -> CommandSettings.KNOWN;
        };
    return Stream.concat(Stream.of("type"), own.stream()).toList();
  }

  private Optional<ExecutorSettings> executor(Settings settings, Type type) {
    return switch (type) {
      case SAGEMAKER -> SageMakerSettings.read(settings);
      case WEBHOOK -> WebhookExecutorSettings.read(settings, directory);
      case COMMAND -> CommandSettings.read(settings);
    };
  }
}

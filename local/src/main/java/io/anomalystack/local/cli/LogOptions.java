package io.anomalystack.local.cli;

import io.anomalystack.forward.parse.LogFormat;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.forward.ForwardRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which log of a training run to read, and how. */
final class LogOptions {
  @Parameters(
      paramLabel = "LOG",
      description = "The log; it may be written later, grow, and be rotated.")
  Path log;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = LogFormatConverter.class,
      description =
          "megatron, torchtitan, json (an object a line) or csv (with a header); by default csv if"
              + " it is named .csv, else what its first line of metrics looks like.")
  LogFormat format = LogFormat.AUTO;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A field of every record, such as run=llm-7b or gpu=H100-SXM; may be given several times.")
  Map<String, String> constants = new LinkedHashMap<>();

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = InputOptions.TimeConverter.class,
      description =
          "When the first step began, such as 2024-11-22T15:00:00Z, for a log of the past without"
              + " times: each step's time is that and the step_time of all before. Without it what"
              + " has no time gets that at which it is read.")
  Instant start;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      converter = ZoneConverter.class,
      description =
          "Of times in the log that are written without one, such as UTC or Europe/Berlin; by default"
              + " this machine's.")
  ZoneId zone = ZoneId.systemDefault();

  /**
   * What they ask for.
   *
   * @param defaults fields of records that have none of that name
   */
  ForwardRequest request(Map<String, String> defaults, Path position, boolean once)
      throws UsageException {
    if (Files.isDirectory(log)) {
      throw new UsageException("LOG: is a directory: " + log);
    }
    if (once && !Files.exists(log)) {
      throw new UsageException("LOG: no such file: " + log + "; without --once it is waited for");
    }
    return new ForwardRequest(log, format, zone, constants, defaults, start, position, once);
  }

  /** Reads the name of a format. */
  static final class LogFormatConverter implements ITypeConverter<LogFormat> {
    @Override
    public LogFormat convert(String value) {
      for (LogFormat format : LogFormat.values()) {
        if (format != LogFormat.AUTO && format.name().equals(value.toUpperCase(Locale.ROOT))) {
          return format;
        }
      }
      throw new TypeConversionException(
          "expected megatron, torchtitan, json or csv, was '" + value + "'");
    }
  }

  /** Reads a time zone. */
  static final class ZoneConverter implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String value) {
      try {
        return ZoneId.of(value);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "expected a time zone such as UTC or Europe/Berlin, was '" + value + "'");
      }
    }
  }
}

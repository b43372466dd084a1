package io.anomalystack.local.cli;

import io.anomalystack.job.files.InputFormat;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which records a bounded run decides, and how they are to be read. */
final class InputOptions {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The records; - is standard input.")
  String input;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Which topic the input stands for, where the detectors read several.")
  String topic;

  @Option(
      names = "--format",
      paramLabel = "json|csv",
      converter = FormatConverter.class,
      description =
          "How the input is written; by default CSV if it is named .csv, else JSON Lines.")
  InputFormat format;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "What to take for the time of day, such as 2026-01-01T00:00:00Z: records far ahead of it are"
              + " rejected. By default the time of the start.")
  Instant now;

  Instant now() {
    return now == null ? Instant.now() : now;
  }

  /** Reads a time with its offset. */
  static final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "expected a time such as 2026-01-01T00:00:00Z, was '" + value + "'");
      }
    }
  }

  /** Reads {@code json} and {@code csv}. */
  static final class FormatConverter implements ITypeConverter<InputFormat> {
    @Override
    public InputFormat convert(String value) {
      for (InputFormat format : InputFormat.values()) {
        if (format.name().equals(value.toUpperCase(Locale.ROOT))) {
          return format;
        }
      }
      throw new TypeConversionException("expected json or csv, was '" + value + "'");
    }
  }
}

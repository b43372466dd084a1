package io.anomalystack.local.cli;

import io.anomalystack.local.replay.InputFormat;
import io.anomalystack.local.replay.ReplayFiles;
import io.anomalystack.local.replay.ReplayRequest;
import io.anomalystack.local.terminal.Terminal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code anomaly replay}. */
@Command(
    name = "replay",
    header = "Decides the records of a file: a bounded run of the very same job.",
    description = {
      "%nReads JSON Lines, or CSV with a header; gzipped if the name ends in .gz. Writes a decision"
          + " for each time series and period, as JSON Lines, ordered by the period's end, detector"
          + " and series. Event time advances with the records in the order of the file. The same"
          + " input and detectors give the same bytes, at any parallelism.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./anomaly replay --detectors testdata/detectors/anybooks.yaml \\",
      "      --input testdata/streams/anybooks.jsonl.gz --output decisions.jsonl",
      "  ./anomaly replay --detectors detectors.yaml --input hourly.csv --output - \\",
      "      | jq 'select(.anomalyDecision == 1)'"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin DetectorOption detectors;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The records; - is standard input.")
  String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the decisions go; - is standard output.")
  String output;

  @Option(
      names = "--rejected",
      paramLabel = "FILE",
      description =
          "Where records go that could not be counted, with the reason; - is standard output.")
  String rejected;

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

  @Mixin ParallelismOption parallelism;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "What to take for the time of day, such as 2026-01-01T00:00:00Z: records far ahead of it are"
              + " rejected. By default the time of the start.")
  Instant now;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    ReplayRequest request =
        new ReplayRequest(
            detectors.read(topic),
            input,
            format,
            output,
            rejected,
            parallelism.read(),
            now == null ? Instant.now() : now);
    new ReplayFiles(request, terminal).run();
    return ExitStatus.FINE;
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

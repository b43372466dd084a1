package io.anomalystack.forward.parse;

import java.time.ZoneId;
import java.util.Locale;

/** How a training run's log is written. */
public enum LogFormat {
  /** The line of an iteration, of Megatron-LM and what descends from it. */
  MEGATRON,
  /** The line of metrics on torchtitan's console. */
  TORCHTITAN,
  /** A JSON object a line. */
  JSON,
  /** CSV with a header. */
  CSV,
  /** CSV if the file is named so, else what the first line of metrics looks like. */
  AUTO;

  /**
   * A parser of this format.
   *
   * @param fileName the log's
   * @param zone of times that are written without one
   */
  public LineParser parser(String fileName, ZoneId zone) {
    LocalTimes times = new LocalTimes(zone);
    return switch (this) {
      case MEGATRON -> new MegatronParser(times);
      case TORCHTITAN -> new TorchtitanParser(times);
      case JSON -> new JsonParser();
      case CSV -> new CsvParser();
      case AUTO ->
          fileName.toLowerCase(Locale.ROOT).endsWith(".csv")
              ? new CsvParser()
              : new RecognisingParser(
                  new JsonParser(), new MegatronParser(times), new TorchtitanParser(times));
    };
  }
}

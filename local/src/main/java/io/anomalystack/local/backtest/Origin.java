package io.anomalystack.local.backtest;

import io.anomalystack.local.report.Summary;
import java.util.List;
import java.util.stream.Stream;

/** Where the decisions of a candidate come from, and how many of everything there were. */
interface Origin {
  /** A few lines on the terminal. */
  List<String> lines();

  /** In one word, for programs. */
  String name();

  /** How many records were read; null where the decisions were there already. */
  Long records();

  /** How many records, or measures of one, could not be counted; null as above. */
  Long rejections();

  /** Decided now, from a file of records. */
  record Replayed(Summary summary) implements Origin {
    @Override
    public List<String> lines() {
      List<String> counts = summary.counts();
      return summary.countedNothing()
          ? append(counts, "no record was counted: ./anomaly replay ... --rejected FILE says why")
          : counts;
    }

    private static List<String> append(List<String> lines, String line) {
      return Stream.concat(lines.stream(), Stream.of(line)).toList();
    }

    @Override
    public String name() {
      return "replay";
    }

    @Override
    public Long records() {
      return summary.records();
    }

    @Override
    public Long rejections() {
      return summary.rejections();
    }
  }
}

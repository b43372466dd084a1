package io.anomalystack.forward.parse;

import java.util.List;

/** Takes the first parser that finds metrics in a line, and stays with it. */
final class RecognisingParser implements LineParser {
  private List<LineParser> candidates;

  RecognisingParser(LineParser... candidates) {
    this.candidates = List.of(candidates);
  }

  @Override
  public Parsed parse(String line) {
    Parsed best = new Parsed.Other();
    for (LineParser candidate : candidates) {
      Parsed parsed = candidate.parse(line);
      if (parsed instanceof Parsed.Metrics) {
        candidates = List.of(candidate);
        return parsed;
      }
      if (parsed instanceof Parsed.Unreadable) {
        best = parsed;
      }
    }
    return best;
  }
}

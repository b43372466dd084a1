package io.anomalystack.local.backtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.local.labels.Label;
import io.anomalystack.local.page.Page;
import io.anomalystack.local.page.PlotSpool;
import io.anomalystack.local.quality.Judgement;
import io.anomalystack.local.quality.Measurement;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.report.Summary;
import io.anomalystack.local.report.Tally;
import io.anomalystack.model.Decision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes pages from decisions by hand. */
final class Pages {
  private Pages() {}

  /**
   * A page of one run for each list of decisions.
   *
   * @param scratch a directory for what is needed on the way
   */
  static String page(Path scratch, List<Label> labels, List<List<Decision>> runs)
      throws IOException {
    return page(
        scratch,
        labels,
        runs,
        decisions ->
            new Origin.Replayed(
                new Summary(decisions.size(), decisions.size(), new Tally(), Duration.ZERO)));
  }

  /** The page of a run whose decisions a lake held. */
  static String pageOfLake(Path scratch, List<Label> labels, List<Decision> run)
      throws IOException {
    return page(
        scratch,
        labels,
        List.of(run),
        decisions ->
            new DecidedBefore("lake", new Tally(), 0, 1, LocalDate.EPOCH, LocalDate.EPOCH));
  }

  private static String page(
      Path scratch,
      List<Label> labels,
      List<List<Decision>> runs,
      Function<List<Decision>, Origin> origin)
      throws IOException {
    List<CandidateResult> results = new ArrayList<>();
    List<PlotSpool> spools = new ArrayList<>();
    List<Page.Run> drawn = new ArrayList<>();
    for (List<Decision> decisions : runs) {
      PlotSpool spool = new PlotSpool(scratch.resolve("points-" + spools.size()));
      spools.add(spool);
      Measurement measurement = new Measurement(labels, 3);
      for (Decision decision : decisions) {
        Judgement judgement = measurement.decision(decision);
        spool.add(decision, judgement);
      }
      Quality quality = measurement.quality();
      Candidate candidate = new Candidate("detectors-" + spools.size() + ".yaml", List.of());
      results.add(new CandidateResult(candidate, origin.apply(decisions), quality));
      drawn.add(new Page.Run(quality, spool));
    }
    ObjectNode tree = BacktestJson.of(request(results), results, List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Page(tree, drawn).write(out);
    for (PlotSpool spool : spools) {
      spool.close();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static BacktestRequest request(List<CandidateResult> results) {
    return new BacktestRequest(
        results.stream().map(CandidateResult::candidate).toList(),
        "input.jsonl",
        null,
        new Days(null, null),
        "labels.csv",
        3,
        new Gates(null, null),
        new BacktestOutputs(null, "page.html", null, null),
        1,
        Instant.EPOCH);
  }
}

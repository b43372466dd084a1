package io.anomalystack.local.backtest;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.embedded.Scratch;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.files.OutputFile;
import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.local.labels.LabelFile;
import io.anomalystack.local.labels.Labels;
import io.anomalystack.local.page.Page;
import io.anomalystack.local.page.PlotSpool;
import io.anomalystack.local.quality.Judgement;
import io.anomalystack.local.quality.Measurement;
import io.anomalystack.local.replay.DecisionLake;
import io.anomalystack.local.replay.DecisionLines;
import io.anomalystack.local.replay.Replay;
import io.anomalystack.local.replay.ReplayInput;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.Decision;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays an input, or reads what a lake holds, and holds the decisions against labels. Outputs
 * appear when all is measured, or not at all.
 *
 * @param request what to measure
 * @param terminal where to say what came of it
 */
public record Backtest(BacktestRequest request, Terminal terminal) {
  private static final ObjectWriter JSON =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  /**
   * Measures, writes what is asked for, and prints the report where it does not mix with data.
   *
   * @return what is not good enough, a line each
   */
  public List<String> run()
      throws IOException, UsageException, RunFailedException, InterruptedException {
    request.check();
    Labels labels = LabelFile.read(Path.of(request.labels()), detectors());
    ProgressLine progress = new ProgressLine(terminal);
    try (Scratch scratch = Scratch.directory();
        Spools spools = new Spools(scratch.path(), request.outputs().html() != null)) {
      return run(labels, scratch.path(), spools, progress);
    } finally {
      progress.clear();
    }
  }

  private List<Detector> detectors() {
    return request.candidates().stream().flatMap(each -> each.detectors().stream()).toList();
  }

  private List<String> run(Labels labels, Path scratch, Spools spools, ProgressLine progress)
      throws IOException, UsageException, RunFailedException, InterruptedException {
    BacktestOutputs outputs = request.outputs();
    ReplayInput input =
        request.readsLake()
            ? null
            : ReplayInput.named(request.input(), request.format(), terminal.in(), scratch);
    int last = request.candidates().size() - 1;
    try (OutputFile json = OutputFile.named(outputs.json(), terminal.rawOut());
        OutputFile html = OutputFile.named(outputs.html(), terminal.rawOut());
        OutputFile decisions = OutputFile.named(outputs.decisions(), terminal.rawOut());
        DecisionLake lake =
            DecisionLake.named(
                "--lake", outputs.lake(), request.candidates().get(last).detectors(), input)) {
      List<CandidateResult> results = new ArrayList<>();
      for (Candidate candidate : request.candidates()) {
        List<Taker<Decision>> takers = new ArrayList<>();
        if (results.size() == last) {
          takers.add(lake);
          if (outputs.decisions() != null) {
            takers.add(new DecisionLines(decisions.stream()));
          }
        }
        results.add(measure(candidate, labels, input, takers, spools.next(), progress));
      }
      progress.clear();
      List<String> missed = request.gates().missed(results.get(last).quality().totals());
      ObjectNode tree = BacktestJson.of(request, results, missed);
      if (outputs.json() != null) {
        json.stream()
            .write((JSON.writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      if (outputs.html() != null) {
        page(tree, results, spools).write(html.stream());
      }
      List<String> written = lake.complete();
      decisions.complete();
      html.complete();
      json.complete();
      new BacktestReport(request, labels, results, written).print(terminal);
      return missed;
    }
  }

  private CandidateResult measure(
      Candidate candidate,
      Labels labels,
      ReplayInput input,
      List<Taker<Decision>> takers,
      PlotSpool points,
      ProgressLine progress)
      throws IOException, UsageException, RunFailedException, InterruptedException {
    Measurement measurement = new Measurement(labels.windows(), request.grace());
    Origin origin =
        decisions(
            candidate,
            input,
            decision -> {
              Judgement judgement = measurement.decision(decision);
              if (points != null) {
                points.add(decision, judgement);
              }
              for (Taker<Decision> taker : takers) {
                taker.take(decision);
              }
            },
            progress);
    return new CandidateResult(candidate, origin, measurement.quality());
  }

  /** Hands on the decisions of a candidate: made now, or long ago. */
  private Origin decisions(
      Candidate candidate, ReplayInput input, Taker<Decision> taker, ProgressLine progress)
      throws IOException, UsageException, RunFailedException, InterruptedException {
    if (request.readsLake()) {
      return new LakeDecisions(request.input(), request.days())
          .read(candidate.detectors(), taker, progress);
    }
    try (Scratch scratch = Scratch.directory()) {
      return new Origin.Replayed(
          new Replay(candidate.detectors(), request.parallelism(), request.now())
              .run(
                  input,
                  taker,
                  alert -> {},
                  remedy -> {},
                  OutputStream.nullOutputStream(),
                  scratch.path(),
                  progress));
    }
  }

  private static Page page(ObjectNode tree, List<CandidateResult> results, Spools spools) {
    List<Page.Run> runs = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      runs.add(new Page.Run(results.get(i).quality(), spools.get(i)));
    }
    return new Page(tree, runs);
  }

  /** The points of each run, if there is a page to draw them. */
  private static final class Spools implements AutoCloseable {
    private final Path directory;
    private final boolean wanted;
    private final List<PlotSpool> spools = new ArrayList<>();

    Spools(Path directory, boolean wanted) {
      this.directory = directory;
      this.wanted = wanted;
    }

    /** A spool for the next run; null if there is no page. */
    PlotSpool next() throws IOException {
      if (!wanted) {
        return null;
      }
      spools.add(new PlotSpool(directory.resolve("points-" + spools.size())));
      return spools.get(spools.size() - 1);
    }

    PlotSpool get(int run) {
      return spools.get(run);
    }

    @Override
    public void close() throws IOException {
      for (PlotSpool spool : spools) {
        spool.close();
      }
    }
  }
}

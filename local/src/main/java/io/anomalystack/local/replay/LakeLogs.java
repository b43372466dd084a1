package io.anomalystack.local.replay;

import io.anomalystack.dashboard.incidents.IncidentLog;
import io.anomalystack.dashboard.remedies.RemedyLog;
import io.anomalystack.local.files.OutputFile;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.detector.Detector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a replay says of incidents and remedies beside the lake that its decisions go to, where the
 * dashboard reads it, a JSON object a line. It appears there when all is decided. What was said
 * before of the same detectors in the same span of time goes; all else stays.
 */
final class LakeLogs implements AutoCloseable {
  private final Path lake;
  private final Set<String> detectors;
  private final Path alertScratch;
  private final Path remedyScratch;
  private final OutputStream alerts;
  private final OutputStream remedies;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  private LakeLogs(Path lake, List<Detector> detectors, Path scratch) throws IOException {
    this.lake = lake;
    this.detectors = detectors.stream().map(Detector::name).collect(Collectors.toSet());
    alertScratch = scratch.resolve("lake-" + IncidentLog.FILE);
    remedyScratch = scratch.resolve("lake-" + RemedyLog.FILE);
    alerts = open(alertScratch);
    remedies = open(remedyScratch);
  }

  private OutputStream open(Path file) throws IOException {
    return lake == null ? OutputStream.nullOutputStream() : Files.newOutputStream(file);
  }

  /**
   * Those of the lake that a user names.
   *
   * @param lake a directory, which need not be there yet; null, and what is said is lost
   * @param detectors what decides
   * @param scratch an existing directory for what is not complete
   */
  static LakeLogs named(String lake, List<Detector> detectors, Path scratch) throws IOException {
    return new LakeLogs(lake == null ? null : Path.of(lake).toAbsolutePath(), detectors, scratch);
  }

  /** Takes note of the time that a decision is about. */
  void take(Decision decision) {
    from = Math.min(from, decision.detectionPeriodStart());
    to = Math.max(to, decision.detectionPeriodEnd());
  }

  void take(Alert alert) throws IOException {
    new AlertLines(alerts).take(alert);
  }

  void take(RemedyRecord remedy) throws IOException {
    new RemedyLines(remedies).take(remedy);
  }

  /** Says that all is said, and that the lake is there. */
  void complete() throws IOException {
    close();
    if (lake == null) {
      return;
    }
    replace(IncidentLog.FILE, alertScratch, this::isOutdatedAlert);
    replace(RemedyLog.FILE, remedyScratch, this::isOutdatedRemedy);
  }

  private void replace(String name, Path fresh, Predicate<byte[]> outdated) throws IOException {
    Path file = lake.resolve(name);
    try (OutputFile output = OutputFile.at(file)) {
      if (Files.exists(file)) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (!outdated.test(bytes)) {
              output.stream().write(bytes);
              output.stream().write('\n');
            }
          }
        }
      }
      Files.copy(fresh, output.stream());
      output.complete();
    }
  }

  private boolean isOutdatedAlert(byte[] line) {
    try {
      Alert alert = AlertJson.read(line);
      return isOurs(alert.detectorName(), alert.start());
    } catch (IllegalArgumentException somebodyElses) {
      return false;
    }
  }

  private boolean isOutdatedRemedy(byte[] line) {
    try {
      RemedyRecord remedy = RemedyRecordJson.read(line);
      return isOurs(remedy.detectorName(), remedy.time());
    } catch (IllegalArgumentException somebodyElses) {
      return false;
    }
  }

  private boolean isOurs(String detector, long time) {
    return detectors.contains(detector) && from <= time && time <= to;
  }

  @Override
  public void close() throws IOException {
    alerts.close();
    remedies.close();
  }
}

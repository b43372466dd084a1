package io.anomalystack.dashboard.incidents;

import io.anomalystack.dashboard.follow.GrowingFile;
import io.anomalystack.dashboard.follow.Newest;
import io.anomalystack.dashboard.words.WhyItAlerts;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The incidents of the alerts that lie beside the lake, as on the alerts topic, a JSON object a
 * line: the newest of them, read as the file grows. Thread-safe.
 */
public final class IncidentLog implements GrowingFile.Reader {
  /** Where alerts have to be written, in the lake's folder. */
  public static final String FILE = "alerts.jsonl";

  private final GrowingFile file;
  private final Newest<Incident> incidents = new Newest<>();
  private long version;

  /**
   * Nothing is read yet.
   *
   * @param folder the lake's
   */
  public IncidentLog(Path folder) {
    this.file = new GrowingFile(folder.resolve(FILE));
  }

  /** Reads the lines that are whole and new; a line that is no alert is passed over. */
  public synchronized void refresh() throws IOException {
    file.refresh(this);
  }

  @Override
  public synchronized void restart() {
    incidents.clear();
    version++;
  }

  @Override
  public synchronized void take(byte[] line) {
    Alert alert;
    try {
      alert = AlertJson.read(line);
    } catch (IllegalArgumentException noAlert) {
      return;
    }
    incidents.put(alert.incidentId(), incident(alert), (known, told) -> told);
    version++;
  }

  private static Incident incident(Alert alert) {
    Decision strongest = alert.series().isEmpty() ? null : alert.series().get(0).strongest();
    return new Incident(
        alert.incidentId(),
        alert.state().text(),
        alert.severity().text(),
        alert.detectorName(),
        alert.dimensionList(),
        alert.start(),
        alert.end(),
        alert.state() == AlertState.RESOLVED,
        alert.anomalies(),
        alert.seriesCount(),
        strongest == null ? null : strongest.timeseriesId(),
        strongest == null ? null : strongest.detectionPeriodStart(),
        strongest == null ? null : strongest.measure(),
        strongest == null ? List.of() : strongest.dimensionList(),
        strongest == null ? null : WhyItAlerts.of(strongest).text());
  }

  /** Whether there is a file. */
  public synchronized boolean isWritten() {
    return file.isPresent();
  }

  /** Changes with every alert. */
  public synchronized long version() {
    return version;
  }

  /** The newest incidents, that told of last first; at most 500. */
  public synchronized List<Incident> newest() {
    return incidents.list();
  }
}

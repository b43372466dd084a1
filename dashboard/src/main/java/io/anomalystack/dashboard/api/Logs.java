package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.incidents.IncidentLog;
import io.anomalystack.dashboard.messages.MessageLog;
import io.anomalystack.dashboard.remedies.RemedyLog;
import java.io.IOException;
import java.nio.file.Path;

/** What others write beside the lake, read as it grows. */
public record Logs(MessageLog messages, IncidentLog incidents, RemedyLog remedies) {
  /**
   * Of nothing is read yet.
   *
   * @param folder the lake's
   */
  public static Logs in(Path folder) {
    return new Logs(new MessageLog(folder), new IncidentLog(folder), new RemedyLog(folder));
  }

  /** Reads what is new. */
  public void refresh() throws IOException {
    messages.refresh();
    incidents.refresh();
    remedies.refresh();
  }

  /** Changes with whatever is new. */
  long version() {
    return messages.version() + incidents.version() + remedies.version();
  }
}

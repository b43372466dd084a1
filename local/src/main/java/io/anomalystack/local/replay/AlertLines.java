package io.anomalystack.local.replay;

import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import java.io.IOException;
import java.io.OutputStream;

/** Writes alerts as JSON Lines. */
public record AlertLines(OutputStream out) implements Taker<Alert> {
  @Override
  public void take(Alert alert) throws IOException {
    out.write(AlertJson.write(alert));
    out.write('\n');
  }
}

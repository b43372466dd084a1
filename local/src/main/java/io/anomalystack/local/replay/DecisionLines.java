package io.anomalystack.local.replay;

import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import java.io.IOException;
import java.io.OutputStream;

/** Writes decisions as JSON Lines. */
public record DecisionLines(OutputStream out) implements Taker<Decision> {
  @Override
  public void take(Decision decision) throws IOException {
    out.write(DecisionJson.write(decision));
    out.write('\n');
  }
}

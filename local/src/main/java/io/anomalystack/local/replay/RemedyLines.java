package io.anomalystack.local.replay;

import io.anomalystack.local.flink.InProcessSink.Taker;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what is decided of remedies as JSON Lines. */
public record RemedyLines(OutputStream out) implements Taker<RemedyRecord> {
  @Override
  public void take(RemedyRecord remedy) throws IOException {
    out.write(RemedyRecordJson.write(remedy));
    out.write('\n');
  }
}

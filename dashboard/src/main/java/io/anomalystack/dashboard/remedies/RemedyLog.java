package io.anomalystack.dashboard.remedies;

import io.anomalystack.dashboard.follow.GrowingFile;
import io.anomalystack.dashboard.follow.Newest;
import io.anomalystack.model.RemedyRecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The remedies of the audit that lies beside the lake, a JSON object a line: the newest of them,
 * read as the file grows. Thread-safe.
 */
public final class RemedyLog implements GrowingFile.Reader {
  /** Where the audit has to be written, in the lake's folder. */
  public static final String FILE = "remedies.jsonl";

  private final GrowingFile file;
  private final Newest<Remedy> remedies = new Newest<>();
  private long version;

  /**
   * Nothing is read yet.
   *
   * @param folder the lake's
   */
  public RemedyLog(Path folder) {
    this.file = new GrowingFile(folder.resolve(FILE));
  }

  /** Reads the lines that are whole and new; a line that is no remedy is passed over. */
  public synchronized void refresh() throws IOException {
    file.refresh(this);
  }

  @Override
  public synchronized void restart() {
    remedies.clear();
    version++;
  }

  @Override
  public synchronized void take(byte[] line) {
    Remedy remedy;
    try {
      remedy = Remedy.of(RemedyRecordJson.read(line));
    } catch (IllegalArgumentException noRemedy) {
      return;
    }
    remedies.put(remedy.id(), remedy, (known, told) -> told);
    version++;
  }

  /** Whether there is a file. */
  public synchronized boolean isWritten() {
    return file.isPresent();
  }

  /** Changes with every record. */
  public synchronized long version() {
    return version;
  }

  /** The newest remedies, that told of last first; at most 500. */
  public synchronized List<Remedy> newest() {
    return remedies.list();
  }
}

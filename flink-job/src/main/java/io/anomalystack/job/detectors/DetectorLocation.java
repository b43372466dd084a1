package io.anomalystack.job.detectors;

import io.anomalystack.job.config.DetectorSettings;
import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.LocalFolder;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.Path;

/**
 * Where a detector file lies: on this machine, or wherever Flink can read ({@code
 * s3://BUCKET/KEY}). What the file names is relative to where it lies, there too: calendars are
 * read with it, a history by the tasks that learn from it.
 *
 * @param place a path, or a URI
 * @param threshold of detectors that name none, 0 to 100
 */
public record DetectorLocation(String place, double threshold) implements Serializable {
  /** A drive's letter is no scheme. */
  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /** What is longer is no detector file, but perhaps the data. */
  private static final int MOST_BYTES = 8 << 20;

  /** Where the job's settings say. */
  public static DetectorLocation of(DetectorSettings settings) {
    return new DetectorLocation(settings.file(), settings.threshold());
  }

  /**
   * Reads and checks the file, and what it names.
   *
   * @return also where it cannot be used: then with its problems
   * @throws IOException if it cannot be read
   */
  public DetectorContent read() throws IOException {
    byte[] bytes;
    Folder folder;
    if (isLocal()) {
      java.nio.file.Path file = localFile();
      bytes = readLocal(file);
      folder = new LocalFolder(file.toAbsolutePath().getParent());
    } else {
      Path file = new Path(place);
      bytes = RemoteFolder.read(file, MOST_BYTES);
      folder = new RemoteFolder(file.getParent());
    }
    ContentDigest digest = new ContentDigest(threshold).with(bytes);
    if (bytes.length > MOST_BYTES) {
      return DetectorContent.unusable(
          digest.text(), List.of("file: must be at most " + (MOST_BYTES >> 20) + " MiB"));
    }
    try {
      List<Detector> detectors = DetectorFile.parse(bytes, digest.noting(folder), threshold);
      return DetectorContent.of(digest.text(), detectors);
    } catch (InvalidDetectorsException e) {
      return DetectorContent.unusable(digest.text(), e.problems());
    }
  }

  /** Whether it lies on this machine, where a file can be seen while it is written. */
  boolean isLocal() {
    return !URI_WITH_SCHEME.matcher(place).matches() || place.startsWith("file:");
  }

  private java.nio.file.Path localFile() throws IOException {
    try {
      return place.startsWith("file:")
          ? java.nio.file.Path.of(new URI(place))
          : java.nio.file.Path.of(place);
    } catch (URISyntaxException | InvalidPathException e) {
      throw unreadable(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw unreadable("expected file:///PATH", e);
    }
  }

  private byte[] readLocal(java.nio.file.Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw unreadable("no such file", e);
    }
  }

  private IOException unreadable(String why, Exception cause) {
    return new IOException("detectors at " + Setting.shown(place) + ": " + why, cause);
  }
}

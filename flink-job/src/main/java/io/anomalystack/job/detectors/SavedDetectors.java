package io.anomalystack.job.detectors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.util.InstantiationUtil;

/**
 * Checked detectors as bytes, with all that they took from files beside theirs.
 *
 * <p>Java's own serialization: text would have to be read again where those files may be gone. What
 * it wrote in one shape is not read in another: after an upgrade that changes what a detector is,
 * the job begins with the file that it was submitted with, as any restart did before files could
 * change under it.
 */
public final class SavedDetectors {
  /** To be raised with every change of what a detector is made of; a test watches over that. */
  static final int SHAPE = 1;

  private SavedDetectors() {}

  /** Writes anything made of detectors. */
  public static <T extends Serializable> byte[] write(T saved) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(SHAPE);
      try (OutputStream zipped = new GZIPOutputStream(out)) {
        zipped.write(InstantiationUtil.serializeObject(saved));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what was written.
   *
   * @return empty where a release wrote it whose detectors are of another shape
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as what it was written
  public static <T extends Serializable> Optional<T> read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (in.readInt() != SHAPE) {
      return Optional.empty();
    }
    try (InputStream unzipped = new GZIPInputStream(in)) {
      return Optional.of(
          InstantiationUtil.deserializeObject(
              unzipped.readAllBytes(), SavedDetectors.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IOException("saved detectors name a class that this release does not have", e);
    }
  }
}

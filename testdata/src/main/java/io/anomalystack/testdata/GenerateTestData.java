package io.anomalystack.testdata;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the generated files of this module's folder anew. From the repository's root:
 *
 * <pre>java -cp testdata/target/classes:model/target/classes \
 *     io.anomalystack.testdata.GenerateTestData testdata</pre>
 */
public final class GenerateTestData {
  private GenerateTestData() {}

  /**
   * Writes what has changed.
   *
   * @param args the module's folder
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: GenerateTestData <folder of the module testdata>");
      System.exit(2);
    }
    for (String written : writeChanged(Path.of(args[0]))) {
      System.out.println("written: " + written);
    }
  }

  /** Returns what it has written, by the path in the folder. */
  static List<String> writeChanged(Path folder) throws IOException {
    List<String> written = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : BundledFiles.generate().entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!isCurrent(path, file.getValue())) {
        Files.createDirectories(path.getParent());
        Files.write(path, isZipped(path) ? gzip(file.getValue()) : file.getValue());
        written.add(file.getKey());
      }
    }
    return written;
  }

  /**
   * Compares what is in a zipped file, not its bytes: those depend on the zlib that a JDK was built
   * with, and a file that says the same needs no new version.
   */
  static boolean isCurrent(Path path, byte[] expected) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(path);
    return Arrays.equals(isZipped(path) ? gunzip(bytes) : bytes, expected);
  }

  /** Java writes no name and a modification time of 0, so the same content makes the same bytes. */
  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gunzip(byte[] zipped) throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return gzip.readAllBytes();
    }
  }

  private static boolean isZipped(Path path) {
    return path.toString().endsWith(".gz");
  }
}

package io.anomalystack.benchmarks.accuracy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The data files and labels of a checkout of the <a href="https://github.com/numenta/NAB">Numenta
 * Anomaly Benchmark</a>, or of anything else laid out like it.
 */
final class NabCorpus {
  private static final String HEADING = "timestamp,value";

  private final Path data;
  private final Map<String, List<List<String>>> windows;

  private NabCorpus(Path data, Map<String, List<List<String>>> windows) {
    this.data = data;
    this.windows = windows;
  }

  /**
   * Reads all files.
   *
   * @throws IllegalArgumentException if the folder is not laid out like NAB; the message says where
   */
  static List<NabFile> read(Path folder) throws IOException {
    Path data = folder.resolve("data");
    Path labels = folder.resolve("labels/combined_windows.json");
    if (!Files.isDirectory(data) || !Files.isRegularFile(labels)) {
      throw new IllegalArgumentException(
          folder
              + ": expected data/<category>/*.csv and labels/combined_windows.json, as in a"
              + " checkout of https://github.com/numenta/NAB");
    }
    var windows =
        new ObjectMapper()
            .readValue(labels.toFile(), new TypeReference<Map<String, List<List<String>>>>() {});
    return new NabCorpus(data, windows).files();
  }

  private List<NabFile> files() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(data, 2)) {
      paths = all.filter(path -> path.toString().endsWith(".csv")).sorted().toList();
    }
    List<NabFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(file(path));
    }
    return files;
  }

  private NabFile file(Path path) throws IOException {
    String category = path.getParent().getFileName().toString();
    String fileName = path.getFileName().toString();
    String name = category + "/" + fileName;
    List<String> lines = Files.readAllLines(path);
    if (!lines.get(0).equals(HEADING)) {
      throw new IllegalArgumentException(
          name + ": expected the heading " + HEADING + ", was " + lines.get(0));
    }
    if (!windows.containsKey(name)) {
      throw new IllegalArgumentException(name + ": not in labels/combined_windows.json");
    }
    List<String> rows = lines.subList(1, lines.size());
    return new NabFile(category, fileName, rows, series(name, rows));
  }

  private LabelledSeries series(String name, List<String> rows) {
    String[][] cells = rows.stream().map(row -> row.split(",", -1)).toArray(String[][]::new);
    long[] times = Stream.of(cells).mapToLong(row -> epochSecond(row[0])).toArray();
    double[] values = Stream.of(cells).mapToDouble(row -> Double.parseDouble(row[1])).toArray();
    long step = Slots.medianStep(times);
    return new LabelledSeries(
        name, step, Slots.consecutive(times.length), values, windows(name, times));
  }

  private List<Window> windows(String name, long[] times) {
    return windows.get(name).stream()
        .map(
            limits ->
                new Window(row(name, times, limits.get(0)), row(name, times, limits.get(1)), ""))
        .toList();
  }

  /** The first row of that time, as the official scorer has it. */
  private static int row(String name, long[] times, String timestamp) {
    long time = epochSecond(timestamp);
    for (int row = 0; row < times.length; row++) {
      if (times[row] == time) {
        return row;
      }
    }
    throw new IllegalArgumentException(name + ": no row of " + timestamp + ", where a window ends");
  }

  /** Of {@code 2014-04-01 00:00:00}, with or without a fraction; NAB names no time zone. */
  private static long epochSecond(String timestamp) {
    return LocalDateTime.parse(timestamp.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
  }
}

package io.anomalystack.local.lake;

import io.anomalystack.lake.DecisionReader;
import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a reader finds in a lake: every file that is not hidden by its name, each read to its end
 * when it is first seen; a file that is not complete fails the test.
 */
abstract class VisibleLake {
  private final Map<String, List<Decision>> files = new LinkedHashMap<>();

  /** The names of all that lies in the lake, from its root. */
  abstract List<String> names() throws Exception;

  abstract Path local(String name) throws Exception;

  /** How many rows there are. */
  int rows() throws Exception {
    return files().values().stream().mapToInt(List::size).sum();
  }

  /** All visible files and their rows. */
  Map<String, List<Decision>> files() throws Exception {
    List<String> visible = names().stream().filter(VisibleLake::isVisible).toList();
    // What a reader has seen once stays.
    if (!visible.containsAll(files.keySet())) {
      throw new AssertionError("files have gone: had " + files.keySet() + ", now " + visible);
    }
    for (String name : visible) {
      if (!files.containsKey(name)) {
        files.put(name, read(local(name)));
      }
    }
    return files;
  }

  private static boolean isVisible(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return !file.startsWith(".") && !file.startsWith("_");
  }

  private static List<Decision> read(Path file) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    try (DecisionReader reader = DecisionReader.open(file)) {
      for (Decision decision = reader.next(); decision != null; decision = reader.next()) {
        decisions.add(decision);
      }
    }
    return decisions;
  }

  static VisibleLake in(Path directory) {
    return new VisibleLake() {
      @Override
      List<String> names() throws IOException {
        if (!Files.exists(directory)) {
          return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
          return files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString())
              .toList();
        }
      }

      @Override
      Path local(String name) {
        return directory.resolve(name);
      }
    };
  }

  /**
   * A lake in a bucket.
   *
   * @param copy where to copy an object in order to read it
   */
  static VisibleLake in(S3Server server, Path copy) {
    return new VisibleLake() {
      @Override
      List<String> names() throws Exception {
        return server.objects();
      }

      @Override
      Path local(String name) throws Exception {
        return server.download(name, copy);
      }
    };
  }
}

package io.anomalystack.model.gpu;

import io.anomalystack.model.Denominator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dense peaks of GPUs and their like, from {@code peaks.csv} beside this class, where each has
 * its source. A name that might mean two GPUs with different peaks, such as {@code H100}, is none.
 */
public final class GpuPeaks {
  private static final String FILE = "peaks.csv";
  private static final int ALIASES = 1;
  private static final int FIRST_PRECISION = 2;

  /** By each name as it is listed, for most records, and plain, for the others. */
  private final Map<String, Map<String, Denominator>> byName = new HashMap<>();

  private final List<String> gpus;

  /** Loaded when it is first asked for. */
  private static final class Loaded {
    private static final GpuPeaks PEAKS = new GpuPeaks(lines());
  }

  private GpuPeaks(List<String> lines) {
    String[] columns = lines.get(0).split(",", -1);
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
    gpus = rows.stream().map(row -> row[0]).toList();
    for (String[] row : rows) {
      if (row.length != columns.length) {
        throw new IllegalStateException(FILE + ": not " + columns.length + " cells: " + row[0]);
      }
      Map<String, Denominator> peaks = new LinkedHashMap<>();
      for (int i = FIRST_PRECISION; i < columns.length - 2; i++) {
        if (!row[i].isEmpty()) {
          peaks.put(columns[i], new Denominator(row[0], columns[i], Double.parseDouble(row[i])));
        }
      }
      add(row[0], peaks);
      if (!row[ALIASES].isEmpty()) {
        Stream.of(row[ALIASES].split("\\|")).forEach(alias -> add(alias, peaks));
      }
    }
  }

  private void add(String name, Map<String, Denominator> peaks) {
    byName.put(name, peaks);
    Map<String, Denominator> other = byName.put(GpuName.plain(name), peaks);
    if (other != null && other != peaks) {
      throw new IllegalStateException(FILE + ": two GPUs are called " + name);
    }
  }

  /** All that are known. */
  public static GpuPeaks all() {
    return Loaded.PEAKS;
  }

  /**
   * The peak of a GPU.
   *
   * @param gpu as the driver, a scheduler or a person names it: {@code NVIDIA A100-SXM4-80GB}
   * @param precision such as {@code bf16} or {@code torch.bfloat16}
   */
  public Optional<Denominator> find(String gpu, String precision) {
    Map<String, Denominator> peaks = peaks(gpu);
    if (peaks == null) {
      return Optional.empty();
    }
    Denominator peak = peaks.get(precision);
    return Optional.ofNullable(peak == null ? peaks.get(GpuName.precision(precision)) : peak);
  }

  private Map<String, Denominator> peaks(String gpu) {
    Map<String, Denominator> peaks = byName.get(gpu);
    return peaks == null ? byName.get(GpuName.plain(gpu)) : peaks;
  }

  /** Why {@link #find} finds nothing: for a person, with what would be right. */
  public String unknown(String gpu, String precision) {
    Map<String, Denominator> peaks = peaks(gpu);
    if (peaks != null) {
      return "the peak of GPU '%s' at precision '%s' is not known; known for it: %s"
          .formatted(shown(gpu), shown(precision), String.join(", ", peaks.keySet()));
    }
    String family = GpuName.family(gpu);
    List<String> near =
        gpus.stream()
            .filter(known -> !family.isEmpty() && GpuName.plain(known).startsWith(family))
            .toList();
    return near.isEmpty()
        ? "GPU '%s' is not known; known: %s".formatted(shown(gpu), String.join(", ", gpus))
        : "GPU '%s' is not known, or not one GPU; near it: %s"
            .formatted(shown(gpu), String.join(", ", near));
  }

  /** The GPUs that are known, each by its own name. */
  public List<String> gpus() {
    return gpus;
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static List<String> lines() {
    try (InputStream in = GpuPeaks.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.anomalystack.model;

import java.util.Comparator;
import java.util.List;

/**
 * The stable identity of a time series: SHA-256, in lower-case hex, of a canonical encoding of
 * detector, measure and dimensions. It never changes between releases, since models and other
 * people's data are keyed by it.
 *
 * <p>The encoding is a JSON array without white space, in UTF-8, the dimensions sorted by name (by
 * UTF-16 code units, as Java compares strings):
 *
 * <pre>{@code ["detector","measure",[["name","value"],["name","value"]]]}</pre>
 *
 * Within strings, {@code "} and {@code \} are escaped by {@code \}; characters below U+0020 and
 * unpaired surrogates as {@code \}{@code u} with four lower-case hex digits; nothing else is. Two
 * different series thus never share an encoding.
 */
public final class TimeSeriesId {
  private static final int SEED_HEX_DIGITS = 16;

  private TimeSeriesId() {}

  /**
   * The id of a series.
   *
   * @param dimensions in any order; the encoding sorts them by name
   * @return 64 lower-case hex digits
   */
  public static String of(String detectorName, String measureName, List<Dimension> dimensions) {
    StringBuilder canonical = new StringBuilder(128);
    canonical.append('[');
    CanonicalJson.appendQuoted(canonical, detectorName);
    canonical.append(',');
    CanonicalJson.appendQuoted(canonical, measureName);
    canonical.append(',');
    appendDimensions(canonical, dimensions);
    return Digest.sha256(canonical.append(']').toString());
  }

  /** Appends dimensions as an array of pairs, sorted by name. */
  static void appendDimensions(StringBuilder canonical, List<Dimension> dimensions) {
    canonical.append('[');
    String separator = "";
    for (Dimension dimension : sortedByName(dimensions)) {
      canonical.append(separator).append('[');
      CanonicalJson.appendQuoted(canonical, dimension.name());
      canonical.append(',');
      CanonicalJson.appendQuoted(canonical, dimension.value());
      canonical.append(']');
      separator = ",";
    }
    canonical.append(']');
  }

  /** The seed of the series' forest: the id's first eight bytes as a big-endian long. */
  public static long seed(String timeseriesId) {
    return Long.parseUnsignedLong(timeseriesId, 0, SEED_HEX_DIGITS, 16);
  }

  /**
   * The id of one decision of a series: 64 hex digits over series, start and sequence, encoded as
   * {@code ["timeseriesId",periodStart,sequence]}.
   *
   * @param periodStart epoch ms
   * @param sequence the point's number in its series, or 0 where the period alone tells points
   *     apart
   */
  public static String decisionId(String timeseriesId, long periodStart, long sequence) {
    StringBuilder canonical = new StringBuilder(128);
    canonical.append('[');
    CanonicalJson.appendQuoted(canonical, timeseriesId);
    canonical.append(',').append(periodStart).append(',').append(sequence).append(']');
    return Digest.sha256(canonical.toString());
  }

  private static List<Dimension> sortedByName(List<Dimension> dimensions) {
    return dimensions.stream().sorted(Comparator.comparing(Dimension::name)).toList();
  }
}

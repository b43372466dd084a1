package io.anomalystack.local.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPOutputStream;

/**
 * Points as the page reads them: column by column, little-endian, zipped, in Base64.
 *
 * <p>The columns: the time since the point before (64-bit floating point, ms; of the first, since
 * the epoch), then, 32-bit floating point each, value, score, predicted, lower and upper (where a
 * column holds nothing but unknown numbers, it is left out; all but the score are told from a base,
 * so that little movements at a great height are not lost), then a byte of flags: the judgement's
 * number, 4 more if the period was filled, and, eight times, the place of the reason among the
 * reasons, from 1; 0 for none.
 */
final class Columns {
  /** As many as a byte has room for. */
  static final int MOST_REASONS = 31;

  private static final int FILLED = 4;
  private static final int REASON = 8;

  /** What is left of a number's 24 binary digits where it is only looked at: four decimal ones. */
  private static final int LOOKED_AT = 0xFFFFFF00;

  private Columns() {}

  /**
   * The columns of the points.
   *
   * @param base what is taken from all but the score, see {@link #base}
   * @param reasons at most {@link #MOST_REASONS} that the flags stand for
   */
  static String encode(List<PlotPoint> points, double base, List<String> reasons) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      times(points, out);
      numbers(points, point -> point.value() - base, out);
      rounded(points, PlotPoint::score, out);
      if (has(points, PlotPoint::predicted)) {
        rounded(points, point -> point.predicted() - base, out);
      }
      if (has(points, PlotPoint::lower)) {
        rounded(points, point -> point.lower() - base, out);
      }
      if (has(points, PlotPoint::upper)) {
        rounded(points, point -> point.upper() - base, out);
      }
      for (PlotPoint point : points) {
        int reason = reasons.indexOf(point.reason()) + 1;
        out.write(point.judgement().code() + (point.filled() ? FILLED : 0) + REASON * reason);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return Base64.getEncoder().encodeToString(zipped.toByteArray());
  }

  /** The middle one of the values, which a few extremes do not move. */
  static double base(List<PlotPoint> points) {
    double[] values = points.stream().mapToDouble(PlotPoint::value).sorted().toArray();
    return values[values.length / 2];
  }

  /** Whether any point has such a number. */
  static boolean has(List<PlotPoint> points, ToDoubleFunction<PlotPoint> column) {
    return points.stream().anyMatch(point -> !Double.isNaN(column.applyAsDouble(point)));
  }

  private static void times(List<PlotPoint> points, OutputStream out) throws IOException {
    byte[] bytes = new byte[points.size() * Double.BYTES];
    ByteBuffer column = little(bytes);
    long before = 0;
    for (PlotPoint point : points) {
      column.putDouble((double) (point.time() - before));
      before = point.time();
    }
    out.write(bytes);
  }

  private static void numbers(
      List<PlotPoint> points, ToDoubleFunction<PlotPoint> numbers, OutputStream out)
      throws IOException {
    byte[] bytes = new byte[points.size() * Float.BYTES];
    ByteBuffer column = little(bytes);
    points.forEach(point -> column.putFloat((float) numbers.applyAsDouble(point)));
    out.write(bytes);
  }

  private static void rounded(
      List<PlotPoint> points, ToDoubleFunction<PlotPoint> numbers, OutputStream out)
      throws IOException {
    numbers(points, point -> rounded((float) numbers.applyAsDouble(point)), out);
  }

  private static float rounded(float number) {
    return Float.intBitsToFloat(Float.floatToIntBits(number) & LOOKED_AT);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

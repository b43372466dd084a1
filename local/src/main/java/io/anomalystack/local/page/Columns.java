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
 * column holds nothing but unknown numbers, it is left out), then a byte of flags: the judgement's
 * number, and 4 more if the period was filled.
 */
final class Columns {
  private static final int FILLED = 4;

  /** What is left of a number's 24 binary digits where it is only looked at: four decimal ones. */
  private static final int LOOKED_AT = 0xFFFFFF00;

  private Columns() {}

  /** The columns of the points. */
  static String encode(List<PlotPoint> points) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      times(points, out);
      numbers(points, PlotPoint::value, out);
      rounded(points, PlotPoint::score, out);
      if (has(points, PlotPoint::predicted)) {
        rounded(points, PlotPoint::predicted, out);
      }
      if (has(points, PlotPoint::lower)) {
        rounded(points, PlotPoint::lower, out);
      }
      if (has(points, PlotPoint::upper)) {
        rounded(points, PlotPoint::upper, out);
      }
      for (PlotPoint point : points) {
        out.write(point.judgement().code() + (point.filled() ? FILLED : 0));
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return Base64.getEncoder().encodeToString(zipped.toByteArray());
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

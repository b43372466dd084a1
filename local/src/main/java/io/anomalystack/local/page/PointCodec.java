package io.anomalystack.local.page;

import io.anomalystack.local.quality.Judgement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Points as so many bytes each. Reasons are few: they are kept aside, and a point has a number. */
final class PointCodec {
  static final int BYTES = Long.BYTES + 5 * Double.BYTES + 3;

  /** As many as a byte can tell apart, besides none; more, and a point has none. */
  private static final int MOST_REASONS = 255;

  private final List<String> reasons = new ArrayList<>();

  void write(PlotPoint point, ByteBuffer bytes) {
    bytes.putLong(point.time()).putDouble(point.value());
    bytes.putDouble(point.lower()).putDouble(point.upper()).putDouble(point.predicted());
    bytes.putDouble(point.score());
    bytes.put((byte) point.judgement().code()).put((byte) (point.filled() ? 1 : 0));
    bytes.put((byte) number(point.reason()));
  }

  PlotPoint read(ByteBuffer bytes) {
    return new PlotPoint(
        bytes.getLong(),
        bytes.getDouble(),
        bytes.getDouble(),
        bytes.getDouble(),
        bytes.getDouble(),
        bytes.getDouble(),
        Judgement.of(bytes.get()),
        bytes.get() == 1,
        reason(Byte.toUnsignedInt(bytes.get())));
  }

  /** From 1; 0 for none. */
  private int number(String reason) {
    if (reason == null) {
      return 0;
    }
    int known = reasons.indexOf(reason);
    if (known < 0 && reasons.size() < MOST_REASONS) {
      reasons.add(reason);
      return reasons.size();
    }
    return known + 1;
  }

  private String reason(int number) {
    return number == 0 ? null : reasons.get(number - 1);
  }
}

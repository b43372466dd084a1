package io.anomalystack.job.rules;

import io.anomalystack.model.detector.Check;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Rule;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a series' rules remember, as bytes in keyed state. Of a rule that the detector file changed
 * nothing is read: it begins anew.
 */
final class SeriesJudgeCodec {
  private static final int VERSION = 1;

  private final DataOutputSerializer out = new DataOutputSerializer(256);

  byte[] write(SeriesJudge series, String detectorName) throws IOException {
    out.clear();
    out.writeByte(VERSION);
    out.writeUTF(detectorName);
    out.writeLong(series.seen);
    out.writeShort(series.rules.size());
    for (RuleJudge judge : series.rules) {
      out.writeUTF(judge.rule.name());
      out.writeUTF(shape(judge.rule));
      out.writeLong(judge.evidence);
      out.writeLong(judge.code);
      double[] values = judge.recent == null ? new double[0] : judge.recent.values();
      out.writeShort(values.length);
      for (double value : values) {
        out.writeDouble(value);
      }
    }
    return out.getCopyOfBuffer();
  }

  /**
   * A series as it was written.
   *
   * @throws IOException if the bytes are of an unknown version
   */
  SeriesJudge read(byte[] bytes, Detector detector, String measure) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    SeriesJudge series = SeriesJudge.of(detector, measure);
    series.seen = readSeen(in).at();
    Map<String, RuleJudge> byName =
        series.rules.stream()
            .collect(Collectors.toMap(judge -> judge.rule.name(), Function.identity()));
    int rules = in.readShort();
    for (int i = 0; i < rules; i++) {
      RuleJudge known = byName.get(in.readUTF());
      boolean same = in.readUTF().equals(known == null ? null : shape(known.rule));
      // What is not wanted is read all the same, to come to what follows.
      RuleJudge judge = same ? known : null;
      long evidence = in.readLong();
      long code = in.readLong();
      if (judge != null) {
        judge.evidence = evidence;
        judge.code = code;
      }
      int values = in.readShort();
      for (int j = 0; j < values; j++) {
        double value = in.readDouble();
        if (judge != null && judge.recent != null) {
          judge.recent.add(value);
        }
      }
    }
    return series;
  }

  /** When a series was judged last, by whose rules. */
  record Seen(String detectorName, long at) {}

  /**
   * Of a series as it was written.
   *
   * @throws IOException if the bytes are of an unknown version
   */
  Seen seen(byte[] bytes) throws IOException {
    return readSeen(new DataInputDeserializer(bytes));
  }

  private static Seen readSeen(DataInputDeserializer in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "series' rules of version " + version + " cannot be read; this release reads " + VERSION);
    }
    return new Seen(in.readUTF(), in.readLong());
  }

  /** What the memory of a rule is of; spelled out, since no record's toString() may change it. */
  private static String shape(Rule rule) {
    Check check = rule.check();
    String what;
    if (check instanceof Check.Limit limit) {
      what = "limit " + limit.side() + " " + limit.limit();
    } else if (check instanceof Check.Relative relative) {
      what =
          "relative "
              + relative.side()
              + " "
              + relative.percent()
              + " "
              + relative.of()
              + " "
              + relative.over();
    } else if (check instanceof Check.ZScore zScore) {
      what = "z-score " + zScore.side() + " " + zScore.beyond() + " " + zScore.over();
    } else if (check instanceof Check.Silence silence) {
      what = "silence " + silence.length().toMillis();
    } else {
      what = check instanceof Check.Xid ? "xid" : "not finite";
    }
    return rule.measure() == null ? what : what + " of " + rule.measure();
  }
}

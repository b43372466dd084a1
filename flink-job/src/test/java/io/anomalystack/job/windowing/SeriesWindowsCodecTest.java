package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.job.windowing.SeriesRules.Now;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesWindowsCodecTest {
  private static final long T = 1_724_938_500_000L;

  private final SeriesWindowsCodec codec = new SeriesWindowsCodec();

  @Test
  void freshWindowsReadBack() throws Exception {
    assertReadsBack(new SeriesWindows(0));
    assertReadsBack(new SeriesWindows(3));
  }

  @Test
  void everyFieldReadsBack() throws Exception {
    SeriesWindows windows = new SeriesWindows(2);
    windows.decidedUntil = T;
    windows.lastRecord = T - 7;
    windows.heard = T - 9;
    windows.ended = true;
    windows.step = 1_811L;
    windows.filledInRow = 12;
    windows.filledInRowOf[0] = 7;
    windows.timer = T + 59_999;
    windows.lastValues[1] = -1e300;
    windows.sequences[0] = 1L << 50;

    SeriesWindows read = assertReadsBack(windows);

    assertThat(read.decidedUntil).isEqualTo(T);
    assertThat(read.lastRecord).isEqualTo(T - 7);
    assertThat(read.heard).isEqualTo(T - 9);
    assertThat(read.ended).isTrue();
    assertThat(read.step).isEqualTo(1_811L);
    assertThat(read.filledInRow).isEqualTo(12);
    assertThat(read.filledInRowOf).isEqualTo(windows.filledInRowOf);
    assertThat(read.timer).isEqualTo(T + 59_999);
    assertThat(read.lastValues).containsExactly(Double.NaN, -1e300);
    assertThat(read.sequences).containsExactly(1L << 50, 0);
  }

  @Test
  void positionsOfRecordsReadBack() throws Exception {
    Position at = new Position(T + 5, 999_999, 7, 1L << 40);
    for (String period : new String[] {"period: 10s", "period: record"}) {
      SeriesRules rules =
          new SeriesRules(
              TestDetectors.sales(period, "measures: [{field: quantity, aggregation: last}]"));
      SeriesWindows windows = new SeriesWindows(1);
      windows.add(rules, T, new Entry(at, new double[] {-1.5}));

      OpenPeriod open = assertReadsBack(windows).open.get(0);

      assertThat(open.start).isEqualTo(T);
      if (open.measures == null) {
        assertThat(open.records.get(0).at()).isEqualTo(at);
        assertThat(open.records.get(0).values()).containsExactly(-1.5);
      } else {
        assertThat(open.measures[0].lastAt).isEqualTo(at);
        assertThat(open.measures[0].value()).isEqualTo(-1.5);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void readingBackAtAnyTimeChangesNoDecision(long seed) throws Exception {
    for (String period : new String[] {"period: 10s", "period: record"}) {
      SeriesRules rules =
          new SeriesRules(
              TestDetectors.sales(
                  period,
                  "rules: [{name: hang, silence: 10s}, {name: not-finite, notFinite: true}]",
                  "allowedLateness: 30s",
                  "measures: [{field: a, name: a, aggregation: sum}, "
                      + "{field: a, name: b, aggregation: avg}, "
                      + "{field: a, name: c, aggregation: min}, "
                      + "{field: a, name: d, aggregation: max}, "
                      + "{field: a, name: e, aggregation: count}, "
                      + "{field: a, name: f, aggregation: last}, "
                      + "{field: a, name: g, aggregation: increase}]"));
      SplittableRandom random = new SplittableRandom(seed);
      SeriesWindows straight = new SeriesWindows(7);
      SeriesWindows saved = new SeriesWindows(7);
      List<String> ofStraight = new ArrayList<>();
      List<String> ofSaved = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        long time = T + i * 500L - random.nextLong(20_000);
        double[] values = random.doubles(7).map(SeriesWindowsCodecTest::some).toArray();
        Position at = new Position(time, random.nextInt(1_000_000), random.nextInt(4), i);
        long start = rules.startOf(time);
        Entry entry =
            new Entry(
                at,
                values,
                random.nextInt(3) == 0 ? Sample.NO_STEP : i,
                random.nextInt(20) == 0,
                random.nextLong(128),
                new Sample.Counter(random.nextInt(3), random.nextInt(9) == 0 ? at(at) : 0));
        if (i % 100 > 60 && i % 100 < 95) {
          continue;
        }
        if (!rules.isLate(straight, start, T + i * 500L)) {
          straight.add(rules, start, entry);
          saved.add(rules, start, entry);
        }
        rules.decideClosed(straight, Now.at(T + i * 500L), collector(ofStraight));
        rules.decideClosed(saved, Now.at(T + i * 500L), collector(ofSaved));
        saved = random.nextInt(5) == 0 ? assertReadsBack(saved) : saved;
      }

      assertThat(ofSaved).isEqualTo(ofStraight).hasSizeGreaterThan(50);
    }
  }

  private static double some(double chance) {
    if (chance < 0.2) {
      return chance < 0.05 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    return (chance - 0.5) * (chance < 0.4 ? 1.7e308 : 7);
  }

  /** Nanoseconds since the epoch. */
  private static long at(Position position) {
    return position.eventTime() * 1_000_000 + position.nanos();
  }

  @Test
  void windowsFromBeforeThereWereRulesGoOn() throws Exception {
    SeriesRules rules = new SeriesRules(TestDetectors.sales("rules: [{name: hang, silence: 5m}]"));
    DataOutputSerializer old = new DataOutputSerializer(256);
    old.writeByte(1);
    old.writeLong(T); // decided until
    old.writeLong(T + 7); // last record
    old.writeInt(0); // filled in row
    old.writeLong(T + 59_999); // timer
    old.writeShort(1); // measures
    old.writeDouble(3);
    old.writeLong(0);
    old.writeInt(0);
    old.writeInt(1); // open periods
    old.writeLong(T);
    old.writeBoolean(false); // no records
    old.writeShort(1); // accumulators
    old.writeUTF("SUM");
    old.writeLong(2); // count
    old.writeDouble(0); // extreme
    old.writeBoolean(true); // a sum
    old.writeInt(1);
    old.writeDouble(12);
    old.writeInt(0); // scale of what is large
    old.writeInt(1);
    old.write(0);
    old.writeBoolean(false); // no last position

    SeriesWindows read = codec.read(old.getCopyOfBuffer());
    read.add(rules, T, new Entry(new Position(T + 9, 0, 0, 5), new double[] {1}));
    List<String> decided = new ArrayList<>();
    rules.decideClosed(assertReadsBack(read), Now.at(T + 6 * 60_000), collector(decided));

    assertThat(decided)
        .containsExactly(
            "0 " + T + " 13.0 -1 0 null null",
            "0 %d 13.0 -1 0 null Event[silentMillis=300000, notFinite=null]"
                .formatted(T + 300_000));
  }

  @Test
  void unknownVersionIsRefusedByName() throws Exception {
    byte[] bytes = codec.write(new SeriesWindows(1));
    bytes[0] = 9;

    assertThatIOException()
        .isThrownBy(() -> codec.read(bytes))
        .withMessage("series windows of version 9 cannot be read; this release reads 2");
  }

  private SeriesWindows assertReadsBack(SeriesWindows windows) throws Exception {
    byte[] bytes = codec.write(windows);
    SeriesWindows read = codec.read(bytes);
    assertThat(codec.write(read)).isEqualTo(bytes);
    return read;
  }

  private static Deciding.Output collector(List<String> decided) {
    return point ->
        decided.add(
            point.series()
                + " "
                + point.start()
                + " "
                + point.values()[0]
                + " "
                + point.recordTime()
                + " "
                + point.sequence()
                + " "
                + point.step()
                + " "
                + point.event());
  }
}

package io.anomalystack.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.detectors.DetectorSet;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.job.windowing.PointSerializer;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SerializersTest {
  private static final SeriesKey KEY = new SeriesKey(-17, "sales\u00006:item-\ud83d\udcda");
  private static final Sample SAMPLE =
      new Sample(
          300,
          KEY,
          -1_234_567_890_123L,
          999_999,
          12,
          1L << 40,
          1_724_938_512_000L,
          new double[] {-0.0, Double.NaN, Double.MAX_VALUE},
          new byte[] {0, -1, 2});
  private static final Sample BARE =
      new Sample(0, new SeriesKey(0, "s"), 0, 0, 0, 0, 0, new double[0], new byte[0]);

  @Test
  void seriesKeyReadsBack() throws Exception {
    SeriesKey read = copy(serializer(SeriesKeySerializer.TYPE), KEY);

    assertThat(read).isEqualTo(KEY).hasSameHashCodeAs(KEY);
    assertThat(read.text()).isEqualTo(KEY.text());
  }

  @Test
  void sampleReadsBackBitForBit() throws Exception {
    TypeSerializer<Sample> serializer = serializer(TypeInformation.of(Sample.class));

    assertThat(serializer).isInstanceOf(SampleSerializer.class);
    assertSame(copy(serializer, SAMPLE), SAMPLE);
    assertSame(copy(serializer, BARE), BARE);
  }

  @ParameterizedTest
  @EnumSource
  void rejectedRecordReadsBack(RejectionReason reason) throws Exception {
    RejectedRecord whole = rejected("sales", "quantity", reason);
    RejectedRecord undecoded = rejected(null, null, reason);
    TypeSerializer<RejectedRecord> serializer = serializer(RejectedRecordSerializer.TYPE);

    assertThat(copy(serializer, whole)).usingRecursiveComparison().isEqualTo(whole);
    assertThat(copy(serializer, undecoded)).usingRecursiveComparison().isEqualTo(undecoded);
  }

  @Test
  void decodedRecordReadsBack() throws Exception {
    TypeSerializer<Decoded> serializer = serializer(TypeInformation.of(Decoded.class));
    Decoded decoded =
        new Decoded(
            7, List.of(SAMPLE, BARE), List.of(rejected(null, null, RejectionReason.LATE)), 5, 6);

    Decoded read = copy(serializer, decoded);

    assertThat(serializer).isInstanceOf(DecodedSerializer.class);
    assertThat(read).usingRecursiveComparison().ignoringFields("samples").isEqualTo(decoded);
    assertThat(read.samples()).hasSize(2);
    assertSame(read.samples().get(0), SAMPLE);
    assertSame(read.samples().get(1), BARE);
  }

  @Test
  void eachSerializerIsRestoredFromItsSnapshot() throws Exception {
    for (TypeSerializer<?> serializer :
        List.of(
            new SeriesKeySerializer(),
            new SampleSerializer(),
            new RejectedRecordSerializer(),
            new DecodedSerializer(),
            new PointSerializer())) {
      assertThat(restored(serializer)).isEqualTo(serializer).isInstanceOf(serializer.getClass());
    }
  }

  @Test
  void pointReadsBack() throws Exception {
    Point plain =
        new Point(
            Point.Kind.IMPUTE,
            "id",
            "detector",
            "measure",
            List.of("a", "", "\ud83d\udcda \ud800"),
            1,
            2,
            List.of(0.1, Double.NaN),
            true,
            false,
            -1,
            0);
    Point full =
        new Point(
            Point.Kind.EVENT,
            "id",
            "detector",
            "measure",
            List.of(),
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            List.of(-0.0),
            false,
            true,
            3,
            4,
            5L,
            new Point.Event(6, "NaN"),
            new PeerFinding(List.of("rank", "layer"), 7, 8, 9, -10, 11, true));
    Point silent =
        new Point(
            Point.Kind.EXPIRE,
            "id",
            "detector",
            "measure",
            List.of(),
            0,
            1,
            List.of(),
            false,
            false,
            -1,
            0,
            null,
            new Point.Event(6, null),
            null);
    TypeSerializer<Point> serializer = serializer(TypeInformation.of(Point.class));

    assertThat(serializer).isInstanceOf(PointSerializer.class);
    for (Point point : List.of(plain, full, silent)) {
      assertThat(copy(serializer, point)).isEqualTo(point);
    }
  }

  @Test
  void decisionsNeedNoGenericSerializer() throws Exception {
    Decision decision =
        new Decision(
            "detector",
            "measure",
            "id",
            70,
            List.of(new Dimension("a", "b")),
            1,
            0,
            1,
            2,
            3,
            4,
            1,
            ModelStage.LEARNING,
            0,
            "decision",
            true,
            false,
            null,
            1.5,
            null,
            1,
            null,
            8L);

    assertThat(copy(serializer(TypeInformation.of(Decision.class)), decision)).isEqualTo(decision);
  }

  @Test
  void splitIsSavedWithItsClockAndTheWrappedSplitsVersion() throws Exception {
    EventTimeSplitSerializer<NamedSplit> serializer =
        new EventTimeSplitSerializer<>(new NamedSplitSerializer(3));
    EventTimeSplit<NamedSplit> split =
        new EventTimeSplit<>(
            new NamedSplit("sales-1"),
            41,
            -42,
            new DetectorSet(7, List.of(TestDetectors.sales("anomalyThreshold: 80"))));

    byte[] bytes = serializer.serialize(split);

    assertThat(serializer.deserialize(serializer.getVersion(), bytes)).isEqualTo(split);
    // A later release of the wrapped source is told by which version its bytes were written.
    EventTimeSplitSerializer<NamedSplit> later =
        new EventTimeSplitSerializer<>(new NamedSplitSerializer(4));
    assertThat(later.deserialize(2, bytes).splitId()).isEqualTo("sales-1 of version 3");
  }

  @Test
  void splitOfAnUnknownVersionIsRefusedByName() throws Exception {
    EventTimeSplitSerializer<NamedSplit> serializer =
        new EventTimeSplitSerializer<>(new NamedSplitSerializer(3));
    byte[] bytes = serializer.serialize(EventTimeSplit.fresh(new NamedSplit("sales-1"), null));

    assertThatIOException()
        .isThrownBy(() -> serializer.deserialize(3, bytes))
        .withMessage("split state of version 3 cannot be read; this release reads 2");
  }

  private static RejectedRecord rejected(String detector, String measure, RejectionReason reason) {
    return new RejectedRecord(
        "sales", 3, 1L << 33, -1, detector, measure, reason, "det\u00e4il", new byte[] {1, 2});
  }

  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    Configuration strict = new Configuration();
    strict.set(PipelineOptions.GENERIC_TYPES, false);
    return type.createSerializer(new SerializerConfigImpl(strict));
  }

  private static <T> T copy(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    out.writeByte(99);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
    assertThat(copied.length()).isEqualTo(out.length() - 1);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    T read = serializer.deserialize(in);
    assertThat(in.readByte()).as("read to the end").isEqualTo((byte) 99);
    return read;
  }

  private static <T> TypeSerializer<?> restored(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> snapshot =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            SerializersTest.class.getClassLoader());
    return snapshot.restoreSerializer();
  }

  private static void assertSame(Sample read, Sample written) {
    assertThat(read).usingRecursiveComparison().ignoringFields("values").isEqualTo(written);
    assertThat(read.values()).hasSameSizeAs(written.values());
    for (int i = 0; i < written.values().length; i++) {
      assertThat(Double.doubleToRawLongBits(read.values()[i]))
          .isEqualTo(Double.doubleToRawLongBits(written.values()[i]));
    }
  }

  private record NamedSplit(String splitId) implements SourceSplit {}

  private record NamedSplitSerializer(int version)
      implements SimpleVersionedSerializer<NamedSplit> {
    @Override
    public int getVersion() {
      return version;
    }

    @Override
    public byte[] serialize(NamedSplit split) {
      return split.splitId().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public NamedSplit deserialize(int from, byte[] bytes) {
      String id = new String(bytes, StandardCharsets.UTF_8);
      return new NamedSplit(from == version ? id : id + " of version " + from);
    }
  }
}

package io.anomalystack.detection.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.detection.UnreadableSnapshotException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotRoundTripTest {

  private static final int KIND = 0x54455354;

  @Test
  void readsBackWhatWasWritten() {
    SnapshotWriter writer = new SnapshotWriter(1);
    writer.putByte(-7);
    writer.putBoolean(true);
    writer.putInt(Integer.MIN_VALUE);
    writer.putLong(Long.MAX_VALUE);
    writer.putDouble(-0.0);
    writer.putText("grün");
    writer.putBytes(new byte[] {1, 2});
    writer.putInts(null);
    writer.putInts(new int[] {3});
    writer.putLongs(new long[] {4});
    writer.putFloats(new byte[] {1, 2, 3, 4, 1, 2, 3, 5});
    writer.putDoubles(new double[0]);

    SnapshotReader reader =
        SnapshotEnvelope.open(KIND, 9, SnapshotEnvelope.seal(KIND, 9, writer.toBytes()));
    assertThat(reader.getByte()).isEqualTo(-7);
    assertThat(reader.getBoolean()).isTrue();
    assertThat(reader.getInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(reader.getLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.getDouble()).isEqualTo(-0.0);
    assertThat(reader.getText()).isEqualTo("grün");
    assertThat(reader.getBytes()).containsExactly(1, 2);
    assertThat(reader.getInts()).isNull();
    assertThat(reader.getInts()).containsExactly(3);
    assertThat(reader.getLongs()).containsExactly(4);
    assertThat(reader.getFloats()).containsExactly(1, 2, 3, 4, 1, 2, 3, 5);
    assertThat(reader.getDoubles()).isEmpty();
    reader.expectEnd();
  }

  @Test
  void refusesBytesLeftOver() {
    assertThatThrownBy(() -> new SnapshotReader(new byte[3]).expectEnd())
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("3 bytes too many");
  }

  @Test
  void refusesALengthThatCannotBe() {
    SnapshotWriter writer = new SnapshotWriter(16);
    writer.putInt(Integer.MAX_VALUE);
    assertThatThrownBy(() -> new SnapshotReader(writer.toBytes()).getDoubles())
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("an array of 2147483647 elements");
  }

  @ParameterizedTest(name = "{0} floats")
  @ValueSource(ints = {0, 1, 2, 1_000, 50_000})
  void keepsEveryBitOfRandomFloats(int count) {
    byte[] floats = new byte[4 * count];
    new SplittableRandom(count).nextBytes(floats);
    SnapshotWriter writer = new SnapshotWriter(16);
    writer.putFloats(floats);
    assertThat(new SnapshotReader(writer.toBytes()).getFloats()).isEqualTo(floats);
  }

  @Test
  void makesFloatsOfOneSizeSmaller() {
    ByteBuffer floats = ByteBuffer.allocate(4_000);
    SplittableRandom random = new SplittableRandom(1);
    while (floats.hasRemaining()) {
      floats.putFloat((float) (100 + random.nextDouble()));
    }
    SnapshotWriter writer = new SnapshotWriter(16);
    writer.putFloats(floats.array());
    assertThat(writer.toBytes().length).isLessThan(3_000);
  }

  @Test
  void namesTheVersionFoundAndTheOneRead() {
    byte[] future = SnapshotEnvelope.seal(KIND, 3, new byte[0]);
    assertThatThrownBy(() -> SnapshotEnvelope.open(KIND, 2, future))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("version 3")
        .hasMessageContaining("reads version 2");
  }
}

package io.anomalystack.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalEntryTest {
  private static final long NONE = SavedModel.NO_SLOT;

  @Test
  void valueOfTheNextSlotTakesTenBytes() throws Exception {
    assertThat(bytes(JournalEntry.scored(28_748_975, 28_748_976, 0.1))).hasSize(10);
    assertThat(bytes(JournalEntry.imputed(7, 8))).hasSize(2);
  }

  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource({
    "8, 7",
    "1000, 7",
    "28748975, -9223372036854775808",
    "-5, -9223372036854775808",
    "0, -9223372036854775808",
    "-3, -200",
    "9223372036854775807, 0"
  })
  void slotReadsBack(long slot, long last) throws Exception {
    JournalEntry scored = read(bytes(JournalEntry.scored(last, slot, -0.0, Double.NaN, 1e300)));

    assertThat(scored.slot(last)).isEqualTo(slot);
    assertThat(scored.isImputed()).isFalse();
    assertThat(scored.values()).containsExactly(-0.0, Double.NaN, 1e300);

    JournalEntry imputed = read(bytes(JournalEntry.imputed(last, slot)));
    assertThat(imputed.slot(last)).isEqualTo(slot);
    assertThat(imputed.isImputed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 99, 1, -7})
  void slotsAlwaysRise(long slot) {
    assertThat(JournalEntry.scored(100, slot, 1).slot(100)).isEqualTo(101);
  }

  @Test
  void savedModelReadsBackAndAnUnknownVersionIsRefusedByName() throws Exception {
    byte[] bytes = new SavedModel(-7, NONE, new byte[] {1, 2, 3}).write();

    SavedModel read = SavedModel.read(bytes);
    assertThat(read.plan()).isEqualTo(-7);
    assertThat(read.lastSlot()).isEqualTo(NONE);
    assertThat(read.model()).containsExactly(1, 2, 3);

    bytes[0] = 9;
    assertThatIOException()
        .isThrownBy(() -> SavedModel.read(bytes))
        .withMessageStartingWith("the saved models are of format 9, this release reads 1: start");
  }

  private static byte[] bytes(JournalEntry entry) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    new JournalEntry.Serializer().serialize(entry, out);
    return out.getCopyOfBuffer();
  }

  private static JournalEntry read(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    JournalEntry entry = new JournalEntry.Serializer().deserialize(in);
    assertThat(in.available()).isZero();
    return entry;
  }
}

package io.anomalystack.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When files end, and what the open ones hold. */
class PartFilesTest {
  private static final int ROWS = 80_000;
  private static final int MIN_ROWS = 50;

  @TempDir Path directory;

  private PartFiles files = new PartFiles();
  private CheckpointRollingPolicy<Decision, String> rolling = files.rolling();
  private final Map<Long, Part> open = new HashMap<>();
  private int begun;

  private record Part(BulkWriter<Decision> writer, FSDataOutputStream stream)
      implements PartFileInfo<String> {
    @Override
    public String getBucketId() {
      return "";
    }

    @Override
    public long getCreationTime() {
      return 0;
    }

    @Override
    public long getSize() throws IOException {
      return stream.getPos();
    }

    @Override
    public long getLastUpdateTime() {
      return 1_000;
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "10, 16", "50, 40"})
  void howeverManyDaysAreMingledTheyHoldNoMoreThanTheyMay(int days, int mebibytes)
      throws Exception {
    long bound = (long) mebibytes << 20;
    use(new PartFiles(bound, MIN_ROWS));
    long most = 0;
    for (int i = 0; i < ROWS; i++) {
      write(TestDecisions.of(i / days % 10_000, 24L * (i % days)));
      most = Math.max(most, files.heldBytes());
    }

    assertThat(most).isBetween(bound / 2, bound + bound / 4);
    // And nobody pays with a file for every few rows.
    assertThat(ROWS / begun).isGreaterThan(200);
  }

  @Test
  void whatWouldHardlyBeAFileGoesOn() throws Exception {
    // More days than there is room for.
    int days = 40;
    use(new PartFiles(days / 2 * PartFiles.HELD_BY_ANY_FILE, MIN_ROWS));
    for (int i = 0; i < days * (MIN_ROWS - 1); i++) {
      write(TestDecisions.of(i / days, 24L * (i % days)));
    }

    assertThat(begun).isEqualTo(days);
  }

  @Test
  void largeFileEnds() throws Exception {
    Decision decision = TestDecisions.of(0, 0);
    try (FSDataOutputStream stream = new Positioned(PartFiles.MAX_FILE_BYTES - 1)) {
      assertThat(rolling.shouldRollOnEvent(new Part(null, stream), decision)).isFalse();
    }
    try (FSDataOutputStream stream = new Positioned(PartFiles.MAX_FILE_BYTES)) {
      assertThat(rolling.shouldRollOnEvent(new Part(null, stream), decision)).isTrue();
    }
  }

  @Test
  void everyCheckpointEndsAFile() {
    // What is not visible at a checkpoint cannot be visible exactly once.
    assertThat(rolling.shouldRollOnCheckpoint(null)).isTrue();
  }

  private void use(PartFiles others) {
    files = others;
    rolling = others.rolling();
  }

  /** As Flink's bucket does it. */
  private void write(Decision decision) throws IOException {
    long day = DayBuckets.day(decision);
    Part part = open.get(day);
    if (part != null && rolling.shouldRollOnEvent(part, decision)) {
      part.writer.finish();
      part.stream.close();
      part = null;
    }
    if (part == null) {
      FSDataOutputStream stream =
          new LocalDataOutputStream(directory.resolve("part-" + begun++).toFile());
      part = new Part(files.create(stream), stream);
      open.put(day, part);
    }
    part.writer.addElement(decision);
  }

  /** A stream into which much has been written. */
  private static final class Positioned extends FSDataOutputStream {
    private final long position;

    Positioned(long position) {
      this.position = position;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("nobody writes here");
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }
}

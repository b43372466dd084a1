package io.anomalystack.job.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.ingest.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void aFileWithoutBytesHasNoLines() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void theLastLineNeedsNoBreak() throws IOException {
    assertThat(lines("a\nb")).containsExactly("a", "b");
    assertThat(lines("a\nb\n")).containsExactly("a", "b");
  }

  @Test
  void blankLinesAreLines() throws IOException {
    assertThat(lines("\na\n\n")).containsExactly("", "a", "");
  }

  @Test
  void aCarriageReturnBelongsToTheBreakOnlyAtTheEnd() throws IOException {
    assertThat(lines("a\r\n\r\nb\rc\r\n")).containsExactly("a", "", "b\rc");
  }

  @Test
  void aByteOrderMarkBelongsToTheFileOnlyAtItsBeginning() throws IOException {
    assertThat(lines("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
  }

  @Test
  void linesAreCountedFromZero() throws IOException {
    LineReader reader = reader("a\n\nb");

    assertThat(List.of(reader.next().offset(), reader.next().offset(), reader.next().offset()))
        .containsExactly(0L, 1L, 2L);
    assertThat(reader.next()).isNull();
  }

  @Test
  void ofAnEndlessLineOnlyTheBeginningIsKept() throws IOException {
    LineReader reader = new LineReader(new Endless(100L << 20));

    assertThat(reader.next().value()).hasSize(LineReader.MOST_KEPT);
    assertThat(reader.next()).isNull();
  }

  private static List<String> lines(String text) throws IOException {
    LineReader reader = reader(text);
    List<String> lines = new ArrayList<>();
    for (RawRecord line = reader.next(); line != null; line = reader.next()) {
      lines.add(new String(line.value(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** So many bytes without a line break. */
  private static final class Endless extends InputStream {
    private long left;

    Endless(long bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int bytes = (int) Math.min(left, length);
      left -= bytes;
      return bytes;
    }
  }
}

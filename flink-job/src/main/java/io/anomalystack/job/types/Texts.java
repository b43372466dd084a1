package io.anomalystack.job.types;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Texts in bytes. Most are ASCII, and are copied as they lie in memory; Flink's own way goes from
 * character to character.
 */
public final class Texts {
  /** In place of the length of a text that has characters of two bytes. */
  private static final int WIDE = -1;

  private Texts() {}

  /** Writes any text but null. */
  public static void write(String text, DataOutputView out) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    if (bytes.length <= Short.MAX_VALUE && new String(bytes, ISO_8859_1).equals(text)) {
      out.writeShort(bytes.length);
      out.write(bytes);
    } else {
      out.writeShort(WIDE);
      StringValue.writeString(text, out);
    }
  }

  /** Reads a text as it was. */
  public static String read(DataInputView in) throws IOException {
    int length = in.readShort();
    if (length == WIDE) {
      return StringValue.readString(in);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, ISO_8859_1);
  }

  /** Writes a list of texts. */
  public static void writeAll(List<String> texts, DataOutputView out) throws IOException {
    out.writeShort(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      write(texts.get(i), out);
    }
  }

  /** Reads a list of texts; it cannot be changed. */
  public static List<String> readAll(DataInputView in) throws IOException {
    String[] texts = new String[in.readShort()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = read(in);
    }
    return List.of(texts);
  }
}

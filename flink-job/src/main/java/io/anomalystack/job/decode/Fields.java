package io.anomalystack.job.decode;

import java.util.Arrays;

/** The fields of one record, by slot. Reused from record to record. */
final class Fields {
  /** What a record holds in a place. */
  enum Kind {
    /** Nothing, null, or an empty CSV cell. */
    ABSENT,
    STRING,
    NUMBER,
    BOOLEAN,
    /** An object or an array. */
    NESTED
  }

  private final Kind[] kinds;
  private final String[] texts;

  Fields(int size) {
    kinds = new Kind[size];
    texts = new String[size];
    clear();
  }

  void clear() {
    Arrays.fill(kinds, Kind.ABSENT);
    Arrays.fill(texts, null);
  }

  void set(int slot, Kind kind, String text) {
    kinds[slot] = kind;
    texts[slot] = text;
  }

  Kind kind(int slot) {
    return kinds[slot];
  }

  /** The text of a string, of a number as it was written, or of a boolean; else null. */
  String text(int slot) {
    return texts[slot];
  }
}

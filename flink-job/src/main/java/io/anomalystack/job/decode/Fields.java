package io.anomalystack.job.decode;

import io.anomalystack.job.ingest.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fields of one record, by slot. Reused from record to record. */
final class Fields {
  /** What a record holds in a place. */
  enum Kind {
    /** Nothing, null, or an empty CSV cell. */
    ABSENT,
    STRING,
    /** A number as JSON writes it, or NaN, Infinity or -Infinity. */
    NUMBER,
    BOOLEAN,
    /** An object or an array. */
    NESTED,
    /** A metric that is no single number; the text says what it is. */
    UNSUPPORTED
  }

  /** A field that matches a pattern. */
  record Match(String captured, Kind kind, String text) {}

  private final FieldSet set;
  private final Kind[] kinds;
  private final String[] texts;
  private final List<List<Match>> matches = new ArrayList<>();
  private Sample.Counter counter;

  Fields(FieldSet set) {
    this.set = set;
    kinds = new Kind[set.size()];
    texts = new String[set.size()];
    for (int i = 0; i < set.patterns(); i++) {
      matches.add(new ArrayList<>());
    }
    clear();
  }

  void clear() {
    Arrays.fill(kinds, Kind.ABSENT);
    Arrays.fill(texts, null);
    for (int i = 0; i < matches.size(); i++) {
      matches.get(i).clear();
    }
    counter = null;
  }

  /** Fills all that reads a place of the tree. */
  void put(FieldSet.Node node, Kind kind, String text) {
    if (node.slot() >= 0) {
      set(node.slot(), kind, text);
    }
    List<FieldSet.Stamp> stamps = node.stamps();
    for (int i = 0; i < stamps.size(); i++) {
      matches.get(stamps.get(i).pattern()).add(new Match(stamps.get(i).captured(), kind, text));
    }
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

  /** The fields that match a pattern, in the record's order. */
  List<Match> matches(int pattern) {
    return matches.get(pattern);
  }

  void counter(Sample.Counter counter) {
    this.counter = counter;
  }

  /** What the values count since, or null where they are no cumulative counter. */
  Sample.Counter counter() {
    return counter;
  }

  /** The fields that are there as one JSON object: all that the detectors know of the record. */
  byte[] json() {
    return FieldsJson.write(set, this);
  }
}

package io.anomalystack.testdata;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The bad records as files for people. */
final class BadRecordFiles {
  /** Longer ones would make the file unreadable. */
  private static final int MAX_LINE_BYTES = 4096;

  private static final int SHOWN_BYTES = 96;
  private static final Instant FIRST_SALE = Instant.parse("2024-08-29T13:35:00Z");
  private static final int SECONDS_BETWEEN_SALES = 10;

  private BadRecordFiles() {}

  /** Those bad records that a readable text file can hold. */
  static List<BadRecord> inFile() {
    return BadRecords.all().stream()
        .filter(bad -> bad.isLineOfText() && bad.bytes().length <= MAX_LINE_BYTES)
        .toList();
  }

  /** JSON Lines that begin with a good record; good and bad ones take turns. */
  static String lines() {
    var lines = new StringBuilder();
    Instant time = FIRST_SALE;
    for (BadRecord bad : inFile()) {
      lines.append(AnyBooks.sale(time, "item-A", 3)).append('\n');
      lines.append(new String(bad.bytes(), StandardCharsets.UTF_8)).append('\n');
      time = time.plusSeconds(SECONDS_BETWEEN_SALES);
    }
    return lines.append(AnyBooks.sale(time, "item-A", 3)).append('\n').toString();
  }

  /** Every bad record as a row of a Markdown table. */
  static String table() {
    List<BadRecord> inFile = inFile();
    var table = new StringBuilder(INTRODUCTION.formatted(inFile.size(), inFile.size() + 1));
    List<String> namesInFile = inFile.stream().map(BadRecord::name).toList();
    for (BadRecord bad : BadRecords.all()) {
      int line = namesInFile.indexOf(bad.name());
      table.append(
          "| %s | `%s` | %s | %d | %s |\n"
              .formatted(
                  bad.name(),
                  bad.reason(),
                  line < 0 ? "" : 2 * line + 1,
                  bad.bytes().length,
                  shown(bad.bytes())));
    }
    return table.toString();
  }

  private static final String INTRODUCTION =
      """
      # Bad records

      What can be wrong with a record for the detector in `../detectors/anybooks.yaml`, and the reason
      with which it is rejected. `bad-records.jsonl` holds those that fit on a line of text: %d bad
      records between %d good ones. The offset is the line's index in that file, counted from 0, as
      in the rejected records of a replay; records without one are in the Java class `BadRecords` only.
      Bytes that are not printable ASCII are shown as `\\xNN`.

      This file is generated.

      | record | reason | offset | bytes | begins with |
      |---|---|---|---|---|
      """;

  private static String shown(byte[] bytes) {
    if (bytes.length == 0) {
      return "";
    }
    var shown = new StringBuilder("`");
    for (int i = 0; i < Math.min(bytes.length, SHOWN_BYTES); i++) {
      int value = bytes[i] & 0xff;
      boolean plain = value > 0x20 || (value == 0x20 && i > 0);
      shown.append(plain && value < 0x7f ? (char) value : "\\x%02x".formatted(value));
    }
    return shown.append(bytes.length > SHOWN_BYTES ? "…`" : "`").toString();
  }
}

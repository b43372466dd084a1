package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.model.RejectionReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads one CSV row under a header. A cell that is a JSON number literal is a number, an empty cell
 * is a missing field, any other a string. A short row misses its last fields.
 */
final class CsvFieldReader implements FieldReader {
  private final FieldSet.Node[] columns;

  CsvFieldReader(FieldSet fields, String[] header) {
    columns = new FieldSet.Node[header.length];
    for (int column = 0; column < header.length; column++) {
      columns[column] = fields.root().child(header[column]);
    }
  }

  @Override
  public void read(byte[] record, Fields fields, Runnable filled) throws UnreadableRecordException {
    String row = text(record);
    if (row.isBlank()) {
      throw new UnreadableRecordException(
          RejectionReason.EMPTY_RECORD, "the row holds white space only");
    }
    List<String> cells = CsvRow.split(row);
    if (cells.size() > columns.length) {
      throw malformed("the row has " + cells.size() + " cells under a header of " + columns.length);
    }
    for (int column = 0; column < columns.length; column++) {
      String cell = column < cells.size() ? cells.get(column) : "";
      FieldSet.Node node = columns[column];
      if (node == null) {
        continue;
      }
      if (!cell.isEmpty()) {
        fields.put(node, JsonNumber.is(cell) ? Kind.NUMBER : Kind.STRING, cell);
      } else if (!node.stamps().isEmpty()) {
        fields.put(node, Kind.ABSENT, null);
      }
    }
    filled.run();
  }

  private static String text(byte[] record) throws UnreadableRecordException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("the row is not UTF-8");
    }
  }

  private static UnreadableRecordException malformed(String detail) {
    return new UnreadableRecordException(RejectionReason.MALFORMED_CSV, detail);
  }
}

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
  private final int columns;
  private final int[] slots;

  CsvFieldReader(FieldSet fields, String[] header) {
    columns = header.length;
    slots = new int[columns];
    for (int column = 0; column < columns; column++) {
      FieldSet.Node node = fields.root().children.get(header[column]);
      slots[column] = node == null ? -1 : node.slot;
    }
  }

  @Override
  public void read(byte[] record, Fields fields) throws UnreadableRecordException {
    String row = text(record);
    if (row.isBlank()) {
      throw new UnreadableRecordException(
          RejectionReason.EMPTY_RECORD, "the row holds white space only");
    }
    List<String> cells = CsvRow.split(row);
    if (cells.size() > columns) {
      throw malformed("the row has " + cells.size() + " cells under a header of " + columns);
    }
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      if (slots[column] >= 0 && !cell.isEmpty()) {
        fields.set(slots[column], JsonNumber.is(cell) ? Kind.NUMBER : Kind.STRING, cell);
      }
    }
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

package io.anomalystack.testdata;

import static io.anomalystack.model.RejectionReason.EMPTY_RECORD;
import static io.anomalystack.model.RejectionReason.MALFORMED_CSV;
import static io.anomalystack.model.RejectionReason.TOO_LARGE;

import io.anomalystack.model.RejectedRecord;
import java.util.List;
import java.util.stream.Stream;

/**
 * One record of each way in which a record can be bad, for the detector in {@code
 * detectors/anybooks.yaml}: timestamp {@code timestamp} in ISO 8601, dimension {@code
 * product_name}, measure {@code quantity}. What depends on other records, being late or one series
 * too many, is no record's own fault and not here.
 */
public final class BadRecords {
  /** The header under which the rows of {@link #csv} are bad. */
  public static final String CSV_HEADER = "timestamp,product_name,quantity";

  static final String TIMESTAMP = "\"2024-08-29T13:35:12Z\"";
  static final String PRODUCT = "\"item-A\"";
  static final String QUANTITY = "3";
  static final String MEASURE = "quantity";

  private BadRecords() {}

  /** Every bad JSON record, always in the same order. */
  public static List<BadRecord> all() {
    return Stream.of(
            empty(),
            MalformedRecords.notOneObject(),
            MalformedRecords.notJson(),
            MalformedRecords.beyondLimits(),
            MalformedRecords.notUtf8(),
            BadFieldRecords.timestamps(),
            BadFieldRecords.dimensions(),
            BadFieldRecords.measures(),
            tooLarge())
        .flatMap(List::stream)
        .toList();
  }

  /** Bad rows of a CSV file with the header {@link #CSV_HEADER}. */
  public static List<BadRecord> csv() {
    return List.of(
        BadRecord.undecodable(
            "csv-more-cells-than-header", MALFORMED_CSV, "2024-08-29T13:35:12Z,item-A,3,4"),
        BadRecord.undecodable(
            "csv-text-after-closing-quote", MALFORMED_CSV, "2024-08-29T13:35:12Z,\"item\"-A,3"));
  }

  /** A sale whose field values are the given JSON texts. */
  static String sale(String timestamp, String product, String quantity) {
    return "{\"timestamp\":%s,\"product_name\":%s,\"quantity\":%s}"
        .formatted(timestamp, product, quantity);
  }

  private static List<BadRecord> empty() {
    return List.of(
        BadRecord.undecodable("no-bytes", EMPTY_RECORD, ""),
        BadRecord.undecodable("spaces-only", EMPTY_RECORD, "   "),
        BadRecord.undecodable("white-space-only", EMPTY_RECORD, " \t\r\n"));
  }

  private static List<BadRecord> tooLarge() {
    return List.of(
        BadRecord.undecodable(
            "one-byte-too-large",
            TOO_LARGE,
            AwkwardRecords.paddedTo(RejectedRecord.MAX_RECORD_BYTES + 1)));
  }
}

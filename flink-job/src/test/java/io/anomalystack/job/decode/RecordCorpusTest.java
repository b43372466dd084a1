package io.anomalystack.job.decode;

import static io.anomalystack.job.decode.Decoding.OFFSET;
import static io.anomalystack.job.decode.Decoding.PARTITION;
import static io.anomalystack.job.decode.Decoding.RECEIVED;
import static io.anomalystack.job.decode.Decoding.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.testdata.AwkwardRecord;
import io.anomalystack.testdata.AwkwardRecords;
import io.anomalystack.testdata.BadRecord;
import io.anomalystack.testdata.BadRecords;
import io.anomalystack.testdata.BundledFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the corpus says of each record, and the decoder must agree with. */
class RecordCorpusTest {
  private final Detector detector = anyBooks();
  private final Decoding json = Decoding.json(detector);
  private final Decoding csv = Decoding.csv(BadRecords.CSV_HEADER, detector);

  static List<BadRecord> badRecords() {
    return BadRecords.all();
  }

  static List<BadRecord> badRows() {
    return BadRecords.csv();
  }

  static List<AwkwardRecord> awkwardRecords() {
    return AwkwardRecords.all();
  }

  @ParameterizedTest
  @MethodSource("badRecords")
  void badRecordIsRejectedForExactlyItsReason(BadRecord bad) {
    assertRejected(json.decode(bad.bytes()), bad);
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void badCsvRowIsRejectedForExactlyItsReason(BadRecord bad) {
    assertRejected(csv.decode(bad.bytes()), bad);
  }

  @ParameterizedTest
  @MethodSource("awkwardRecords")
  void awkwardRecordIsCountedAsWhatItSays(AwkwardRecord awkward) {
    Decoded decoded = json.decode(awkward.bytes());

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples()).hasSize(1);
    Sample sample = decoded.samples().get(0);
    assertThat(sample.detector()).isZero();
    assertThat(sample.key().detectorName()).isEqualTo(detector.name());
    assertThat(sample.key().values()).containsExactly(awkward.productName());
    assertThat(sample.eventTime()).isEqualTo(awkward.timestamp().toEpochMilli());
    // As numbers: what becomes of a minus zero is the aggregation's business.
    assertThat(sample.values()).hasSize(1);
    assertThat(sample.values()[0] == awkward.quantity()).isTrue();
    assertThat(sample.partition()).isEqualTo(PARTITION);
    assertThat(sample.offset()).isEqualTo(OFFSET);
    assertThat(sample.recordTimestamp()).isEqualTo(RECEIVED);
    assertThat(sample.payload()).isEqualTo(awkward.bytes());
  }

  @Test
  void badRecordLeavesNothingBehindForTheNextOne() {
    for (BadRecord bad : BadRecords.all()) {
      json.decode(bad.bytes());
      Decoded empty = json.decode("{\"x\":1}");

      assertThat(empty.samples()).as(bad.name()).isEmpty();
      assertThat(empty.rejected()).as(bad.name()).hasSize(1);
    }
  }

  @Test
  void tombstoneIsAnEmptyRecord() {
    Decoded decoded = json.decode((byte[]) null);

    assertThat(decoded.rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(RejectionReason.EMPTY_RECORD);
              assertThat(rejected.payload()).isEmpty();
            });
  }

  @Test
  void blankCsvRowIsAnEmptyRecord() {
    for (String row : List.of("", " ", " \t")) {
      assertThat(csv.decode(row).rejected())
          .extracting(RejectedRecord::reason, RejectedRecord::detector)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(RejectionReason.EMPTY_RECORD, null));
    }
  }

  @Test
  void undecodableRecordIsRejectedOnceHoweverManyDetectorsReadTheTopic() {
    Decoding two = Decoding.json(detector, TestDetectors.sales("name: other"));

    assertThat(two.decode("{").rejected()).hasSize(1);
    assertThat(two.decode("{}").rejected())
        .extracting(RejectedRecord::detector)
        .containsExactly(detector.name(), "other");
  }

  private void assertRejected(Decoded decoded, BadRecord bad) {
    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.partition()).isEqualTo(PARTITION);
    assertThat(decoded.rejected()).hasSize(1);
    RejectedRecord rejected = decoded.rejected().get(0);
    assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(bad.reason());
    assertThat(rejected.detector()).isEqualTo(bad.decoded() ? detector.name() : null);
    assertThat(rejected.measure()).isEqualTo(bad.measure());
    assertThat(rejected.topic()).isEqualTo(TOPIC);
    assertThat(rejected.partition()).isEqualTo(PARTITION);
    assertThat(rejected.offset()).isEqualTo(OFFSET);
    assertThat(rejected.timestamp()).isEqualTo(RECEIVED);
    assertThat(rejected.payload()).isEqualTo(bad.bytes());
    // For a person: something is said, and no mebibyte of it.
    assertThat(rejected.detail()).isNotBlank();
    assertThat(rejected.detail().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000);
  }

  private static Detector anyBooks() {
    try {
      return TestDetectors.parse(BundledFiles.read(BundledFiles.ANYBOOKS_DETECTORS)).get(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.anomalystack.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus says of its records what is true. */
class BadRecordsTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Needs other records before it, or is said of decisions: no record alone can have it. */
  private static final Set<RejectionReason> NOT_OF_ONE_RECORD =
      EnumSet.of(
          RejectionReason.LATE, RejectionReason.TOO_MANY_SERIES, RejectionReason.NOT_A_DECISION);

  /** Needs a detector that reads OTLP, steps or derived quantities: this corpus is for sales. */
  private static final Set<RejectionReason> NOT_OF_SALES =
      EnumSet.of(
          RejectionReason.MALFORMED_OTLP,
          RejectionReason.UNSUPPORTED_METRIC_TYPE,
          RejectionReason.BAD_STEP,
          RejectionReason.UNKNOWN_GPU,
          RejectionReason.IMPLAUSIBLE_VALUE);

  static List<BadRecord> bad() {
    return BadRecords.all();
  }

  static List<AwkwardRecord> awkward() {
    return AwkwardRecords.all();
  }

  @Test
  void namesAreUnique() {
    assertThat(Stream.concat(BadRecords.all().stream(), BadRecords.csv().stream()))
        .extracting(BadRecord::name)
        .doesNotHaveDuplicates();
    assertThat(AwkwardRecords.all()).extracting(AwkwardRecord::name).doesNotHaveDuplicates();
  }

  @Test
  void holdsEveryReasonThatARecordCanHaveByItself() {
    Set<RejectionReason> reasons =
        Stream.concat(BadRecords.all().stream(), BadRecords.csv().stream())
            .map(BadRecord::reason)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(RejectionReason.class)));

    Set<RejectionReason> others = EnumSet.copyOf(NOT_OF_ONE_RECORD);
    others.addAll(NOT_OF_SALES);
    assertThat(reasons).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(others)));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void decodesExactlyIfItSaysSo(BadRecord bad) throws IOException {
    boolean decodes =
        bad.bytes().length <= RejectedRecord.MAX_RECORD_BYTES && isOneJsonObject(bad.bytes());

    assertThat(decodes).isEqualTo(bad.decoded());
    assertThat(bad.measure() != null)
        .isEqualTo(bad.reason() == RejectionReason.NOT_A_FINITE_NUMBER);
  }

  @ParameterizedTest
  @MethodSource("awkward")
  void awkwardRecordsHoldWhatTheySay(AwkwardRecord awkward) throws IOException {
    JsonNode json = STRICT.readTree(awkward.bytes());

    assertThat(awkward.bytes().length).isLessThanOrEqualTo(RejectedRecord.MAX_RECORD_BYTES);
    assertThat(json.get("quantity").isNumber()).isTrue();
    assertThat(json.get("quantity").doubleValue()).isEqualTo(awkward.quantity());
    if (json.get("product_name").isTextual()) {
      assertThat(json.get("product_name").textValue()).isEqualTo(awkward.productName());
    }
  }

  @Test
  void theFileForPeopleHoldsGoodAndBadRecordsInTurn() throws IOException {
    List<BadRecord> bad =
        BadRecords.all().stream()
            .filter(record -> record.isLineOfText() && record.bytes().length <= 4096)
            .toList();

    List<String> lines = List.of(BundledFiles.read(BundledFiles.BAD_RECORDS).split("\n", -1));

    assertThat(lines).hasSize(2 * bad.size() + 2).endsWith("");
    for (int i = 0; i < bad.size(); i++) {
      assertThat(isOneJsonObject(lines.get(2 * i).getBytes(StandardCharsets.UTF_8))).isTrue();
      assertThat(lines.get(2 * i + 1))
          .isEqualTo(new String(bad.get(i).bytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void bytesAreTheCallersOwn() {
    BadRecord record = BadRecords.csv().get(0);
    record.bytes()[0] = 'x';

    assertThat(record.bytes()[0]).isEqualTo((byte) '2');
  }

  private static boolean isOneJsonObject(byte[] bytes) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return STRICT.readTree(text).isObject();
    } catch (IOException notUtf8OrNotJson) {
      return false;
    }
  }
}

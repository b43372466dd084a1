package io.anomalystack.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DecisionJson;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadDecisionsTest {
  private static final Decision DECISION = TestDecisions.of(0, 0);
  private static final String JSON = new String(DecisionJson.write(DECISION), UTF_8);

  private record Outcome(List<Decision> decisions, List<RejectedRecord> rejected) {}

  @Test
  void decisionsPass() throws Exception {
    Outcome outcome = read(JSON.getBytes(UTF_8));

    assertThat(outcome.decisions).containsExactly(DECISION);
    assertThat(outcome.rejected).isEmpty();
  }

  @Test
  void fieldsOfALaterReleaseAreIgnored() throws Exception {
    assertThat(read(JSON.replace("{\"det", "{\"x\":[1],\"det").getBytes(UTF_8)).decisions)
        .containsExactly(DECISION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | EMPTY_RECORD   | the record has no bytes but white space",
        "' \t'         | EMPTY_RECORD   | the record has no bytes but white space",
        "{\"detector   | MALFORMED_JSON | decision: not JSON",
        "{} {}         | MALFORMED_JSON | decision: not JSON",
        "[]            | NOT_A_DECISION | decision: expected a JSON object, was []",
        "{}            | NOT_A_DECISION | detectorName: expected a string, was absent",
      })
  void whatIsNoDecisionGoesAside(String payload, RejectionReason reason, String detail)
      throws Exception {
    Outcome outcome = read(payload.getBytes(UTF_8));

    assertThat(outcome.decisions).isEmpty();
    RejectedRecord rejected = outcome.rejected.get(0);
    assertThat(rejected.topic()).isEqualTo("decisions");
    assertThat(rejected.partition()).isEqualTo(3);
    assertThat(rejected.offset()).isEqualTo(17);
    assertThat(rejected.timestamp()).isEqualTo(123);
    assertThat(rejected.detector()).isNull();
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.detail()).startsWith(detail);
    assertThat(rejected.payload()).isEqualTo(payload.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"anomalyScore\":0.0              | \"anomalyScore\":1e400   | anomalyScore: ",
        "\"anomalyScore\":0.0              | \"anomalyScore\":\"0\"   | anomalyScore: ",
        "\"2024-08-29 00:00:00\"           | \"2024-02-30 00:00:00\"  | detectionPeriodStartTime: ",
        "\"processedDataPoints\":12        | \"processedDataPoints\":1.5 | processedDataPoints: ",
        "\"modelStage\":\"LEARNING\"       | \"modelStage\":\"learning\" | modelStage: ",
      })
  void fieldThatIsWrongIsNamed(String right, String wrong, String detail) throws Exception {
    Outcome outcome = read(JSON.replace(right, wrong).getBytes(UTF_8));

    assertThat(outcome.decisions).isEmpty();
    assertThat(outcome.rejected.get(0).reason()).isEqualTo(RejectionReason.NOT_A_DECISION);
    assertThat(outcome.rejected.get(0).detail()).startsWith(detail);
  }

  @Test
  void tombstonesAndGiantsGoAside() throws Exception {
    assertThat(read(null).rejected)
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectionReason.EMPTY_RECORD);

    byte[] giant = new byte[RejectedRecord.MAX_RECORD_BYTES + 1];
    Arrays.fill(giant, (byte) '1');
    assertThat(read(giant).rejected)
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectionReason.TOO_LARGE);
  }

  private static Outcome read(byte[] value) throws Exception {
    try (var harness =
        ProcessFunctionTestHarnesses.forProcessFunction(new ReadDecisions("decisions"))) {
      harness.processElement(new RawRecord(3, 17, 123, value), 123);
      var rejected = harness.getSideOutput(ReadDecisions.REJECTED);
      return new Outcome(
          harness.extractOutputValues(),
          rejected == null ? List.of() : rejected.stream().map(StreamRecord::getValue).toList());
    }
  }
}

package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemedyRecordJsonTest {
  private static final List<Dimension> RUN = List.of(new Dimension("run", "llm-7b"));
  private static final long SINCE = 1_724_938_380_000L;
  private static final RemedyRecord REQUESTED =
      new RemedyRecord(
          RemedyRecord.remedyId("steps", RUN, "stop-the-run", SINCE),
          RemedyState.REQUESTED,
          null,
          "stop-the-run",
          RemedyAction.STOP,
          false,
          false,
          "sagemaker",
          "steps",
          RUN,
          SINCE + 120_000,
          new RemedyEvidence(3, SINCE, List.of("hang", "low-mfu"), null),
          null,
          null,
          null);

  @Test
  void hasTheDocumentedShape() {
    assertThat(new String(RemedyRecordJson.write(REQUESTED), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"remedyId\":\""
                + REQUESTED.remedyId()
                + "\","
                + "\"state\":\"requested\",\"name\":\"stop-the-run\",\"action\":\"stop\","
                + "\"recoverable\":false,\"dryRun\":false,\"executor\":\"sagemaker\","
                + "\"detectorName\":\"steps\",\"target\":\"run=llm-7b\","
                + "\"dimensionList\":[{\"name\":\"run\",\"value\":\"llm-7b\"}],"
                + "\"time\":\"2024-08-29 13:35:00\","
                + "\"evidence\":{\"findings\":3,\"since\":\"2024-08-29 13:33:00\","
                + "\"by\":[\"hang\",\"low-mfu\"]}}");
  }

  @Test
  void readsWhatItWrote() {
    RemedyRecord held =
        REQUESTED.then(
            RemedyState.HELD_BACK,
            HeldBackReason.ALREADY_DONE,
            "executed before",
            "Zoë",
            1_724_938_501_000L);

    assertThat(RemedyRecordJson.read(RemedyRecordJson.write(REQUESTED))).isEqualTo(REQUESTED);
    assertThat(RemedyRecordJson.read(RemedyRecordJson.write(held))).isEqualTo(held);
  }

  @Test
  void anIdStandsForDetectorTargetRemedyAndBeginning() {
    assertThat(REQUESTED.remedyId()).matches("[0-9a-f]{64}");
    assertThat(RemedyRecord.remedyId("steps", RUN, "stop-the-run", SINCE + 1))
        .isNotEqualTo(REQUESTED.remedyId());
    assertThat(RemedyRecord.remedyId("steps", List.of(), "stop-the-run", SINCE))
        .isNotEqualTo(REQUESTED.remedyId());
    assertThat(RemedyRecord.remedyId("steps", RUN, "stop", SINCE))
        .isNotEqualTo(REQUESTED.remedyId());
  }

  @Test
  void saysWhichFieldIsWrong() {
    assertThatThrownBy(() -> RemedyRecordJson.read("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evidence");
  }
}

package io.anomalystack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertJsonTest {
  private static final long START = 1724938500000L;
  private static final List<Dimension> GROUP = List.of(new Dimension("country", "F\"R"));

  private static final Decision STRONGEST =
      new Decision(
          "sales",
          "quantity",
          "f3c7f14e".repeat(8),
          70,
          List.of(new Dimension("country", "F\"R"), new Dimension("product_name", "item-A")),
          54,
          83.5,
          START,
          START + 60_000,
          1261,
          80.5,
          1,
          ModelStage.INFERENCE,
          9.5,
          "0123abcd".repeat(8),
          false,
          false,
          9.5,
          6.5,
          12.5,
          1,
          null,
          null);

  private static final String STRONGEST_TEXT =
      new String(DecisionJson.write(STRONGEST), StandardCharsets.UTF_8);

  private static final Alert ALERT =
      new Alert(
          Alert.incidentId("sales", GROUP, START),
          2,
          AlertState.ESCALATED,
          Severity.CRITICAL,
          "sales",
          GROUP,
          List.of("ops", "shop"),
          START + 120_000,
          START,
          START + 60_000,
          3,
          1,
          83.5,
          List.of(new AffectedSeries(3, START, STRONGEST)),
          STRONGEST);

  @Test
  void writesTheDocumentedFields() {
    // The ids are computed outside of Java: other people's systems keep them.
    assertThat(text())
        .isEqualTo(
            """
            {"alertId":"9981df626d14bc132aef6fc0acdabc04cef92692f45b0ea895bad4436e26663e",\
            "incidentId":"c1ed0a18417a32d631700c3f5d526232246b0e262b4a7afe8468c45466a28d4d",\
            "sequence":2,"state":"escalated","severity":"critical","detectorName":"sales",\
            "dimensionList":[{"name":"country","value":"F\\"R"}],"routes":["ops","shop"],\
            "time":"2024-08-29 13:37:00","startTime":"2024-08-29 13:35:00",\
            "endTime":"2024-08-29 13:36:00","anomalies":3,"seriesCount":1,"anomalyScore":83.5,\
            "series":[{"anomalies":3,"startTime":"2024-08-29 13:35:00","strongest":\
            """
                + STRONGEST_TEXT
                + "}],\"cause\":"
                + STRONGEST_TEXT
                + "}");
  }

  @Test
  void readsWhatItWrote() {
    assertThat(AlertJson.read(AlertJson.write(ALERT))).isEqualTo(ALERT);
  }

  @Test
  void theIncidentsIdDoesNotDependOnTheOrderOfItsDimensions() {
    Dimension a = new Dimension("a", "1");
    Dimension b = new Dimension("b", "2");
    assertThat(Alert.incidentId("d", List.of(a, b), START))
        .isEqualTo(Alert.incidentId("d", List.of(b, a), START))
        .isNotEqualTo(Alert.incidentId("d", List.of(a, b), START + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"state\":\"escalated\" | \"state\":\"gone\" | state: expected one of opened, updated",
        "\"severity\":\"critical\" | \"severity\":3 | severity: expected a string, was 3",
        "[\"ops\",\"shop\"] | [1] | routes: expected an array of strings",
        "\"sequence\":2 | \"sequence\":2.5 | sequence: expected a whole number",
        "\"measure\":\"quantity\" | \"measure\":7 | series[0].strongest.measure: expected a string",
      })
  void saysWhichFieldIsWrong(String right, String wrong, String problem) {
    byte[] json = text().replace(right, wrong).getBytes(StandardCharsets.UTF_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlertJson.read(json))
        .withMessageContaining(problem);
  }

  private static String text() {
    return new String(AlertJson.write(ALERT), StandardCharsets.UTF_8);
  }
}

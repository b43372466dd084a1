package io.anomalystack.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Findings;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageRendererTest {
  private static final URI DASHBOARD = URI.create("https://anomalies.example.com/");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void theFirstMailSaysWhatWhereWhenAndHowUnusual() {
    Message message = render(Incidents.opened());
    assertThat(message.text())
        .isEqualTo(
            """
            Warning: quantity of item-A is 54, usually 6.5 to 12.5

            Actual: 54, 5.7 times what was expected
            Expected: 9.4, usually 6.5 to 12.5
            When: Thu 29 Aug 2024, 17:07 to 17:08 CEST (Europe/Berlin)
            Where: product_name = item-A
            How unusual: very (84 of 100; alerts begin above 70)
            So far: 1 unusual value in 1 series
            Severity: warning

            On the dashboard: https://anomalies.example.com/?series=\
            74828737e5265ddbba4b6f38adb0f98b84314d824e2e81497977cb6495cb8add&at=1724944020000

            From the detector anybooks-sales, incident f5f80237c2c8, message 1.
            """);
    assertThat(message.subject())
        .isEqualTo("Warning: quantity of item-A is 54, usually 6.5 to 12.5");
    assertThat(message.sms())
        .isEqualTo(
            "WARNING: quantity of item-A is 54, usually 6.5 to 12.5. Thu 29 Aug 17:07 CEST."
                + " anybooks-sales");
  }

  @ParameterizedTest(name = "{6}")
  @CsvSource({
    "below 50, 31.2, 50, , 5, 8, 'is 31.2, below 50'",
    "slower, 300, 342, 75 % of the median of the 128 before, 1, 1,"
        + " 'is 300, below 342, 75 % of the median of the 128 before'",
    "hang, 300, 300, no record for 5m, 1, 1, has had no record for 5m",
    "spike, 9.13, 6, standard deviations above the mean of the 128 before, 1, 1,"
        + " is 9.1 standard deviations above the mean of the 128 before",
    "nan, 1, 0, NaN, 1, 1, is NaN",
    "xid, 79, 0, Xid 79: GPU has fallen off the bus; drain and reboot the node, 1, 1,"
        + " reports Xid 79: GPU has fallen off the bus; drain and reboot the node",
  })
  void saysWhatARuleFound(
      String name, double value, double limit, String detail, int points, int of, String found) {
    Decision decision =
        found(
            new Findings(
                null,
                List.of(
                    new RuleResult(
                        name,
                        true,
                        Severity.CRITICAL,
                        true,
                        value,
                        limit,
                        null,
                        points,
                        of,
                        detail)),
                null,
                null));

    Message message = render(Incidents.of(AlertState.OPENED, 1, 1, Severity.CRITICAL, decision));

    assertThat(message.title()).isEqualTo("Critical: quantity of item-A " + found);
    assertThat(message.sms()).startsWith("CRITICAL: quantity of item-A " + found);
    assertThat(message.text())
        .contains(
            "\nRule: " + name + " (critical): " + found + (of == 1 ? "" : "; 5 of the last 8"))
        .doesNotContain("How unusual");
    assertThat(message.html()).contains(found);
  }

  @Test
  void saysHowASeriesStandsOutAmongItsPeers() {
    PeerFinding peer = new PeerFinding(List.of("layer"), 13, 0.4, 0.01, 9.06, 90, true);

    Message message =
        render(
            Incidents.of(
                AlertState.OPENED, 1, 1, found(new Findings(null, List.of(), peer, null))));

    assertThat(message.title())
        .isEqualTo("Warning: quantity of item-A stands out: 9.1 spreads above its 12 peers");
    assertThat(message.text())
        .contains("\nAmong its peers: stands out: 9.1 spreads above its 12 peers\n");
  }

  /** What the model holds to be usual. */
  private static Decision found(Findings findings) {
    Decision spike = Incidents.SPIKE_OF_A;
    return new Decision(
            spike.detectorName(),
            spike.measure(),
            spike.timeseriesId(),
            70,
            spike.dimensionList(),
            9,
            0,
            spike.detectionPeriodStart(),
            spike.detectionPeriodEnd(),
            500,
            80,
            0,
            spike.modelStage(),
            0,
            spike.decisionId(),
            false,
            false,
            9.4,
            6.5,
            12.5,
            0,
            null,
            null)
        .with(findings);
  }

  @Test
  void theLastMailSaysThatAllIsWellAndHowBadItWas() {
    Message message = render(Incidents.resolved());
    assertThat(message.text())
        .startsWith(
            """
            Resolved: quantity of item-A is back to usual after 9 min

            Lasted: 9 min, Thu 29 Aug 2024, 17:07 to 17:16 CEST (Europe/Berlin)
            At its strongest: 54, 5.7 times what was expected
            Expected: 9.4, usually 6.5 to 12.5
            When: Thu 29 Aug 2024, 17:07 to 17:08 CEST (Europe/Berlin)
            """);
    assertThat(message.sms())
        .isEqualTo(
            "RESOLVED: quantity of item-A is back to usual after 9 min, since Thu 29 Aug 17:16"
                + " CEST. anybooks-sales");
  }

  @Test
  void whatGaveRiseToItComesFirstThenAllSeriesTheStrongestFirst() {
    Message message =
        render(
            Incidents.of(
                AlertState.ESCALATED,
                3,
                160,
                Severity.CRITICAL,
                Incidents.SPIKE_OF_B,
                Incidents.SPIKE_OF_A));
    assertThat(message.text())
        .startsWith(
            """
            Now critical: quantity of item-A is 54, usually 6.5 to 12.5 (and 1 more series)

            Actual: 54, 5.7 times what was expected
            Expected: 9.4, usually 6.5 to 12.5
            When: Thu 29 Aug 2024, 17:07 to 17:08 CEST (Europe/Berlin)
            Since: Thu 29 Aug 2024, 16:41 CEST (Europe/Berlin), for 2 h 40 min
            Where: product_name = item-A
            How unusual: very (84 of 100; alerts begin above 70)
            So far: 4 unusual values in 2 series
            Severity: critical

            Most affected:
            - quantity of item-B: 135, expected 29.7, usually 21.6 to 39.5 (Thu 29 Aug, 16:41, score 84)
            - quantity of item-A: 54, expected 9.4, usually 6.5 to 12.5 (Thu 29 Aug, 17:07, score 84)
            """);
    assertThat(message.html())
        .contains("<td", "quantity of item-B", "quantity of item-A", ">critical<");
  }

  @Test
  void silenceIsNamed() {
    assertThat(render(Incidents.of(AlertState.OPENED, 1, 1, Incidents.OUTAGE_OF_B)).title())
        .isEqualTo("Warning: quantity of item-B is 0 (no records), usually 11.3 to 19.4");
  }

  /** Nobody should be told of 6.5, usually 6.5 to 12.5; nor read 54, 9 as a number. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.49 | 9    | 6.52 | 12.5 | 6.49, usually 6.52 to 12.50",
        "6    | 30   | 6.3  | 56   | 6, usually 6.3 to 56.0",
        "0.5  | 500  | 1.2  | 1000 | 0.5, usually 1.2 to 1,000.0",
        "-0.0004 | 3 | 2    | 4    | 0.00, usually 2.00 to 4.00",
        "3    | 9    | -0.0001 | 2 | 3, usually 0.00 to 2.00",
        "-54.25 | -9 | -12  | -6   | -54.3, usually -12.0 to -6.0",
        "0.00000123 | 0.000003 | 0.000002 | 0.000004 |"
            + " 0.00000123, usually 0.00000200 to 0.00000400",
        "5    | 4    | 4    | 4    | 5, usually 4",
        "10   | 9.4  | 6.5  | 12.5 | 10, unusual after what came before",
        "54   | 9    |      |      | 54, where 9 was expected",
        "54   |      |      |      | 54, which is unusual"
      })
  void valuesAndWhatIsUsualAreToldApart(
      double value, Double predicted, Double lower, Double upper, String told) {
    Decision of = Incidents.SPIKE_OF_A;
    Decision decision =
        new Decision(
            of.detectorName(),
            of.measure(),
            of.timeseriesId(),
            of.anomalyDecisionThreshold(),
            of.dimensionList(),
            value,
            of.anomalyScore(),
            of.detectionPeriodStart(),
            of.detectionPeriodEnd(),
            of.processedDataPoints(),
            of.anomalyConfidenceScore(),
            of.anomalyDecision(),
            of.modelStage(),
            of.expectedValue(),
            of.decisionId(),
            false,
            false,
            predicted,
            lower,
            upper,
            1,
            null,
            null);
    assertThat(render(Incidents.of(AlertState.OPENED, 1, 1, decision)).title())
        .isEqualTo("Warning: quantity of item-A is " + told);
  }

  @Test
  void aRecordsOwnMomentIsNoSpan() {
    long moment = Incidents.SPIKE_OF_A.detectionPeriodStart();
    assertThat(new LocalTimes(BERLIN).span(moment, moment + 1))
        .isEqualTo("Thu 29 Aug 2024, 17:07 CEST");
  }

  @Test
  void aReminderSaysForHowLong() {
    assertThat(render(Incidents.of(AlertState.REMINDED, 4, 260, Incidents.OUTAGE_OF_B)).sms())
        .startsWith("STILL WARNING after 4 h 20 min: quantity of item-B was 0 (no records)");
  }

  @Test
  void aDecisionByItselfIsToldWithoutAnIncident() {
    Message message = renderer().render(Announcement.of(Incidents.SPIKE_OF_A));
    assertThat(message.id()).isEqualTo(Incidents.SPIKE_OF_A.decisionId());
    assertThat(message.title()).startsWith("Unusual: quantity of item-A is 54");
    assertThat(message.text())
        .contains("decision d4ea29be52e4")
        .doesNotContain("incident", "Severity");
  }

  @Test
  void mailsOfAnIncidentShareOneSubjectAndReplyToTheFirst() {
    Message first = render(Incidents.opened());
    Message last = render(Incidents.resolved());
    assertThat(first.threadSubject()).isEqualTo("anybooks-sales: unusual since Thu 29 Aug, 17:07");
    assertThat(last.threadSubject()).isEqualTo("Re: " + first.threadSubject());
    assertThat(first.firstId()).isEqualTo(first.id());
    assertThat(last.firstId()).isEqualTo(first.id()).isNotEqualTo(last.id());
  }

  @Test
  void aNumberByItselfIsShownWithItsName() {
    Decision decision =
        Incidents.named(
            Incidents.SPIKE_OF_A,
            List.of(new Dimension("run", "llm-7b"), new Dimension("rank", "3")));
    assertThat(render(Incidents.of(AlertState.OPENED, 1, 1, decision)).title())
        .startsWith("Warning: quantity of llm-7b, rank 3 is 54");
  }

  @Test
  void withoutADashboardThereIsNoLink() {
    Message message =
        new MessageRenderer(BERLIN, Optional.empty()).render(Announcement.of(Incidents.opened()));
    assertThat(message.link()).isEmpty();
    assertThat(message.text() + message.html()).doesNotContain("dashboard", "href");
  }

  @Test
  void aZoneThatChangesItsClockBetweenIsSaid() {
    long summer = 1729989000000L; // 2024-10-27T00:30:00Z, half an hour before the clocks go back
    assertThat(new LocalTimes(BERLIN).span(summer, summer + 60 * Incidents.MINUTE))
        .isEqualTo("Sun 27 Oct 2024, 02:30 CEST to 02:30 CET");
  }

  @Test
  void anAlertThatListsNoSeriesIsToldAllTheSame() {
    Alert of = Incidents.opened();
    Message message =
        render(
            new Alert(
                of.incidentId(),
                1,
                of.state(),
                of.severity(),
                of.detectorName(),
                List.of(),
                of.routes(),
                of.time(),
                of.start(),
                of.end(),
                1,
                0,
                84,
                List.of(),
                null));
    assertThat(message.title()).isEqualTo("Warning: anybooks-sales is unusual");
    assertThat(message.text()).contains("Since: Thu 29 Aug 2024, 17:07 CEST");
  }

  @ParameterizedTest
  @EnumSource(AlertState.class)
  void everyStateBeginsWithItsOwnWord(AlertState state) {
    List<String> others = new ArrayList<>();
    for (AlertState other : AlertState.values()) {
      if (other != state) {
        others.add(render(Incidents.of(other, 2, 30, Incidents.SPIKE_OF_A)).title());
      }
    }
    assertThat(render(Incidents.of(state, 2, 30, Incidents.SPIKE_OF_A)).title()).isNotIn(others);
  }

  static List<String> hostileTexts() {
    return Hostile.texts().toList();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("hostileTexts")
  void hostileTextsAreHarmlessInEveryForm(String text) {
    for (AlertState state : AlertState.values()) {
      Message message = render(Hostile.alert(state, 2, text));
      assertHarmless(message);
    }
  }

  private static void assertHarmless(Message message) {
    assertThat(message.subject())
        .hasSizeBetween(1, 99)
        .matches("[A-Za-z][\\x20-\\x7E]*")
        .isEqualTo(message.subject().strip());
    assertThat(message.title()).doesNotMatch("(?s).*[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\u2028\u2029].*");
    assertThat(message.threadSubject()).doesNotMatch("(?s).*[\\p{Cc}\u2028\u2029].*");
    assertThat(message.threadSubject().length()).isLessThan(1000);
    boolean isGsm = message.sms().codePoints().allMatch(GsmAlphabet::contains);
    assertThat(isGsm ? GsmAlphabet.septets(message.sms()) : message.sms().length())
        .as("with a topic's display name before it")
        .isLessThanOrEqualTo(isGsm ? 160 - 12 : 70 - 12);
    assertThat(message.sms()).doesNotMatch("(?s).*[\\p{Cc}\\p{Cs}].*");
    // A line of its own would be taken for one of ours.
    assertThat(message.text().lines().filter(line -> line.startsWith(Hostile.SMUGGLED))).isEmpty();
    assertThat(message.text())
        .doesNotMatch(
            "(?s).*[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066\u2067\u200F].*");
    assertThat(message.text().length()).isLessThan(20_000);
    assertThat(message.link()).isEmpty();
    assertThat(message.text()).doesNotContain("://", "www.e");
    assertThat(message.html())
        .doesNotContain("<script", "<img", "<h1>", " onmouseover=\"")
        .doesNotMatch("(?s).*[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E].*");
  }

  private static Message render(Alert alert) {
    return renderer().render(Announcement.of(alert));
  }

  private static MessageRenderer renderer() {
    return new MessageRenderer(BERLIN, Optional.of(DASHBOARD));
  }
}

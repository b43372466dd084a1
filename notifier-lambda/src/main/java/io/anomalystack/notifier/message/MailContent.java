package io.anomalystack.notifier.message;

import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.text.FindingText;
import io.anomalystack.model.text.ReadableNumber;
import io.anomalystack.notifier.message.Content.Fact;
import io.anomalystack.notifier.message.Content.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gathers what a mail says, in the order in which people ask. */
final class MailContent {
  /** More than a glance takes in. */
  private static final int MOST_ROWS = 10;

  private static final int SHOWN_ID_CHARS = 12;
  private static final double EXTREME_SCORE = 90;
  private static final double HIGH_SCORE = 80;

  private final Announcement announcement;
  private final Alert alert;
  private final LocalTimes times;
  private final List<Fact> facts = new ArrayList<>();

  private MailContent(Announcement announcement, LocalTimes times) {
    this.announcement = announcement;
    this.alert = announcement.alert();
    this.times = times;
  }

  static Content of(Announcement announcement, String title, LocalTimes times) {
    MailContent mail = new MailContent(announcement, times);
    mail.addFacts();
    List<Row> rows = mail.rows();
    long more = rows.isEmpty() ? 0 : announcement.alert().seriesCount() - rows.size();
    return new Content(title, mail.facts, rows, more, mail.footer());
  }

  private void addFacts() {
    boolean isOne = alert.seriesCount() == 1;
    if (isResolved()) {
      facts.add(new Fact("Lasted", lasting()));
    }
    if (isOne || alert.cause() != null) {
      announcement.about().ifPresent(this::addReading);
    }
    if (!isResolved() && !(isNew() && isOne)) {
      facts.add(new Fact("Since", since()));
    }
    List<Dimension> where =
        isOne || alert.cause() != null
            ? announcement.about().map(Decision::dimensionList).orElse(alert.dimensionList())
            : alert.dimensionList();
    if (!where.isEmpty()) {
      facts.add(new Fact("Where", SeriesName.inFull(where)));
    }
    announcement
        .about()
        .ifPresent(
            decision -> {
              facts.addAll(Found.facts(decision));
              if (decision.anomalyDecision() == 1) {
                facts.add(new Fact("How unusual", unusual(decision)));
              }
            });
    if (!announcement.ofDecision()) {
      facts.add(new Fact(isResolved() ? "In all" : "So far", extent()));
      facts.add(new Fact("Severity", alert.severity().text()));
    }
  }

  private void addReading(Decision decision) {
    Reading reading = Reading.of(decision);
    String compared = reading.comparison().map(text -> ", " + text).orElse("");
    facts.add(new Fact(readingName(decision), reading.seen() + compared));
    reading.expected().ifPresent(expected -> facts.add(new Fact("Expected", expected)));
    facts.add(
        new Fact(
            "When",
            times.span(decision.detectionPeriodStart(), decision.detectionPeriodEnd()) + inZone()));
  }

  private String readingName(Decision decision) {
    if (decision.filled() && FindingText.worst(decision).isPresent()) {
      return "Last value";
    }
    return alert.cause() == null ? "At its strongest" : "Actual";
  }

  private String lasting() {
    return LocalTimes.lasting(alert.end() - alert.start())
        + ", "
        + times.span(alert.start(), alert.end())
        + inZone();
  }

  private String since() {
    return times.moment(alert.start())
        + inZone()
        + (isNew() ? "" : ", for " + LocalTimes.lasting(alert.time() - alert.start()));
  }

  /** Letters such as CST mean more than one zone; those of UTC do not. */
  private String inZone() {
    String zone = times.zoneName();
    return zone.equals("UTC") || zone.equals("Z") ? "" : " (" + zone + ")";
  }

  private static String unusual(Decision decision) {
    double score = decision.anomalyScore();
    String word = score >= EXTREME_SCORE ? "extremely" : score >= HIGH_SCORE ? "very" : "clearly";
    return word
        + " ("
        + whole(score)
        + " of 100; alerts begin above "
        + ReadableNumber.of(decision.anomalyDecisionThreshold())
        + ")";
  }

  private String extent() {
    return count(alert.anomalies(), "unusual value", "unusual values")
        + " in "
        + count(alert.seriesCount(), "series", "series");
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    if (alert.seriesCount() > 1) {
      for (AffectedSeries series :
          alert.series().subList(0, Math.min(MOST_ROWS, alert.series().size()))) {
        Decision decision = series.strongest();
        Reading reading = Reading.of(decision);
        rows.add(
            new Row(
                SeriesName.withMeasure(decision),
                reading.seen(),
                reading.expected().orElse("unknown"),
                times.plainMoment(decision.detectionPeriodStart()),
                Found.inAWord(decision).orElseGet(() -> whole(decision.anomalyScore()))));
      }
    }
    return rows;
  }

  private String footer() {
    String detector = HarmlessText.line(alert.detectorName(), SeriesName.LONGEST_PART);
    String id = alert.incidentId();
    String shown = id.substring(0, Math.min(SHOWN_ID_CHARS, id.length()));
    return "From the detector "
        + detector
        + (announcement.ofDecision()
            ? ", decision " + shown
            : ", incident " + shown + ", message " + alert.sequence())
        + ".";
  }

  private boolean isNew() {
    return alert.state() == AlertState.OPENED;
  }

  private boolean isResolved() {
    return alert.state() == AlertState.RESOLVED;
  }

  private static String count(long count, String one, String several) {
    return String.format(Locale.ROOT, "%,d", count) + " " + (count == 1 ? one : several);
  }

  private static String whole(double score) {
    return String.format(Locale.ROOT, "%.0f", score);
  }
}

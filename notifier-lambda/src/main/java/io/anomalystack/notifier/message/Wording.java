package io.anomalystack.notifier.message;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An announcement in one line, for a title and for a short message. */
final class Wording {
  private final Announcement announcement;
  private final Alert alert;
  private final LocalTimes times;

  Wording(Announcement announcement, LocalTimes times) {
    this.announcement = announcement;
    this.alert = announcement.alert();
    this.times = times;
  }

  /** Such as {@code Warning: quantity of item-A is 54, usually 6.5 to 12.5 (and 2 more series)}. */
  Line title() {
    return new Line(head() + lasting() + ": ", what(), fact() + more());
  }

  /**
   * The same in fewer and fewer words: first goes the detector, then the day, then the measure,
   * then the time.
   */
  List<Line> shortForms() {
    String head = head().toUpperCase(Locale.ROOT) + lasting() + ": ";
    String fact = fact() + more();
    long moment = isResolved() ? alert.end() : moment();
    String since = isResolved() ? ", since " : ". ";
    String day = fact + since + times.shortMoment(moment);
    String time = fact + since + times.timeOfDay(moment);
    return List.of(
        new Line(head, what(), day + ". " + detector()),
        new Line(head, what(), day),
        new Line(head, what(), time),
        new Line(head, name(), time),
        new Line(head, name(), fact));
  }

  private String head() {
    if (announcement.ofDecision()) {
      return "Unusual";
    }
    String severity = alert.severity().text();
    return switch (alert.state()) {
      case OPENED -> severity.substring(0, 1).toUpperCase(Locale.ROOT) + severity.substring(1);
      case UPDATED -> "Update, " + severity;
      case ESCALATED -> "Now " + severity;
      case REMINDED -> "Still " + severity;
      case RESOLVED -> "Resolved";
      case REOPENED -> "Back again, " + severity;
    };
  }

  private String lasting() {
    return alert.state() == AlertState.REMINDED
        ? " after " + LocalTimes.lasting(alert.time() - alert.start())
        : "";
  }

  private String fact() {
    if (isResolved()) {
      return " is back to usual after " + LocalTimes.lasting(alert.end() - alert.start());
    }
    Optional<String> found = announcement.about().flatMap(Found::of);
    if (found.isPresent()) {
      return " " + found.get();
    }
    boolean now = alert.state() == AlertState.OPENED || alert.cause() != null;
    String verb = now ? " is " : " was ";
    return announcement
        .about()
        .map(Reading::of)
        .map(reading -> verb + reading.seen() + ", " + reading.standard())
        .orElse(verb + "unusual");
  }

  private String more() {
    long more = alert.seriesCount() - 1;
    return more > 0 ? " (and " + more + " more series)" : "";
  }

  private long moment() {
    return announcement.about().map(Decision::detectionPeriodStart).orElse(alert.start());
  }

  private String what() {
    return announcement.about().map(SeriesName::withMeasure).orElseGet(this::detector);
  }

  /** What remains where space is short: which series it is says more than what is measured. */
  private String name() {
    Optional<String> name =
        announcement.about().map(decision -> SeriesName.of(decision.dimensionList()));
    return name.filter(text -> !text.isEmpty()).orElseGet(this::what);
  }

  private boolean isResolved() {
    return alert.state() == AlertState.RESOLVED;
  }

  private String detector() {
    return HarmlessText.line(alert.detectorName(), SeriesName.LONGEST_PART);
  }
}

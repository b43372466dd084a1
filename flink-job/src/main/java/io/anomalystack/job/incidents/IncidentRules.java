package io.anomalystack.job.incidents;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Escalation;
import io.anomalystack.model.detector.Incidents;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How one detector's incidents begin, go on and end: the rules, without any of Flink's machinery.
 *
 * <p>Everything happens at the end of a period. An incident opens, grows worse and is reminded of
 * by something unusual; only that it is over, and later forgotten, is a matter of time alone.
 *
 * @param detector raises incidents
 */
record IncidentRules(Detector detector) {

  /**
   * When time alone changes an incident next, because it is over or to be forgotten: the first end
   * of a period, in epoch ms, by which nothing was unusual for long enough.
   */
  long deadline(Incident incident) {
    Incidents settings = detector.incidents();
    Duration quiet =
        incident.open && !incident.reopened ? settings.resolveAfter() : settings.cooldown();
    long period = detector.period().toMillis();
    return -Math.floorDiv(-(incident.end + quiet.toMillis()), period) * period;
  }

  /**
   * Lets time pass.
   *
   * @param incident null for none
   * @param until epoch ms; deadlines up to this one, included, have passed
   * @param alerts takes what is to be told
   * @return null once it is forgotten
   */
  Incident pass(Incident incident, long until, Tallies tallies, Consumer<Alert> alerts)
      throws Exception {
    Incident now = incident;
    while (now != null && deadline(now) <= until) {
      if (now.open) {
        long over = deadline(now);
        now.open = false;
        alerts.accept(now.tell(AlertState.RESOLVED, over, null));
      } else {
        tallies.clear();
        now = null;
      }
    }
    return now;
  }

  /**
   * Takes in what was unusual at one moment.
   *
   * @param incident null for none; time has passed up to the moment
   * @param group the dimensions that the incident's series have in common
   * @param alerts takes what is to be told: at most one alert
   * @return null if there is none still
   */
  Incident take(
      Incident incident,
      Moment moment,
      List<Dimension> group,
      Tallies tallies,
      Consumer<Alert> alerts)
      throws Exception {
    boolean goesOn = incident != null && incident.open;
    if (moment.anomalies() == 0 && !(goesOn && affectsAny(moment, tallies))) {
      return incident;
    }
    Incident now = incident == null ? begun(moment, group) : incident;
    Severity severity = now.severity;
    long seriesCount = now.seriesCount;
    double anomalyScore = now.anomalyScore;
    now.count(moment, tallies);
    now.severity = severity(now, moment);
    now.routes = detector.incidents().routes(now.severity);
    AlertState state = null;
    if (incident == null) {
      state = AlertState.OPENED;
    } else if (!goesOn) {
      now.open = true;
      now.reopened = true;
      state = AlertState.REOPENED;
    } else if (now.severity != severity) {
      state = AlertState.ESCALATED;
    } else if (isReminderDue(now, moment.end())) {
      state = AlertState.REMINDED;
    } else if (now.seriesCount > seriesCount || now.anomalyScore > anomalyScore) {
      state = AlertState.UPDATED;
    }
    if (state != null) {
      alerts.accept(now.tell(state, moment.end(), moment.cause()));
    }
    return now;
  }

  private static boolean affectsAny(Moment moment, Tallies tallies) throws Exception {
    for (String timeseriesId : moment.stillUnusual()) {
      if (tallies.of(timeseriesId) != null) {
        return true;
      }
    }
    return false;
  }

  private Incident begun(Moment moment, List<Dimension> group) {
    Incident begun = new Incident();
    begun.incidentId = Alert.incidentId(detector.name(), group, moment.start());
    begun.severity = detector.severity();
    begun.detectorName = detector.name();
    begun.dimensionList = group;
    begun.time = moment.end();
    begun.start = moment.start();
    begun.end = moment.end();
    return begun;
  }

  /** It never sinks, not even where the detector file was changed. */
  private Severity severity(Incident incident, Moment moment) {
    Severity severity = worse(worse(incident.severity, detector.severity()), moment.severity());
    Duration lasted = Duration.ofMillis(incident.end - incident.start);
    for (Escalation escalation : detector.incidents().escalations()) {
      if (escalation.applies(incident.anomalyScore, incident.seriesCount, lasted)) {
        severity = worse(severity, escalation.to());
      }
    }
    return severity;
  }

  private static Severity worse(Severity one, Severity other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private boolean isReminderDue(Incident incident, long time) {
    Duration remindEvery = detector.incidents().remindEvery();
    return remindEvery != null && time - incident.toldAt >= remindEvery.toMillis();
  }
}

package io.anomalystack.model.change;

import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.History;
import io.anomalystack.model.detector.TimestampFormat;
import io.anomalystack.model.detector.Unpivot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * What a change of each of a detector's settings does, but for its name and topic.
 *
 * <p>It follows from what the job keys its state by: a model by detector, names of measures and
 * dimensions' values, and by its plan (period, how many measures, seasonality); periods under way
 * by all that their values depend on; peers by period, dimensions and comparison. A test in the
 * job's module holds every setting against those keys.
 */
final class DetectorKeys {
  /** Of all that periods under way are keyed by. */
  static final String COUNTED_ANEW = "the period under way begins anew";

  private static final Verdict DATED_ANEW =
      Verdict.jumps("records are dated by it from now on; of decided periods they are LATE");

  private static final List<Key<Detector>> KEYS =
      List.of(
          Key.of("timestamp.field", Detector::timestamp, DATED_ANEW),
          Key.of("timestamp.format", detector -> format(detector.timestampFormat()), DATED_ANEW),
          Key.of("timestamp.zone", detector -> detector.timestampFormat().zone(), DATED_ANEW),
          Key.of(
              "where",
              Detector::where,
              Verdict.jumps("other records count; series without any fall silent")),
          Key.of("period", DetectorKeys::period, Verdict.forgets("a model is of one period")),
          new Key<>("dimensions", Detector::dimensions, DetectorKeys::dimensions),
          Key.of("anomalyThreshold", Detector::anomalyThreshold, Verdict.atOnce()),
          Key.of("allowedLateness", Detector::allowedLateness, Verdict.atOnce()),
          Key.of(
              "missing",
              Detector::missing,
              Verdict.jumps("a period without a record counts as something else")),
          Key.of("maxFuture", Detector::maxFuture, Verdict.atOnce()),
          Key.of("maxFill", Detector::maxFill, Verdict.atOnce()),
          new Key<>("expireAfter", Detector::expireAfter, DetectorKeys::expireAfter),
          Key.of("idleTimeout", Detector::idleTimeout, Verdict.atOnce()),
          Key.of(
              "maxSeries",
              Detector::maxSeries,
              Verdict.keeps("series are admitted anew; " + COUNTED_ANEW)),
          Key.of(
              "seasonality",
              Detector::seasonality,
              Verdict.forgets("a model is made for its seasons")),
          Key.of(
              "joint",
              Detector::joint,
              Verdict.forgets("measures judged together are one series, others each its own")),
          Key.of("direction", Detector::direction, Verdict.atOnce()),
          Key.of("margins", Detector::margins, Verdict.atOnce()),
          Key.of("overrides", Detector::overrides, Verdict.atOnce()),
          Key.of("history.file", history(History::file), Verdict.atOnce("for series yet to begin")),
          Key.of("history.lake", history(History::lake), Verdict.atOnce("for series yet to begin")),
          Key.of(
              "history.since",
              history(History::since),
              Verdict.atOnce("it counts at a job's first start, not in a running one")),
          Key.of("severity", Detector::severity, Verdict.atOnce("an open incident never sinks")),
          Key.of(
              "format",
              detector -> detector.layout().format(),
              Verdict.restart("a topic is decoded in the one format that the job began with")),
          Key.of("step", detector -> detector.layout().step(), Verdict.atOnce()),
          Key.of("unpivot.fields", unpivot(Unpivot::fields), unpivoted()),
          Key.of("unpivot.name", unpivot(Unpivot::name), unpivoted()),
          Key.of("unpivot.value", unpivot(Unpivot::value), unpivoted()),
          Key.of("ends", detector -> detector.layout().ends(), Verdict.atOnce()),
          new Key<>(
              "model", detector -> detector.forest() ? "forest" : "none", DetectorKeys::model));

  private static final Named<Calendar> CALENDARS =
      new Named<>(
          "calendars",
          Calendar::name,
          List.of(Key.of("", calendar -> calendar, Verdict.atOnce())),
          calendar -> Verdict.atOnce(),
          calendar -> Verdict.atOnce(),
          Verdict.atOnce());

  private DetectorKeys() {}

  /** All that differs, settings within settings included. */
  static List<KeyChange> compare(Detector before, Detector after) {
    List<KeyChange> changes = new ArrayList<>(Key.compare("", KEYS, before, after));
    changes.addAll(MeasureKeys.compare(before, after));
    changes.addAll(DerivedKeys.compare(before.layout().derived(), after.layout().derived()));
    changes.addAll(CALENDARS.compare(before.calendars(), after.calendars()));
    changes.addAll(IncidentKeys.compare(before.incidents(), after.incidents()));
    changes.addAll(RuleKeys.RULES.compare(before.rules(), after.rules()));
    changes.addAll(PeerKeys.compare(before.peers(), after.peers()));
    changes.addAll(RemedyKeys.REMEDIES.compare(before.remedies(), after.remedies()));
    return changes;
  }

  private static Object format(TimestampFormat format) {
    return format.pattern() == null ? format.kind() : format.pattern();
  }

  private static Object period(Detector detector) {
    return detector.eachRecord() ? "record" : detector.period();
  }

  private static Verdict dimensions(Detector before, Detector after) {
    boolean sameSeries =
        new HashSet<>(before.dimensions()).equals(new HashSet<>(after.dimensions()));
    if (!sameSeries) {
      return Verdict.forgets("its series are others");
    }
    return PeerKeys.learns(before.peers())
        ? Verdict.forgets("peers are grouped by them in their order")
        : Verdict.keeps(COUNTED_ANEW);
  }

  private static Verdict expireAfter(Detector before, Detector after) {
    return after.expireAfter().compareTo(before.expireAfter()) < 0
        ? Verdict.atOnce("series silent for longer are forgotten")
        : Verdict.atOnce();
  }

  private static Verdict model(Detector before, Detector after) {
    return after.forest()
        ? Verdict.atOnce("its series begin to learn")
        : Verdict.forgets("what models learned is of no use any more");
  }

  private static Verdict unpivoted() {
    return Verdict.jumps("points are made of other columns; " + COUNTED_ANEW);
  }

  private static Function<Detector, Object> history(Function<History, Object> part) {
    return detector -> detector.history() == null ? null : part.apply(detector.history());
  }

  private static Function<Detector, Object> unpivot(Function<Unpivot, Object> part) {
    return detector ->
        detector.layout().unpivot() == null ? null : part.apply(detector.layout().unpivot());
  }
}

package io.anomalystack.job.remedies;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.Severity;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.Remedy;
import io.anomalystack.model.detector.RemedyTrigger;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Detectors of training runs, with remedies for rules that need not be in their file. */
final class Remedied {
  private Remedied() {}

  /** Three findings of {@code low-mfu} within ten minutes stop the run, at most twice a day. */
  static final Remedy STOP =
      new Remedy(
          "stop-the-run",
          new RemedyTrigger(Set.of("low-mfu"), false, false, Severity.INFO),
          3,
          Duration.ofMinutes(10),
          false,
          RemedyAction.STOP,
          List.of(new FieldPath("run")),
          "launcher",
          false,
          false,
          Duration.ofMinutes(30),
          2,
          Duration.ofDays(1));

  static Remedy page(String name, int findings, Duration cooldown, int most, String... rules) {
    return new Remedy(
        name,
        new RemedyTrigger(Set.of(rules), false, false, Severity.INFO),
        findings,
        Duration.ofMinutes(10),
        true,
        RemedyAction.PAGE,
        List.of(new FieldPath("run")),
        "hook",
        false,
        false,
        cooldown,
        most,
        Duration.ofDays(1));
  }

  static Remedy with(Remedy remedy, RemedyTrigger on, boolean dryRun, boolean approval) {
    return new Remedy(
        remedy.name(),
        on,
        remedy.findings(),
        remedy.within(),
        remedy.recoverable(),
        remedy.action(),
        remedy.target(),
        remedy.executor(),
        dryRun,
        approval,
        remedy.cooldown(),
        remedy.most(),
        remedy.per());
  }

  static Detector detector(String lateness, Remedy... remedies) {
    Detector read =
        TestDetectors.sales(
            "name: steps",
            "dimensions: [run, rank]",
            "allowedLateness: " + lateness,
            "incidents: false");
    return with(read, List.of(remedies));
  }

  /** A detector's copy but for its remedies, whatever else there is to a detector. */
  private static Detector with(Detector detector, List<Remedy> remedies) {
    try {
      RecordComponent[] components = Detector.class.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        boolean own = components[i].getName().equals("remedies");
        values[i] = own ? remedies : components[i].getAccessor().invoke(detector);
      }
      Constructor<Detector> constructor = Detector.class.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

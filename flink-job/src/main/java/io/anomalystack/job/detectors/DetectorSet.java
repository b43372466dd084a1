package io.anomalystack.job.detectors;

import io.anomalystack.job.types.SimpleTypeInfo;
import io.anomalystack.model.detector.Detector;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The detectors of one topic, as they are at one time.
 *
 * @param version greater than that of every set before; {@link #SUBMITTED} of what the job was
 *     submitted with
 * @param detectors in the file's order; empty where the topic has none any more
 */
public record DetectorSet(long version, List<Detector> detectors) implements Serializable {
  /** The version of the detectors that the job was submitted with. */
  public static final long SUBMITTED = 0;

  /** How sets go from task to task. */
  public static final TypeInformation<DetectorSet> TYPE =
      new SimpleTypeInfo<>(DetectorSet.class, new DetectorSetSerializer());

  /** Copies the detectors. */
  public DetectorSet {
    detectors = List.copyOf(detectors);
  }

  /** What the job is submitted with. */
  public static DetectorSet submitted(List<Detector> detectors) {
    return new DetectorSet(SUBMITTED, detectors);
  }

  /** Other detectors, from now on. */
  public DetectorSet next(List<Detector> others) {
    return new DetectorSet(version + 1, others);
  }

  public boolean isNewerThan(DetectorSet other) {
    return version > other.version;
  }
}

package io.anomalystack.job.peers;

import io.anomalystack.model.detector.Direction;
import java.util.List;

/** What is kept of one series among its peers. */
final class PeerSeries {
  final PeerGroup group;
  final String timeseriesId;
  final List<String> dimensions;

  /** Null where its peers are expected to be alike. */
  UsualPlace usual;

  /** Whether it stood out in its latest moments, the lowest bit for the last. */
  long latest;

  /** Its points that wait. */
  int waiting;

  /** The end of the newest of these. */
  long newestEnd;

  /** The last moment in which it took part, by the group's count. */
  long takenPart;

  /** The series whose point came after one of this the last time. */
  PeerSeries next;

  /** Whether it has expired: what comes of it now is another series' of the same name. */
  boolean forgotten;

  /** Its place in the state while that is written. */
  int index;

  /** To which side it must stand out; null until that is asked. */
  Direction direction;

  PeerSeries(PeerGroup group, String timeseriesId, List<String> dimensions) {
    this.group = group;
    this.timeseriesId = timeseriesId;
    this.dimensions = dimensions;
  }

  boolean is(String id) {
    return !forgotten && timeseriesId.equals(id);
  }

  /**
   * Notes a moment.
   *
   * @param of how many of the latest moments count, at most 64
   * @return in how many of these it stood out
   */
  int note(boolean standsOut, int of) {
    latest = latest << 1 | (standsOut ? 1 : 0);
    return Long.bitCount(latest << (Long.SIZE - of));
  }
}

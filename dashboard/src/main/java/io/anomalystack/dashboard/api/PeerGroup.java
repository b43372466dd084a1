package io.anomalystack.dashboard.api;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.FindingsJson;
import io.anomalystack.model.TimeSeriesId;
import java.util.ArrayList;
import java.util.List;

/**
 * Series of one detector and measure that are compared with each other.
 *
 * @param id 64 hexadecimal digits, the same as long as they are compared in this way
 * @param among the dimensions in which they differ
 * @param dimensions those in which they agree
 * @param peers how many there are
 * @param latest the newest period's start, in epoch milliseconds in UTC
 */
record PeerGroup(
    String id,
    String detector,
    String measure,
    List<String> among,
    List<Dimension> dimensions,
    int peers,
    long latest) {

  /**
   * A series that is compared.
   *
   * @param peer one of its comparisons, as the lake has it
   */
  record Member(
      String id,
      String detector,
      String measure,
      List<Dimension> dimensions,
      String peer,
      long first,
      long end,
      long latest) {

    List<String> among() {
      return FindingsJson.readPeer(peer).among();
    }

    /** Its values of the dimensions in which peers differ. */
    String name() {
      List<String> among = among();
      List<String> values = new ArrayList<>();
      for (String name : among) {
        for (Dimension dimension : dimensions) {
          if (dimension.name().equals(name)) {
            values.add(dimension.value());
          }
        }
      }
      return String.join(", ", values);
    }

    /** What it has in common with its peers. */
    List<Dimension> shared() {
      List<String> among = among();
      return dimensions.stream().filter(dimension -> !among.contains(dimension.name())).toList();
    }

    /** The id of its group. */
    String group() {
      return TimeSeriesId.of(detector, measure, shared());
    }
  }

  /** The group of some members, of which there is at least one. */
  static PeerGroup of(List<Member> members) {
    Member first = members.get(0);
    return new PeerGroup(
        first.group(),
        first.detector,
        first.measure,
        first.among(),
        first.shared(),
        members.size(),
        members.stream().mapToLong(Member::latest).max().orElse(first.latest));
  }
}

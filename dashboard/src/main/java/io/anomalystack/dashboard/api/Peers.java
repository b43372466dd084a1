package io.anomalystack.dashboard.api;

import io.anomalystack.dashboard.api.PeerGroup.Member;
import io.anomalystack.dashboard.lake.Lake;
import io.anomalystack.dashboard.lake.SqlQuery;
import io.anomalystack.lake.sql.LakeSql;
import io.anomalystack.model.DimensionText;
import io.anomalystack.model.FindingsJson;
import io.anomalystack.model.PeerFinding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The series that are compared with their peers.
 *
 * @param lake where they are
 */
record Peers(Lake lake) {
  /** More are not told apart on a screen. */
  static final int MOST_COLUMNS = 512;

  static final int MOST_ROWS = 256;

  /** What is drawn as a colour, and read in a few digits. */
  private static final MathContext DIGITS = new MathContext(5);

  /** The groups that there are, those decided last first. */
  record Groups(List<PeerGroup> groups) {}

  private record Cell(
      String series,
      int column,
      long first,
      long last,
      long moments,
      long start,
      long end,
      boolean hasStep,
      boolean found,
      long moment,
      long at,
      double value,
      PeerFinding peer) {}

  Groups groups(Filter filter) throws SQLException {
    return new Groups(
        members(filter).values().stream()
            .map(PeerGroup::of)
            .sorted(
                Comparator.comparingLong(PeerGroup::latest)
                    .reversed()
                    .thenComparing(PeerGroup::detector)
                    .thenComparing(PeerGroup::measure)
                    .thenComparing(PeerGroup::id))
            .toList());
  }

  /**
   * The picture of a group; null where there is none of that id.
   *
   * @param newest how many of the newest moments to take
   */
  PeerMap map(String id, long newest) throws SQLException {
    List<Member> members = members(new Filter(null, null)).get(id);
    if (members == null) {
      return null;
    }
    String first = SqlTime.day(members.stream().mapToLong(Member::first).min().orElseThrow());
    String last = SqlTime.day(members.stream().mapToLong(Member::latest).max().orElseThrow());
    List<Cell> cells =
        lake.rows(
            first,
            last,
            SqlQuery.of(
                LakeSql.query("peer_deviations"),
                Peers::cell,
                MOST_COLUMNS,
                members.stream().map(Member::id).collect(Collectors.joining(",")),
                first,
                last,
                newest));
    return map(members, cells);
  }

  private static PeerMap map(List<Member> members, List<Cell> cells) {
    int columns = cells.stream().mapToInt(Cell::column).max().orElse(-1) + 1;
    Map<String, PeerMap.Row> rows = new LinkedHashMap<>();
    members.stream()
        .sorted(Comparator.comparing(Member::name, NaturalOrder.NAMES).thenComparing(Member::id))
        .forEach(m -> rows.put(m.id(), PeerMap.Row.empty(m.id(), m.name(), columns)));
    Long[] first = new Long[columns];
    Long[] last = new Long[columns];
    Long[] start = new Long[columns];
    Long[] end = new Long[columns];
    Integer[] peers = new Integer[columns];
    for (Cell cell : cells) {
      int i = cell.column;
      first[i] = first[i] == null ? cell.first : Math.min(first[i], cell.first);
      last[i] = last[i] == null ? cell.last : Math.max(last[i], cell.last);
      start[i] = start[i] == null ? cell.start : Math.min(start[i], cell.start);
      end[i] = end[i] == null ? cell.end : Math.max(end[i], cell.end);
      peers[i] = peers[i] == null ? cell.peer.peers() : Math.max(peers[i], cell.peer.peers());
    }
    for (Cell cell : cells) {
      int i = cell.column;
      PeerMap.Row row = rows.get(cell.series);
      row.deviation()[i] = rounded(cell.peer.deviation());
      row.value()[i] = rounded(cell.value);
      row.median()[i] = rounded(cell.peer.median());
      row.momentAfter()[i] = cell.moment - first[i];
      row.startAfter()[i] = cell.at - start[i];
      row.found()[i] = cell.found ? 1 : 0;
    }
    return new PeerMap(
        PeerGroup.of(members),
        cells.stream().anyMatch(Cell::hasStep),
        cells.isEmpty() ? 0 : cells.get(0).moments,
        rows.size(),
        List.of(first),
        List.of(last),
        List.of(start),
        List.of(end),
        List.of(peers),
        mostTelling(new ArrayList<>(rows.values())));
  }

  /** Of very many rows those that stand out most, in the order of all. */
  private static List<PeerMap.Row> mostTelling(List<PeerMap.Row> rows) {
    if (rows.size() <= MOST_ROWS) {
      return rows;
    }
    List<PeerMap.Row> telling = new ArrayList<>(rows);
    telling.sort(Comparator.comparingDouble(PeerMap.Row::greatest).reversed());
    List<PeerMap.Row> kept = new ArrayList<>(rows);
    kept.retainAll(telling.subList(0, MOST_ROWS));
    return kept;
  }

  private static double rounded(double number) {
    return new BigDecimal(number).round(DIGITS).doubleValue();
  }

  private static Cell cell(io.anomalystack.dashboard.lake.Row row) throws SQLException {
    return new Cell(
        row.text("timeseries_id"),
        (int) row.whole("stretch"),
        (long) row.number("first_moment"),
        (long) row.number("last_moment"),
        row.whole("moments"),
        row.time("first_start_time"),
        row.time("last_end_time"),
        row.numberOrNull("highest_step") != null,
        row.whole("found") == 1,
        (long) row.number("moment"),
        row.time("detection_period_start_time"),
        row.number("aggregated_measure_value"),
        FindingsJson.readPeer(row.text("peer")));
  }

  /** Those that are compared, by the id of their group. */
  private Map<String, List<Member>> members(Filter filter) throws SQLException {
    List<Member> all =
        lake.rows(
            SqlQuery.of(
                "select * " + Filter.SERIES + " and peer is not null order by timeseries_id",
                row ->
                    new Member(
                        row.text("timeseries_id"),
                        row.text("detector_name"),
                        row.text("measure"),
                        DimensionText.parse(row.text("dimensions")),
                        row.text("peer"),
                        row.time("first_start_time"),
                        row.time("latest_end_time"),
                        row.time("latest_start_time")),
                filter.detector(),
                filter.pairParameter()));
    Map<String, List<Member>> groups = new HashMap<>();
    for (Member member : all) {
      groups.computeIfAbsent(member.group(), id -> new ArrayList<>()).add(member);
    }
    return groups;
  }
}

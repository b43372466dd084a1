package io.anomalystack.dashboard.api;

import java.util.List;

/**
 * How far each of a group stood out from its peers: a row for each, a column for each moment, or
 * for each of as many stretches as a picture has room for. Times are epoch milliseconds in UTC.
 *
 * @param steps whether moments are training steps; else they are times
 * @param moments how many moments there are
 * @param totalRows how many peers there are; of very many, those that stand out most are rows
 * @param first a column's first moment
 * @param last a column's last moment
 * @param start the start of a column's first period
 * @param end the end of a column's last period
 * @param peers how many were compared in a column, at most
 */
record PeerMap(
    PeerGroup group,
    boolean steps,
    long moments,
    int totalRows,
    List<Long> first,
    List<Long> last,
    List<Long> start,
    List<Long> end,
    List<Integer> peers,
    List<Row> rows) {

  /**
   * A peer; of each column, what it had where it stood out most, null where it was not compared.
   *
   * @param id the {@code timeseries_id}
   * @param name its values of the dimensions in which peers differ
   * @param deviation in spreads, signed
   * @param value in the measure's unit
   * @param median in the measure's unit
   * @param momentAfter how far behind the column's first moment that was
   * @param startAfter how far behind the start of the column's first period that was, in
   *     milliseconds
   * @param found 1 where it is held to stand out somewhere in the column
   */
  @SuppressWarnings("ArrayRecordComponent") // filled once, then only written out
  record Row(
      String id,
      String name,
      Double[] deviation,
      Double[] value,
      Double[] median,
      long[] momentAfter,
      long[] startAfter,
      int[] found) {

    static Row empty(String id, String name, int columns) {
      return new Row(
          id,
          name,
          new Double[columns],
          new Double[columns],
          new Double[columns],
          new long[columns],
          new long[columns],
          new int[columns]);
    }

    /** How far it stood out most, whatever the side. */
    double greatest() {
      double greatest = 0;
      for (Double each : deviation) {
        greatest = each == null ? greatest : Math.max(greatest, Math.abs(each));
      }
      return greatest;
    }
  }
}

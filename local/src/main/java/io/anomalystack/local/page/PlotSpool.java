package io.anomalystack.local.page;

import io.anomalystack.local.quality.Judgement;
import io.anomalystack.model.Decision;
import io.anomalystack.model.MeasureDecision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the points of many series in a file until the worst series are known. Points come mixed,
 * and are read by series: so they are gathered by series in memory, and written when that is full.
 */
public final class PlotSpool implements AutoCloseable {
  /** About 20 MB. */
  private static final int MOST_GATHERED = 400_000;

  private final FileChannel file;
  private final int mostGathered;
  private final PointCodec codec = new PointCodec();

  /**
   * By the series' id, and by the names of the measures that it judges together, or its only one.
   */
  private final Map<String, Map<String, Points>> bySeries = new HashMap<>();

  private final ByteBuffer one = ByteBuffer.allocate(PointCodec.BYTES);
  private int gathered;
  private long end;

  /** A spool that makes a file, which the caller deletes. */
  public PlotSpool(Path path) throws IOException {
    this(path, MOST_GATHERED);
  }

  PlotSpool(Path path, int mostGathered) throws IOException {
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    this.mostGathered = mostGathered;
  }

  /** Adds what is drawn of a decision behind the points of its series. */
  public void add(Decision decision, Judgement judgement) throws IOException {
    if (decision.measures().isEmpty()) {
      add(decision, decision.measure(), PlotPoint.of(decision, judgement));
    }
    for (MeasureDecision measure : decision.measures()) {
      add(decision, measure.name(), PlotPoint.of(decision, measure, judgement));
    }
  }

  private void add(Decision decision, String measure, PlotPoint point) throws IOException {
    codec.write(point, one.clear());
    bySeries
        .computeIfAbsent(decision.timeseriesId(), id -> new LinkedHashMap<>())
        .computeIfAbsent(measure, name -> new Points(decision))
        .gathered
        .write(one.array(), 0, PointCodec.BYTES);
    if (++gathered == mostGathered) {
      writeGathered();
    }
  }

  private void writeGathered() throws IOException {
    for (Map<String, Points> measures : bySeries.values()) {
      for (Points points : measures.values()) {
        write(points);
      }
    }
    gathered = 0;
  }

  private void write(Points points) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(points.gathered.toByteArray());
    if (!bytes.hasRemaining()) {
      return;
    }
    while (bytes.hasRemaining()) {
      file.write(bytes, end + bytes.position());
    }
    points.written.add(new Chunk(end, bytes.limit()));
    end += bytes.limit();
    // Anew, as the buffer of a series that has ended would keep its size.
    points.gathered = new ByteArrayOutputStream(0);
  }

  /** How long the periods of a series are, ms; 0 where each record is a point. */
  long period(String timeseriesId) {
    return bySeries.get(timeseriesId).values().iterator().next().period;
  }

  /** The measures that a series judges together, or its only one. */
  List<String> measures(String timeseriesId) {
    return List.copyOf(bySeries.get(timeseriesId).keySet());
  }

  /** All points of a measure of a series, in the order in which they came. */
  List<PlotPoint> points(String timeseriesId, String measure) throws IOException {
    Points points = bySeries.get(timeseriesId).get(measure);
    List<PlotPoint> all = new ArrayList<>();
    for (Chunk chunk : points.written) {
      ByteBuffer bytes = ByteBuffer.allocate(chunk.length());
      while (bytes.hasRemaining()) {
        if (file.read(bytes, chunk.at() + bytes.position()) < 0) {
          throw new IOException("the file of points is shorter than what was written to it");
        }
      }
      read(bytes.flip(), all);
    }
    read(ByteBuffer.wrap(points.gathered.toByteArray()), all);
    return all;
  }

  private void read(ByteBuffer bytes, List<PlotPoint> into) {
    while (bytes.hasRemaining()) {
      into.add(codec.read(bytes));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private record Chunk(long at, int length) {}

  /** Where the points of one measure of a series are. */
  private static final class Points {
    private final long period;
    private final List<Chunk> written = new ArrayList<>();
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);

    Points(Decision first) {
      period =
          first.sequence() == null ? first.detectionPeriodEnd() - first.detectionPeriodStart() : 0;
    }
  }
}

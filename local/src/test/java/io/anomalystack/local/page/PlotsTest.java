package io.anomalystack.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.anomalystack.local.quality.DecidedSeries;
import io.anomalystack.local.quality.LabelsByHand;
import io.anomalystack.local.quality.Measurement;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.quality.SeriesQuality;
import io.anomalystack.model.Decision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  private static final DecidedSeries A = DecidedSeries.of("item", "a");
  private static final DecidedSeries B = DecidedSeries.of("item", "b");
  private static final DecidedSeries C = DecidedSeries.of("item", "c");

  @TempDir Path directory;

  @Test
  void theWorstSeriesAreDrawnPointByPointAndTheOthersFromASample() throws IOException {
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      decisions.add(A.quiet(i));
      decisions.add(i == 100 ? B.alert(i) : B.quiet(i));
      decisions.add(i % 100 == 50 ? C.alert(i) : C.quiet(i));
    }

    List<JsonNode> plots = plots(new LabelsByHand(), decisions, 250, 30);

    assertThat(plots).extracting(plot -> only(plot).path("points").intValue()).containsOnly(200);
    assertThat(only(plots.get(0)).path("drawn").intValue()).as("of c, the worst").isEqualTo(200);
    assertThat(only(plots.get(1)).path("drawn").intValue()).as("of b").isBetween(10, 55);
    assertThat(only(plots.get(2)).path("drawn").intValue()).as("of a").isBetween(10, 35);
  }

  @Test
  void pointsAreWrittenAsThePageReadsThem() throws IOException {
    List<Decision> decisions =
        List.of(A.learning(0), A.valued(1, 12.25, 10.0, 2.0, 0), A.valued(3, 99, 10.0, 2.0, 90));

    JsonNode plot = plots(new LabelsByHand().window(3, 4), decisions, 250, 30).get(0);

    ByteBuffer columns = columns(plot);
    long start = DecidedSeries.MIDNIGHT.toEpochMilli();
    assertThat(columns.getDouble()).isEqualTo((double) start);
    assertThat(columns.getDouble()).isEqualTo(60_000);
    assertThat(columns.getDouble()).isEqualTo(120_000);
    assertThat(only(plot).path("base").doubleValue()).as("the middle value").isEqualTo(12.25);
    assertThat(floats(columns)).as("value").containsExactly(-2.25f, 0f, 86.75f);
    assertThat(floats(columns)).as("score").containsExactly(0f, 0f, 90f);
    assertThat(floats(columns)).as("predicted").containsExactly(Float.NaN, -2.25f, -2.25f);
    assertThat(floats(columns)).as("lower").containsExactly(Float.NaN, -4.25f, -4.25f);
    assertThat(floats(columns)).as("upper").containsExactly(Float.NaN, -0.25f, -0.25f);
    assertThat(List.of(columns.get(), columns.get(), columns.get()))
        .as("learning, quiet, right")
        .containsExactly((byte) 0, (byte) 1, (byte) 2);
    assertThat(columns.hasRemaining()).isFalse();
  }

  @Test
  void whatTheModelDoesNotSayTakesNoRoom() throws IOException {
    JsonNode plot = plots(new LabelsByHand(), List.of(A.quiet(0), A.quiet(1)), 250, 30).get(0);

    assertThat(only(plot).path("predicted").booleanValue()).isFalse();
    assertThat(only(plot).path("lower").booleanValue()).isFalse();
    assertThat(columns(plot).remaining()).isEqualTo(2 * (8 + 4 + 4 + 1));
  }

  @Test
  void aWindowThatThisSeriesMissedSaysIfAnotherFoundIt() throws IOException {
    LabelsByHand labels = new LabelsByHand().window(5, 6).window(7, 8, "item", "b");
    List<Decision> decisions = List.of(A.alert(5), B.quiet(5), A.quiet(7), B.quiet(7), B.quiet(8));

    JsonNode windowsOfB = plots(labels, decisions, 250, 30).get(0).path("windows");

    assertThat(windowsOfB.findValuesAsText("named")).containsExactly("true", "false");
    assertThat(windowsOfB.findValuesAsText("outcome")).containsExactly("missed", "missed");
    assertThat(windowsOfB.findValuesAsText("foundElsewhere")).containsExactly("false", "true");
  }

  private List<JsonNode> plots(LabelsByHand labels, List<Decision> decisions, int most, int sample)
      throws IOException {
    Measurement measurement = new Measurement(labels.labels(), 0);
    try (PlotSpool spool = new PlotSpool(directory.resolve("points"))) {
      for (Decision decision : decisions) {
        spool.add(decision, measurement.decision(decision));
      }
      Quality quality = measurement.quality();
      Plots plots = new Plots(quality, spool, most, sample);
      List<JsonNode> all = new ArrayList<>();
      for (SeriesQuality series : quality.bySeries()) {
        all.add(plots.next(series));
      }
      return all;
    }
  }

  @Test
  void littleMovementsAtAGreatHeightAreNotLost() throws IOException {
    double height = 1e12;
    List<Decision> decisions =
        List.of(
            A.valued(0, height + 1, height, 2.0, 0),
            A.valued(1, height + 3, height, 2.0, 0),
            A.valued(2, 7, height, 2.0, 90));

    JsonNode plot = plots(new LabelsByHand(), decisions, 250, 30).get(0);

    assertThat(only(plot).path("base").doubleValue()).isEqualTo(height + 1);
    ByteBuffer columns = columns(plot);
    columns.position(3 * Double.BYTES);
    assertThat(floats(columns)).containsExactly(0f, 2f, (float) (6 - height));
  }

  @Test
  void reasonsAreNumberedInTheFlags() throws IOException {
    List<Decision> decisions =
        List.of(A.suppressed(0, "margins"), A.quiet(1), A.heldBack(2, "NEAR_EXPECTED"));

    JsonNode plot = plots(new LabelsByHand(), decisions, 250, 30).get(0);

    assertThat(only(plot).path("reasons"))
        .extracting(JsonNode::textValue)
        .containsExactly("suppressed by margins", "held back: NEAR_EXPECTED");
    ByteBuffer columns = columns(plot);
    columns.position(columns.limit() - 3);
    assertThat(List.of(columns.get(), columns.get(), columns.get()))
        .containsExactly((byte) (1 + 8), (byte) 1, (byte) (1 + 2 * 8));
  }

  @Test
  void eachOfSeveralMeasuresIsDrawnForItself() throws IOException {
    List<Decision> decisions =
        List.of(A.joint(0, "sales", 10, "visits", 1000), A.joint(1, "sales", 12, "visits", 1001));

    JsonNode plot = plots(new LabelsByHand(), decisions, 250, 30).get(0);

    assertThat(plot.path("measures").findValuesAsText("name")).containsExactly("sales", "visits");
    assertThat(plot.path("measures").findValuesAsText("base")).containsExactly("12.0", "1001.0");
  }

  private static JsonNode only(JsonNode plot) {
    assertThat(plot.path("measures")).hasSize(1);
    return plot.path("measures").get(0);
  }

  private static ByteBuffer columns(JsonNode plot) throws IOException {
    byte[] zipped = Base64.getDecoder().decode(only(plot).path("data").textValue());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static float[] floats(ByteBuffer columns) {
    return new float[] {columns.getFloat(), columns.getFloat(), columns.getFloat()};
  }
}

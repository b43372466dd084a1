package io.anomalystack.local.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.local.failure.UsageException;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.BundledFiles;
import io.anomalystack.testdata.LabelledWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {
  private static final String DETECTORS =
      """
      detectors:
        - name: by-product
          topic: sales
          timestamp: timestamp
          period: 1m
          dimensions: [product_name]
          measures: [{field: quantity}, {field: quantity, aggregation: count, name: sales}]
        - name: by-shop
          topic: sales
          timestamp: timestamp
          period: 1m
          dimensions: [/shop/city]
          measures: [{field: quantity}]
        - name: together
          topic: sales
          timestamp: timestamp
          period: 1m
          joint: true
          measures: [{field: quantity}, {field: visits}]
      """;

  @TempDir Path directory;

  @Test
  void readsTheLabelsThatTheGeneratorWrites() throws Exception {
    Labels labels = read(BundledFiles.read(BundledFiles.ANYBOOKS_LABELS));

    List<LabelledWindow> planted = AnyBooks.BUNDLED.labels();
    assertThat(labels.windows()).hasSameSizeAs(planted);
    Label first = labels.windows().get(0);
    assertThat(first.line()).isEqualTo(2);
    assertThat(Instant.ofEpochMilli(first.start())).isEqualTo(planted.get(0).start());
    assertThat(Instant.ofEpochMilli(first.end())).isEqualTo(planted.get(0).end());
    assertThat(first.dimensions()).isEqualTo(Map.of("product_name", "item-A"));
    assertThat(first.kind()).isEqualTo("context");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-08-29 13:35:00",
        "2024-08-29 13:35",
        "2024-08-29 13:35:00.000",
        "2024-08-29T13:35:00Z",
        "2024-08-29T13:35Z",
        "2024-08-29T15:35:00+02:00"
      })
  void readsTimesAsPeopleWriteThem(String time) throws Exception {
    Labels labels = read("start,end\n" + time + ",2024-08-30 00:00:00\n");

    assertThat(Instant.ofEpochMilli(labels.windows().get(0).start()))
        .isEqualTo("2024-08-29T13:35:00Z");
  }

  @Test
  void readsWhereALabelApplies() throws Exception {
    Labels labels =
        read(
            """
            measure, /shop/city ,detector,start,end,product_name
            sales,,,2024-08-29 10:00,2024-08-29 11:00, "item, large"
            ,Paris,by-shop,2024-08-29 09:00,2024-08-29 11:00,
            """
                .replace(" \"item", "\"item"));

    assertThat(labels.windows()).extracting(Label::line).containsExactly(3, 2);
    assertThat(labels.windows().get(0).detector()).isEqualTo("by-shop");
    assertThat(labels.windows().get(0).measure()).isNull();
    assertThat(labels.windows().get(0).dimensions()).isEqualTo(Map.of("/shop/city", "Paris"));
    assertThat(labels.windows().get(1).measure()).isEqualTo("sales");
    assertThat(labels.windows().get(1).dimensions())
        .isEqualTo(Map.of("product_name", "item, large"));
    assertThat(labels.windows().get(1).kind()).isEmpty();
  }

  @Test
  void measuresThatAreJudgedTogetherMayBeNamedTogether() throws Exception {
    Labels labels =
        read(
            """
            start,end,measure
            2024-08-29 10:00,2024-08-29 11:00,quantity+visits
            2024-08-29 10:00,2024-08-29 11:00,visits
            """);

    assertThat(labels.windows())
        .extracting(Label::measure)
        .containsExactly("quantity+visits", "visits");
  }

  @Test
  void namesColumnsThatAreOfNoUse() throws Exception {
    Labels labels =
        read(
            """
            start,end,product,note,kind
            2024-08-29 10:00,2024-08-29 11:00,item-A,by hand,spike
            """);

    assertThat(labels.ignored()).containsExactly("product", "note");
    assertThat(labels.windows().get(0).dimensions()).isEmpty();
  }

  @Test
  void takesALabelThatIsSaidTwiceOnce() throws Exception {
    Labels labels =
        read(
            """
            start,end,product_name,who
            2024-08-29 10:00,2024-08-29 11:00,item-A,Ann

            2024-08-29T12:00:00+02:00,2024-08-29T11:00Z,item-A,Bob
            2024-08-29 10:00,2024-08-29 11:00,item-B,Bob
            """);

    assertThat(labels.duplicates()).isEqualTo(1);
    assertThat(labels.windows()).extracting(Label::line).containsExactly(2, 5);
  }

  @Test
  void aFileWithoutLabelsIsFine() throws Exception {
    assertThat(read("start,end\n").windows()).isEmpty();
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    String text =
        """
        start,end,detector,measure
        yesterday,2024-08-29 11:00,,
        2024-08-29 11:00,2024-08-29 11:00,,
        2024-02-31 11:00,2024-08-29T12:00:00,,
        2024-08-29 10:00,2024-08-29 11:00

        2024-08-29 10:00,2024-08-29 11:00,by-colour,price
        "2024-08-29 10:00"x,2024-08-29 11:00,,
        """;

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            """
            8 problems in labels %s:
              - line 2: start: expected a time such as '2024-08-29 13:35:00' (UTC) or '2024-08-29T13:35:00Z', was 'yesterday'
              - line 3: end: must be after the start, 2024-08-29 11:00, was '2024-08-29 11:00'
              - line 4: start: expected a time such as '2024-08-29 13:35:00' (UTC) or '2024-08-29T13:35:00Z', was '2024-02-31 11:00'
              - line 4: end: expected a time such as '2024-08-29 13:35:00' (UTC) or '2024-08-29T13:35:00Z', was '2024-08-29T12:00:00'
              - line 5: expected 4 cells as in the header, was 2
              - line 7: detector: must be one of by-product, by-shop, together, was 'by-colour'
              - line 7: measure: must be one of quantity, quantity+visits, sales, visits, was 'price'
              - line 8: not a row of CSV: a quote is not closed, or closed too soon"""
                .formatted(directory.resolve("labels.csv")));
  }

  @Test
  void saysWhatTheHeaderLacks() {
    assertThatThrownBy(() -> read("begin,kind,kind\n"))
        .hasMessageContaining("line 1: no column 'start'; the header is begin,kind,kind")
        .hasMessageContaining("line 1: no column 'end'")
        .hasMessageContaining("line 1: two columns are called 'kind'");
    assertThatThrownBy(() -> read("")).hasMessageContaining("line 1: no header");
  }

  @Test
  void doesNotFillTheScreenWithProblems() {
    String text = "start,end\n" + "x,2024-08-29 11:00\n".repeat(500);

    assertThatThrownBy(() -> read(text))
        .hasMessageStartingWith("500 problems in labels ")
        .hasMessageEndingWith("... and 450 more");
  }

  private Labels read(String text) throws IOException, UsageException, InvalidDetectorsException {
    Path file = directory.resolve("labels.csv");
    Files.writeString(file, text);
    List<Detector> detectors = DetectorFile.parse(DETECTORS);
    return LabelFile.read(file, detectors);
  }
}

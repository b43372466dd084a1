package io.anomalystack.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.local.browser.BrowserTest;
import io.anomalystack.local.labels.Label;
import io.anomalystack.local.quality.DecidedSeries;
import io.anomalystack.local.quality.LabelsByHand;
import io.anomalystack.model.Decision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a backtest. */
class PageInBrowserTest extends BrowserTest {
  private static final String HOSTILE =
      "</script><script>hacked = 1</script><img src=x onerror='hacked = 2'>&lt;b&gt;";
  private static final DecidedSeries WORST = DecidedSeries.of("city", "Oslo", "item", "worst");
  private static final DecidedSeries GOOD = DecidedSeries.of("city", "Oslo", "item", "good");
  private static final DecidedSeries NAMED_BADLY = DecidedSeries.of("city", HOSTILE, "item", "x");
  private static final DecidedSeries TOGETHER = DecidedSeries.of().withMeasure("sales+visits");

  @TempDir static Path directory;

  @BeforeAll
  static void writePages() throws Exception {
    Path scratch = Files.createDirectory(directory.resolve("scratch"));
    Files.writeString(
        directory.resolve("one.html"), Pages.page(scratch, labels(), List.of(run(0))));
    Files.writeString(
        directory.resolve("two.html"), Pages.page(scratch, labels(), List.of(run(0), run(1))));
    Files.writeString(
        directory.resolve("joint.html"), Pages.page(scratch, List.of(), List.of(jointRun())));
    Files.writeString(directory.resolve("lake.html"), Pages.pageOfLake(scratch, labels(), run(0)));
    Files.writeString(
        directory.resolve("learning.html"),
        Pages.page(scratch, labels(), List.of(List.of(WORST.learning(0), WORST.learning(1)))));
  }

  @Test
  void drawsTheWorstSeriesAndAsksForNothing() throws Exception {
    open("one.html");

    assertThat(text("#detail-title")).isEqualTo("city=Oslo, item=worst");
    assertThat(pixels("--value")).as("pixels of the values' line").isGreaterThan(500);
    assertThat(pixels("--false")).as("pixels of false alarms").isGreaterThan(20);
    assertThat(pixels("--missed")).as("pixels of missed windows").isGreaterThan(10);
    assertThat(pixels("--found")).as("pixels of found windows").isGreaterThan(20);
    assertThat(text("#figures")).contains("Precision", "Recall", "F1");
    assertThat(text("#findings")).contains("False alarm", "Missed window", "Found window", "spike");
    assertThat(tab.requests()).containsExactly(directory.resolve("one.html").toUri().toString());
    tab.screenshot(SCREENSHOTS.resolve("light.png"));
  }

  @Test
  void saysWhereTheDecisionsComeFrom() throws Exception {
    open("one.html");
    assertThat(text("#about")).containsPattern("[0-9,]+ records, ");

    open("lake.html");
    assertThat(text("#about"))
        .containsPattern("[0-9,]+ decisions as made, from the lake, ")
        .doesNotContain("record", "null");
  }

  @Test
  void anotherSeriesIsDrawnWhenItIsPicked() throws Exception {
    open("one.html");

    pick(GOOD);

    assertThat(text("#detail-title")).isEqualTo("city=Oslo, item=good");
    assertThat(pixels("--false")).isZero();
    assertThat(pixels("--value")).isGreaterThan(500);
  }

  @Test
  void theListIsSearched() throws Exception {
    open("one.html");

    tab.evaluate(
        "const s = document.getElementById('search'); s.value = 'oslo good';"
            + " s.dispatchEvent(new Event('input'))");

    assertThat(
            tab.evaluate("document.querySelectorAll('#list li:not([hidden])').length").intValue())
        .isEqualTo(1);
    assertThat(text("#listed")).isEqualTo("1 of 3 series");
  }

  @Test
  void aHostileNameIsText() throws Exception {
    open("one.html");

    pick(NAMED_BADLY);

    assertThat(text("#detail-title")).isEqualTo("city=" + HOSTILE + ", item=x");
    assertThat(text("#list")).contains(HOSTILE);
    assertThat(tab.evaluate("typeof hacked").textValue()).isEqualTo("undefined");
    assertThat(tab.evaluate("document.images.length").intValue()).isZero();
  }

  @Test
  void darkColoursAreTakenAtOnce() throws Exception {
    open("one.html");
    String light = tab.evaluate("getComputedStyle(document.body).backgroundColor").textValue();
    long whenLight = pixels("--value");

    tab.preferDark(true);
    tab.await("matchMedia('(prefers-color-scheme: dark)').matches");
    tab.await(pixelScript("--value") + " > 500");

    assertThat(tab.evaluate("getComputedStyle(document.body).backgroundColor").textValue())
        .isNotEqualTo(light);
    assertThat(pixels("--value")).isCloseTo(whenLight, Percentage.withPercentage(5));
    tab.screenshot(SCREENSHOTS.resolve("dark.png"));
  }

  @Test
  void zoomsByMouseAndMovesByKeys() throws Exception {
    open("one.html");
    String whole = text("#range");
    double left =
        tab.evaluate("document.getElementById('plot').getBoundingClientRect().left").doubleValue();
    tab.evaluate("document.getElementById('plot').scrollIntoView({block: 'center'})");
    double top =
        tab.evaluate("document.getElementById('plot').getBoundingClientRect().top").doubleValue();

    tab.mouse("mousePressed", left + 300, top + 100);
    tab.mouse("mouseMoved", left + 400, top + 100);
    tab.mouse("mouseReleased", left + 400, top + 100);
    String zoomed = text("#range");
    tab.evaluate("document.getElementById('plot').focus()");
    String before = text("#readout");
    tab.press("ArrowRight");
    String after = text("#readout");

    assertThat(zoomed).isNotEqualTo(whole);
    assertThat(after).isNotEqualTo(before).contains("value", "score", "expected range");
    assertThat(
            tab.evaluate("document.getElementById('readout').getAttribute('aria-live')")
                .textValue())
        .isEqualTo("polite");
  }

  @Test
  void goesFromFindingToFinding() throws Exception {
    open("one.html");

    tab.evaluate("document.getElementById('next').click()");

    assertThat(text("#readout")).contains("2024-01-01 0");
    assertThat(text("#range")).contains("Double-click shows all");
  }

  @Test
  void twoRunsAreHeldAgainstEachOther() throws Exception {
    open("two.html");

    assertThat(text("#figures")).contains("before:", "better");
    assertThat(text("#changes-body")).contains("Found only by detectors-2.yaml: 1");
    tab.evaluate("document.querySelector('#runs input').click()");
    awaitSeries(WORST);
    assertThat(text("#detail-title")).isEqualTo("city=Oslo, item=worst");
    tab.screenshot(SCREENSHOTS.resolve("two.png"));
  }

  @Test
  void measuresThatAreJudgedTogetherAreDrawnOneAtATime() throws Exception {
    open("joint.html");
    pick(TOGETHER);

    assertThat(text("#measures")).contains("sales", "visits");
    goTo("visits");
    press("ArrowRight");

    assertThat(text("#readout")).contains("value 1,000", "expected range 999.50 to 1,001.50");
    goTo("sales");
    press("ArrowRight");
    assertThat(text("#readout")).contains("value 10", "expected range 9.50 to 11.50");
  }

  @Test
  void saysWhyAnUnusualPointIsNoAnomaly() throws Exception {
    open("joint.html");
    pick(GOOD);

    press("ArrowRight");

    assertThat(text("#readout")).contains("held back: NEAR_EXPECTED");
  }

  @Test
  void aRunThatOnlyLearnedHasAPageToo() throws Exception {
    open("learning.html");

    assertThat(text("#about")).doesNotContain("1970");
    assertThat(text("#notes")).contains("2 decisions made while learning");
  }

  private void goTo(String measure) throws Exception {
    tab.evaluate(
        "[...document.querySelectorAll('#measures label')].find(l => l.textContent === '"
            + measure
            + "').click()");
    tab.await(
        "document.getElementById('plot').getAttribute('aria-label').includes('" + measure + "')");
    tab.await("document.getElementById('detail').getAttribute('aria-busy') === 'false'");
  }

  private void press(String key) throws Exception {
    tab.evaluate("document.getElementById('plot').focus()");
    tab.press(key);
  }

  @Test
  void fitsAPhone() throws Exception {
    tab.resize(390, 844, true);
    open("one.html");

    assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue()).isEqualTo(390);
    assertThat(pixels("--value")).isGreaterThan(200);
    tab.screenshot(SCREENSHOTS.resolve("phone.png"));
  }

  private void open(String page) throws Exception {
    tab.open(directory.resolve(page).toUri());
    tab.await("document.getElementById('detail').getAttribute('aria-busy') === 'false'");
    assertThat(tab.errors()).isEmpty();
  }

  private void pick(DecidedSeries series) throws Exception {
    tab.evaluate("document.querySelector('#list [data-id=\"" + series.id() + "\"]').click()");
    awaitSeries(series);
  }

  private void awaitSeries(DecidedSeries series) throws Exception {
    tab.await(
        "document.getElementById('detail').dataset.series === '"
            + series.id()
            + "' && document.getElementById('detail').getAttribute('aria-busy') === 'false'");
    assertThat(tab.errors()).isEmpty();
  }

  private long pixels(String colour) throws Exception {
    return tab.evaluate(pixelScript(colour)).longValue();
  }

  /** How many pixels of the plot have very nearly a colour of the page's style. */
  private static String pixelScript(String colour) {
    return """
        (() => {
          const hex = getComputedStyle(document.documentElement).getPropertyValue('%s').trim();
          const want = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
          const canvas = document.getElementById('canvas');
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let found = 0;
          for (let i = 0; i < data.length; i += 4) {
            found += data[i + 3] > 200 && want.every((w, c) => Math.abs(data[i + c] - w) < 12) ? 1 : 0;
          }
          return found;
        })()"""
        .formatted(colour);
  }

  private static List<Label> labels() {
    return new LabelsByHand()
        .window(300, 310, "city", "Oslo", "item", "worst")
        .window(600, 620, "city", "Oslo", "item", "worst")
        .window(605, 625, "city", "Oslo", "item", "good")
        .windowOfKind(900, 915, "spike")
        .labels();
  }

  private static List<Decision> jointRun() {
    return List.of(
        TOGETHER.joint(0, "sales", 10, "visits", 1000),
        TOGETHER.joint(1, "sales", 11, "visits", 1001),
        GOOD.heldBack(0, "NEAR_EXPECTED"),
        GOOD.quiet(1));
  }

  /** A day of three series; in the second run, the worst finds one window more. */
  private static List<Decision> run(int number) {
    Map<DecidedSeries, Set<Integer>> alerts =
        Map.of(
            WORST,
            number == 0 ? Set.of(302, 450, 1200) : Set.of(302, 450, 603, 1200),
            GOOD,
            Set.of(607),
            NAMED_BADLY,
            Set.of(903));
    List<Decision> decisions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1440; i++) {
      double usual = 100 + 40 * Math.sin(i / 1440.0 * 2 * Math.PI);
      for (DecidedSeries series : List.of(WORST, GOOD, NAMED_BADLY)) {
        boolean alert = alerts.get(series).contains(i);
        double value = usual + 10 * random.nextDouble() + (alert ? 90 : 0);
        decisions.add(
            i < 32 ? series.learning(i) : series.valued(i, value, usual + 5, 15.0, alert ? 95 : 0));
      }
    }
    return decisions;
  }
}

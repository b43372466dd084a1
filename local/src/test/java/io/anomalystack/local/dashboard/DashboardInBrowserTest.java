package io.anomalystack.local.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.dashboard.Dashboard;
import io.anomalystack.lake.LakeWriter;
import io.anomalystack.local.browser.BrowserTest;
import io.anomalystack.local.quality.DecidedSeries;
import io.anomalystack.model.Decision;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard over a lake that fills. */
class DashboardInBrowserTest extends BrowserTest {
  private static final String HOSTILE =
      "</script><script>hacked = 1</script><img src=x onerror='hacked = 2'>\"\\,=&lt;b&gt;";
  private static final DecidedSeries PENS = DecidedSeries.of("product", "pens");
  private static final DecidedSeries INK = DecidedSeries.of("product", "ink");
  private static final DecidedSeries NAMED_BADLY =
      DecidedSeries.of("product", HOSTILE).withDetector("stock");
  private static final DecidedSeries TOGETHER =
      DecidedSeries.of().withDetector("stock").withMeasure("sales+visits");
  private static final int MINUTES = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path lake;

  private Dashboard dashboard;

  @BeforeEach
  void startDashboard() throws Exception {
    dashboard = Dashboard.start(lake, InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stopDashboard() throws Exception {
    if (tab != null) {
      // A page that is still open would complain that its server is gone.
      tab.open(URI.create("about:blank"));
      tab.await("location.href === 'about:blank'");
    }
    dashboard.close();
  }

  @Test
  void showsWhatIsTrackedAndWhichAnomaliesWereFound() throws Exception {
    fill();
    open("");

    assertThat(text("#kpis"))
        .contains(
            "Number of Timeseries Tracked",
            "Number of Datapoints Processed",
            "Anomaly Confidence Score");
    assertThat(text("#kpi-timeseries")).isEqualTo("4");
    assertThat(text("#kpi-datapoints")).isEqualTo("1,802");
    assertThat(text("#kpi-confidence")).isEqualTo("90.0");
    assertThat(count("#anomalies li")).isEqualTo(4);
    assertThat(text("#anomalies li")).contains("product", "pens", "08:20", "above the usual");
    assertThat(count("#finder-list > li")).isEqualTo(4);
    tab.await("document.querySelector('#alerts-over-time canvas') !== null");
    tab.screenshot(SCREENSHOTS.resolve("dashboard-light.png"));
    tab.preferDark(true);
    tab.await("matchMedia('(prefers-color-scheme: dark)').matches");
    tab.screenshot(SCREENSHOTS.resolve("dashboard-dark.png"));
    assertThat(tab.requests())
        .allMatch(request -> request.startsWith(dashboard.uri().toString()) || isData(request));
    assertThat(tab.errors()).isEmpty();
  }

  private static boolean isData(String request) {
    return request.startsWith("data:");
  }

  @Test
  void filtersByDetectorAndDimension() throws Exception {
    fill();
    open("");

    choose("#filter-detector", "sales");
    tab.await("document.querySelector('#kpi-timeseries').textContent === '2'");
    assertThat(count("#finder-list > li")).isEqualTo(2);

    type("#filter-dimension", "ink");
    tab.await("document.querySelectorAll('#filter-dimension-list [role=option]').length > 0");
    tab.evaluate(
        "[...document.querySelectorAll('#filter-dimension-list [role=option]')]"
            + ".find(o => o.textContent.includes('ink')).click()");
    tab.await("document.querySelector('#kpi-timeseries').textContent === '1'");
    tab.await("document.querySelectorAll('#anomalies li').length === 1");
    assertThat(address()).contains("detector=sales", "dimension=product%3Dink");

    tab.evaluate("document.querySelector('#filters [data-clear-filters]').click()");
    tab.await("document.querySelector('#kpi-timeseries').textContent === '4'");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void findsASeriesByItsName() throws Exception {
    fill();
    open("");

    type("#finder-search", "INK sales");

    tab.await("document.querySelectorAll('#finder-list > li').length === 1");
    assertThat(text("#finder-list")).contains("ink");
  }

  @Test
  void anAnomalyOpensItsSeriesAtThatMoment() throws Exception {
    fill();
    open("");

    tab.evaluate("document.querySelector('#anomalies li a').click()");
    awaitSeries(PENS);

    assertThat(address()).contains("series=" + PENS.id(), "at=");
    assertThat(text("#series-title")).contains("pens");
    assertThat(text("#readout")).contains("08:20", "Anomaly");
    tab.await("Number(document.querySelector('#chart').dataset.drawn) > 50");
    tab.screenshot(SCREENSHOTS.resolve("dashboard-series.png"));

    tab.evaluate("history.back()");
    tab.await(
        "document.body.dataset.view === 'overview' && document.body.dataset.ready === 'true'");
    assertThat(count("#anomalies li")).isEqualTo(4);
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void theKeyboardGoesFromPointToPoint() throws Exception {
    fill();
    open("?series=" + PENS.id() + "&at=" + start(500));
    awaitSeries(PENS);
    String before = text("#readout");

    tab.evaluate("document.getElementById('chart').focus()");
    tab.press("ArrowRight");
    tab.await("document.querySelector('#readout').textContent.includes('08:21')");

    assertThat(before).contains("08:20");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void whatIsDecidedMeanwhileAppearsByItself() throws Exception {
    open("");
    assertThat(visible("#waiting")).isTrue();
    assertThat(text("#waiting")).contains("Waiting for the first decisions");

    fill();
    tab.await("document.querySelector('#kpi-timeseries').textContent === '4'");
    assertThat(visible("#waiting")).isFalse();
    tab.await("document.querySelectorAll('#anomalies li').length === 4");

    write("later", List.of(INK.valued(MINUTES, 300, 100.0, 15.0, 95)));
    tab.await("document.querySelector('#kpi-anomalies').textContent === '5'");
    tab.await(
        "document.querySelectorAll('#anomalies li').length === 5"
            + " || document.querySelector('#anomalies [data-part=new]').hidden === false");
    assertThat(text("#freshness")).contains("Live");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aLinkThatIsAheadOfTheLakeOpensItsSeriesAsSoonAsItIsThere() throws Exception {
    open("?series=" + PENS.id() + "&at=" + start(500));
    assertThat(visible("#series-view")).isFalse();

    fill();

    awaitSeries(PENS);
    assertThat(text("#readout")).contains("08:20", "Anomaly");
  }

  @Test
  void whatIsDecidedAnewIsDrawnAnew() throws Exception {
    fill();
    open("?series=" + PENS.id() + "&at=" + start(500));
    awaitSeries(PENS);
    tab.await("document.querySelector('#readout').textContent.includes('230.969')");

    // A replay takes the place of the one before.
    write("first", decisions(190));

    tab.await("document.querySelector('#readout').textContent.includes('330.969')");
    assertThat(text("#readout")).contains("08:20", "Anomaly");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aHostileNameIsText() throws Exception {
    fill();
    open("?series=" + NAMED_BADLY.id());
    awaitSeries(NAMED_BADLY);

    assertThat(text("#series-title")).contains(HOSTILE);
    assertThat(text("#finder-list")).contains(HOSTILE);
    tab.mouse("mouseMoved", 500, 500);
    open("");
    assertThat(text("#anomalies")).contains(HOSTILE);
    tab.evaluate(
        "[...document.querySelectorAll('#finder-list a')]"
            + ".find(a => a.textContent.includes('hacked')).click()");
    awaitSeries(NAMED_BADLY);
    assertThat(tab.evaluate("typeof hacked").textValue()).isEqualTo("undefined");
    assertThat(tab.evaluate("document.images.length").intValue()).isZero();
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void showsWhatPeopleAreToldWhileTheyAre() throws Exception {
    fill();
    open("");
    assertThat(visible("#messages")).isFalse();

    tell("opened", "pens: 230 instead of 140", PENS.id(), start(500));
    tab.await("document.querySelectorAll('#messages li').length === 1");
    tell("resolved", HOSTILE, PENS.id(), start(500));
    tab.await("document.querySelectorAll('#messages li').length === 2");

    assertThat(text("#messages li")).contains("resolved", HOSTILE);
    tab.evaluate("document.querySelector('#messages li:last-child summary').click()");
    assertThat(text("#messages li:last-child pre")).isEqualTo("pens: 230 instead of 140\nin full");
    tab.screenshot(SCREENSHOTS.resolve("dashboard-messages.png"));
    tab.resize(360, 844, true);
    tab.await("document.documentElement.scrollWidth === 360");
    tab.screenshot(SCREENSHOTS.resolve("dashboard-messages-phone.png"));
    tab.evaluate("document.querySelector('#messages li:last-child a').click()");
    awaitSeries(PENS);
    assertThat(text("#readout")).contains("08:20", "Anomaly");
    assertThat(tab.evaluate("typeof hacked").textValue()).isEqualTo("undefined");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aHostileNameCanBeFilteredBy() throws Exception {
    fill();
    open("");

    type("#filter-dimension", "hacked");
    tab.await("document.querySelectorAll('#filter-dimension-list [role=option]').length === 1");
    tab.evaluate("document.querySelector('#filter-dimension-list [role=option]').click()");

    tab.await("document.querySelector('#kpi-timeseries').textContent === '1'");
    assertThat(text("#finder-list")).contains(HOSTILE);
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void measuresThatAreJudgedTogetherAreDrawnOneAtATime() throws Exception {
    fill();
    open("?series=" + TOGETHER.id() + "&measure=visits");
    awaitSeries(TOGETHER);

    assertThat(text("#measures")).contains("sales", "visits");
    tab.evaluate("document.getElementById('chart').focus()");
    tab.press("ArrowRight");
    tab.await("document.querySelector('#readout').textContent.includes('1,00')");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void fitsAPhone() throws Exception {
    fill();
    for (int width : new int[] {360, 390}) {
      tab.resize(width, 844, true);
      open("");
      assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue()).isEqualTo(width);
    }
    tab.screenshot(SCREENSHOTS.resolve("dashboard-phone.png"));
    open("?series=" + PENS.id() + "&at=" + start(500));
    awaitSeries(PENS);
    assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue()).isEqualTo(390);
    tab.preferDark(true);
    tab.await("matchMedia('(prefers-color-scheme: dark)').matches");
    tab.screenshot(SCREENSHOTS.resolve("dashboard-phone-series-dark.png"));
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void goesOnWhenTheServerIsBack() throws Exception {
    fill();
    open("");
    int port = dashboard.uri().getPort();

    dashboard.close();
    tab.await("document.querySelector('#freshness').dataset.state === 'lost'");
    write("meanwhile", List.of(INK.valued(MINUTES, 300, 100.0, 15.0, 95)));
    dashboard = Dashboard.start(lake, InetAddress.getLoopbackAddress(), port);

    tab.await("document.querySelector('#freshness').dataset.state === 'live'");
    tab.await("document.querySelector('#kpi-anomalies').textContent === '5'");
  }

  private void open(String address) throws Exception {
    tab.open(URI.create(dashboard.uri() + address));
    tab.await("document.body.dataset.ready === 'true'");
  }

  private void awaitSeries(DecidedSeries series) throws Exception {
    tab.await(
        "document.querySelector('#series-view').dataset.series === '"
            + series.id()
            + "' && document.body.dataset.ready === 'true'");
  }

  private String address() throws Exception {
    return tab.evaluate("location.search").textValue();
  }

  private int count(String selector) throws Exception {
    return tab.evaluate("document.querySelectorAll('" + selector + "').length").intValue();
  }

  private boolean visible(String selector) throws Exception {
    return tab.evaluate("document.querySelector('" + selector + "').checkVisibility()")
        .booleanValue();
  }

  private void choose(String selector, String value) throws Exception {
    set(selector, value, "change");
  }

  private void type(String selector, String value) throws Exception {
    set(selector, value, "input");
  }

  private void set(String selector, String value, String event) throws Exception {
    tab.evaluate(
        "(() => { const e = document.querySelector('%s'); e.focus(); e.value = '%s';"
                .formatted(selector, value)
            + " e.dispatchEvent(new Event('%s', {bubbles: true})); })()".formatted(event));
  }

  /** As a notifier's channel does that writes to a file. */
  private void tell(String state, String subject, String series, long at) throws Exception {
    ObjectNode message = new ObjectMapper().createObjectNode();
    message.put("time", "2026-03-01T12:00:00Z").put("channel", "record");
    message.put("alertId", state).put("incidentId", "i").put("sequence", 1);
    message.put("state", state).put("severity", "warning").put("detectorName", "sales");
    message.put("timeseriesId", series).put("at", at);
    message.put("subject", subject).put("text", subject + "\nin full");
    Files.writeString(
        lake.resolve("messages.jsonl"),
        message + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static long start(int minute) {
    return DecidedSeries.MIDNIGHT.plusSeconds(60L * minute).toEpochMilli();
  }

  private void fill() throws Exception {
    List<Decision> decisions = decisions(90);
    write("first", decisions);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (dashboard.decisions() < decisions.size()) {
      assertThat(System.nanoTime()).as("the dashboard's deadline").isLessThan(deadline);
    }
  }

  /** Ten hours of four series; where an anomaly is, the value is higher by so much. */
  private static List<Decision> decisions(double height) {
    List<Decision> decisions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < MINUTES; i++) {
      double usual = 100 + 40 * Math.sin(i / 60.0);
      for (DecidedSeries series : List.of(PENS, INK, NAMED_BADLY)) {
        boolean alert = i == 300 || (i == 500 && series.equals(PENS));
        double value = usual + 10 * random.nextDouble() + (alert ? height : 0);
        decisions.add(
            i < 32 ? series.learning(i) : series.valued(i, value, usual + 5, 15.0, alert ? 95 : 0));
      }
    }
    decisions.add(TOGETHER.joint(0, "sales", 10, "visits", 1000));
    decisions.add(TOGETHER.joint(1, "sales", 11, "visits", 1001));
    return decisions;
  }

  private void write(String name, List<Decision> decisions) throws Exception {
    try (LakeWriter writer = new LakeWriter(lake, name)) {
      for (Decision decision : decisions) {
        writer.write(decision);
      }
      writer.complete();
    }
  }
}

package io.anomalystack.local.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.dashboard.Dashboard;
import io.anomalystack.local.browser.BrowserTest;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard over a training run: its peers, rules, incidents and remedies. */
class TrainingInBrowserTest extends BrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
  void namesThePeerThatStandsOutAndMarksItInTheMap() throws Exception {
    fill(96);
    TrainingRun.writeIncidents(lake);
    TrainingRun.writeRemedies(lake);
    open("");
    awaitMap(96, 500);

    assertThat(text("#peers-said"))
        .contains("layer h.3 stands out at step 1,204: 12.4 spreads above its 95 peers.")
        .contains("Also h.17 (6.4 spreads below).");
    assertThat(data("#heat", "found")).isEqualTo("2");
    assertThat(text("#peers-about")).contains("run llm-7b", "grad_norm", "96 peers, 500 steps");
    tab.await("document.querySelectorAll('#timeline li').length === 6");
    pictures("dashboard-training");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aPointSaysWhichRulesItBreaksAndWhatItIsAShareOf() throws Exception {
    fill(24);
    TrainingRun.writeIncidents(lake);
    TrainingRun.writeRemedies(lake);
    open("?series=" + TrainingRun.mfu() + "&at=" + TrainingRun.time(1_240));
    awaitSeries(TrainingRun.mfu());

    assertThat(text("#series-about")).contains("mfu, share of 989 TFLOPS, H100 SXM bf16");
    assertThat(text("#readout")).contains("1,240", "low-mfu: breached");
    assertThat(text("#findings-table tbody tr"))
        .contains("low-mfu", "35.4", "limit 40", "8 of the last 8 points", "breached, critical");
    assertThat(text("#findings-table tbody tr:last-child"))
        .contains("slower-than-itself", "47.4", "noted", "below 87 % of its own median");
    assertThat(visible("#legend-limit")).isTrue();
    assertThat(visible("#legend-found")).isTrue();
    tab.await("document.querySelector('#series-timeline .track').dataset.bars === '1'");
    assertThat(data("#series-timeline .track", "marks")).isEqualTo("3");
    assertThat(text("#series-anomalies li"))
        .contains("step 1,259", "low-mfu", "34.9 against a limit of 40, 8 of the last 8 points")
        .doesNotContain("score");
    pictures("dashboard-training-mfu");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aPointSaysHowItComparesWithItsPeers() throws Exception {
    fill(24);
    String disturbed = TrainingRun.series(TrainingRun.DISTURBED_LAYER);
    open("?series=" + disturbed + "&at=" + TrainingRun.time(1_204));
    awaitSeries(disturbed);

    assertThat(text("#findings-table"))
        .contains("peers: layer", "24 peers at this moment", "stands out: 12.4 spreads above");
    assertThat(text("#series-anomalies li:last-child"))
        .contains("It stands out among its peers (layer)")
        .doesNotContain("score 0");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void theKeyboardGoesToThePeerThatStandsOutAndOpensItsChart() throws Exception {
    fill(24);
    open("");
    awaitMap(24, 500);

    tab.evaluate("document.getElementById('heat').focus()");
    tab.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            + " {key: 'ArrowLeft', shiftKey: true, bubbles: true}))");
    assertThat(data("#heat-readout", "row")).isEqualTo("h.3");
    assertThat(data("#heat-readout", "moment")).isEqualTo("1235");
    tab.press("ArrowDown");
    assertThat(text("#heat-readout")).contains("h.4", "1,235", "Median of 24", "spreads");
    tab.press("ArrowUp");
    tab.press("Enter");

    awaitSeries(TrainingRun.series(TrainingRun.DISTURBED_LAYER));
    assertThat(text("#readout")).contains("1,235", "Stands out among its peers");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aRowOpensItsChartAtTheMomentThatIsClicked() throws Exception {
    fill(24);
    open("");
    awaitMap(24, 500);
    tab.evaluate(
        "document.getElementById('heat').scrollIntoView({block: 'center', behavior: 'instant'})");
    double[] point = new double[2];
    String box = "document.querySelector('#heat canvas').getBoundingClientRect()";
    point[0] = tab.evaluate(box + ".right - 200").doubleValue();
    point[1] = tab.evaluate(box + ".top + 20").doubleValue();

    tab.mouse("mouseMoved", point[0], point[1]);
    tab.await("document.querySelector('#heat-readout').dataset.row !== undefined");
    String row = data("#heat-readout", "row");
    String moment = data("#heat-readout", "moment");
    tab.mouse("mousePressed", point[0], point[1]);
    tab.mouse("mouseReleased", point[0], point[1]);

    awaitSeries(TrainingRun.series(Integer.parseInt(row.substring(2))));
    assertThat(tab.evaluate("location.search").textValue())
        .contains("at=" + TrainingRun.time(Integer.parseInt(moment)));
    tab.evaluate("history.back()");
    tab.await("document.body.dataset.view === 'overview'");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void anotherGroupOfPeersCanBeChosenAndOnlyTheNewestSteps() throws Exception {
    fill(24);
    open("");
    awaitMap(24, 500);

    tab.evaluate("document.querySelector('#peer-stretch [value=\"200\"]').click()");
    awaitMap(24, 200);
    assertThat(text("#peers-said")).contains("h.3").doesNotContain("h.17");

    tab.evaluate(
        "(() => { const e = document.querySelector('#peer-group'); e.selectedIndex = 1;"
            + " e.dispatchEvent(new Event('change', {bubbles: true})); })()");
    awaitMap(12, 200);
    assertThat(text("#peers-said")).contains("Nobody stands out.");
    assertThat(tab.evaluate("location.search").textValue()).contains("peers=");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void incidentsAndRemediesAppearWhileThePageIsOpen() throws Exception {
    fill(24);
    open("");
    awaitMap(24, 500);
    assertThat(text("#timeline [data-part=empty]"))
        .contains("No incidents lie beside this lake", "alerts.jsonl", "remedies.jsonl");

    TrainingRun.writeIncidents(lake);
    tab.await("document.querySelector('#timeline .track').dataset.bars === '3'");
    assertThat(text("#timeline [data-part=empty]")).doesNotContain("incidents");
    TrainingRun.writeRemedies(lake);
    tab.await("document.querySelector('#timeline .track').dataset.marks === '3'");

    assertThat(visible("#timeline [data-part=empty]")).isFalse();
    assertThat(text("#timeline ol"))
        .contains("skip-batches run=llm-7b", "executed", "held back (dry run)", "cooldown");
    // Where an incident is drawn is where its steps are in the map above.
    double bar =
        tab.evaluate(
                "parseFloat(document.querySelector('#timeline .bar-critical').style.left)"
                    + " - parseFloat(document.querySelector('#timeline .ground').style.left)")
            .doubleValue();
    double ground =
        tab.evaluate("parseFloat(document.querySelector('#timeline .ground').style.width)")
            .doubleValue();
    assertThat(bar / ground).isBetween(0.799, 0.801);
    assertThat(tab.errors()).isEmpty();
  }

  private void pictures(String name) throws Exception {
    picture(name);
    tab.resize(390, 844, true);
    tab.preferDark(true);
    tab.await("matchMedia('(prefers-color-scheme: dark)').matches");
    // The charts follow the window a moment later.
    tab.await("document.documentElement.scrollWidth === 390");
    picture(name + "-phone-dark");
  }

  /** As it is once it has come to rest; a page that draws nothing more would be waited for. */
  private void picture(String name) throws Exception {
    tab.evaluate(
        "new Promise(done => { const draw = () => requestAnimationFrame(draw); draw();"
            + " setTimeout(done, 300); })");
    tab.screenshot(SCREENSHOTS.resolve(name + ".png"));
  }

  private void open(String address) throws Exception {
    tab.open(URI.create(dashboard.uri() + address));
    tab.await("document.body.dataset.ready === 'true'");
  }

  private void awaitMap(int rows, int columns) throws Exception {
    tab.await(
        "document.querySelector('#heat').dataset.rows === '%d'".formatted(rows)
            + " && document.querySelector('#heat').dataset.columns === '%d'".formatted(columns));
  }

  private void awaitSeries(String series) throws Exception {
    tab.await(
        "document.querySelector('#series-view').dataset.series === '"
            + series
            + "' && document.body.dataset.ready === 'true'");
  }

  private boolean visible(String selector) throws Exception {
    return tab.evaluate("document.querySelector('" + selector + "').checkVisibility()")
        .booleanValue();
  }

  private String data(String selector, String name) throws Exception {
    return tab.evaluate("document.querySelector('%s').dataset.%s".formatted(selector, name))
        .textValue();
  }

  private void fill(int layers) throws Exception {
    int written = TrainingRun.write(lake, layers);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (dashboard.decisions() < written) {
      assertThat(System.nanoTime()).as("the dashboard's deadline").isLessThan(deadline);
    }
  }
}

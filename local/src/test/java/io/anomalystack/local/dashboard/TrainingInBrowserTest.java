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
    fill();
    TrainingRun.writeIncidents(lake);
    TrainingRun.writeRemedies(lake);
    open("");
    awaitMap(96, 500);

    assertThat(text("#peers-said"))
        .contains("layer h.3 stands out at step 1,204: 12.4 spreads above its 95 peers.")
        .contains("Also h.41 (6.4 spreads below).");
    assertThat(data("#heat", "found")).isEqualTo("2");
    assertThat(text("#peers-about")).contains("run llm-7b", "grad_norm", "96 peers, 500 steps");
    tab.await("document.querySelectorAll('#timeline li').length === 6");
    pictures("dashboard-training");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void showsTheRulesOfAPoint() throws Exception {
    fill();
    TrainingRun.writeIncidents(lake);
    TrainingRun.writeRemedies(lake);
    open("?series=" + TrainingRun.mfu() + "&at=" + TrainingRun.time(1_240));
    awaitSeries(TrainingRun.mfu());

    assertThat(text("#series-about")).contains("share of 989 TFLOPS, H100 SXM bf16");
    pictures("dashboard-training-mfu");
    assertThat(tab.errors()).isEmpty();
  }

  private void pictures(String name) throws Exception {
    tab.await("Boolean(document.querySelector('canvas'))");
    picture(name + "-light");
    tab.preferDark(true);
    tab.await("matchMedia('(prefers-color-scheme: dark)').matches");
    picture(name + "-dark");
    tab.preferDark(false);
    tab.resize(390, 844, true);
    assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue()).isEqualTo(390);
    picture(name + "-phone");
    tab.preferDark(true);
    picture(name + "-phone-dark");
  }

  /** As it is once it has come to rest. */
  private void picture(String name) throws Exception {
    tab.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>"
            + " setTimeout(done, 300))))");
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

  private String data(String selector, String name) throws Exception {
    return tab.evaluate("document.querySelector('%s').dataset.%s".formatted(selector, name))
        .textValue();
  }

  private void fill() throws Exception {
    int written = TrainingRun.write(lake);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (dashboard.decisions() < written) {
      assertThat(System.nanoTime()).as("the dashboard's deadline").isLessThan(deadline);
    }
  }
}

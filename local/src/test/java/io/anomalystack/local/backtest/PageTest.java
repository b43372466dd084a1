package io.anomalystack.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.local.quality.DecidedSeries;
import io.anomalystack.local.quality.LabelsByHand;
import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> & \u2028";

  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"([^\"]+)\">(.*?)</script>", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void whatComesFromDataStaysInsideOfTheDataAndReadsAsItIs() throws IOException {
    DecidedSeries series = DecidedSeries.of("name", HOSTILE);

    String page = page(new LabelsByHand().window(1, 2, "name", HOSTILE), List.of(series.quiet(1)));

    Matcher results = DATA.matcher(page);
    assertThat(results.find()).isTrue();
    assertThat(results.group(2)).doesNotContain("<", ">", "&", "\u2028");
    JsonNode read = new ObjectMapper().readTree(results.group(2)).path("results").get(0);
    assertThat(read.path("bySeries").get(0).path("dimensionList").get(0).path("value").textValue())
        .isEqualTo(HOSTILE);
    assertThat(DATA.matcher(page).replaceAll("")).doesNotContain("alert(1)", "onerror");
  }

  @Test
  void asksForNothingOverTheNetworkAndForbidsIt() throws IOException {
    String page = page(new LabelsByHand(), List.of(DecidedSeries.of().quiet(1)));

    assertThat(page)
        .doesNotContainPattern("(?i)https?:")
        .doesNotContainPattern("(?i)(src|href)=\"[^#]")
        .doesNotContain("@import", "url(")
        .contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        .doesNotContain("unsafe-inline", "-hash}");
  }

  @Test
  void hasAPlotOfEachSeries() throws IOException {
    List<Decision> decisions =
        IntStream.range(0, 30).mapToObj(i -> DecidedSeries.of("n", "" + i).quiet(1)).toList();

    String page = page(new LabelsByHand(), decisions);

    assertThat(DATA.matcher(page).results().map(match -> match.group(1)))
        .hasSize(31)
        .contains("results", "plot-0-" + decisions.get(7).timeseriesId());
  }

  private String page(LabelsByHand labels, List<Decision> decisions) throws IOException {
    return Pages.page(directory, labels.labels(), List.of(decisions));
  }
}

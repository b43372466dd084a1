package io.anomalystack.local.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.quality.SeriesQuality;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A backtest as one HTML file that needs nothing else: it asks for nothing over the network, and a
 * content security policy forbids it to.
 *
 * @param results as for programs; see the README for the fields
 * @param runs what is drawn, in the order of the results
 */
public record Page(ObjectNode results, List<Run> runs) {

  /**
   * A run and its points.
   *
   * @param quality worst series first
   * @param points of every series
   */
  public record Run(Quality quality, PlotSpool points) {}

  /** Writes the page in UTF-8; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    String style = resource("page.css");
    String script =
        "\"use strict\";\n" + resource("data.js") + resource("plot.js") + resource("page.js");
    Writer page = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    String[] template = resource("page.html").split("<!-- data -->", 2);
    page.write(
        template[0]
            .replace("/* style */", style)
            .replace("{style-hash}", InlineText.hash(style))
            .replace("{script-hash}", InlineText.hash(script)));
    data(page, "results", InlineText.json(forPage().toString()));
    for (int run = 0; run < runs.size(); run++) {
      plots(page, run);
    }
    page.write(template[1].replace("/* script */", script));
    page.flush();
  }

  private void plots(Writer page, int run) throws IOException {
    Quality quality = runs.get(run).quality();
    Plots plots =
        new Plots(quality, runs.get(run).points(), Plots.MOST_POINTS / runs.size(), Plots.SAMPLE);
    for (SeriesQuality series : shown(quality.bySeries())) {
      data(
          page,
          "plot-" + run + "-" + series.series().id(),
          InlineText.json(plots.next(series).toString()));
    }
  }

  /** The results without what the page reads from the plots. */
  private ObjectNode forPage() {
    ObjectNode page = results.deepCopy();
    page.get("results")
        .forEach(
            result -> {
              ((ObjectNode) result).remove("falseAlarms");
              ArrayNode series = (ArrayNode) result.get("bySeries");
              while (series.size() > Plots.MOST_SERIES) {
                series.remove(series.size() - 1);
              }
            });
    return page;
  }

  private static <T> List<T> shown(List<T> series) {
    return series.subList(0, Math.min(Plots.MOST_SERIES, series.size()));
  }

  private static void data(Writer page, String id, String json) throws IOException {
    page.write("<script type=\"application/json\" id=\"" + id + "\">" + json + "</script>\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + ": not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

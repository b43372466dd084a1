package io.anomalystack.dashboard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.dashboard.lake.Lake;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the page asks for, as JSON under {@code /api}. */
public final class Api {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 500;
  private static final int MOST_MOMENTS = Integer.MAX_VALUE;

  /** Of this start, so that a page does not take another run's answer for today's. */
  private final String start = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

  private final Lake lake;
  private final Supplier<String> problem;
  private final Overviews overviews;
  private final SeriesList seriesList;
  private final SeriesPoints seriesPoints;
  private final Anomalies anomalies;
  private final Messages messages;
  private final Peers peers;
  private final Timeline timeline;
  private final Logs logs;

  /**
   * Answers from a lake, and what lies beside it.
   *
   * @param problem why the lake cannot be read as it is now; null if it can
   */
  public Api(Lake lake, Logs logs, Supplier<String> problem) {
    this.lake = lake;
    this.logs = logs;
    this.problem = problem;
    this.overviews = new Overviews(lake);
    this.seriesList = new SeriesList(lake);
    this.seriesPoints = new SeriesPoints(lake);
    this.anomalies = new Anomalies(lake);
    this.messages = new Messages(lake, logs.messages());
    this.peers = new Peers(lake);
    this.timeline = new Timeline(lake, logs.incidents(), logs.remedies());
  }

  /** Says which address is answered by what. */
  public void route(JavalinConfig config) {
    config.routes.get("/api/overview", this::overview);
    config.routes.get("/api/series", this::series);
    config.routes.get("/api/series/{id}", context -> answer(context, known(context)));
    config.routes.get("/api/series/{id}/points", this::points);
    config.routes.get("/api/anomalies", this::anomalies);
    config.routes.get(
        "/api/messages",
        context -> answer(context, messages.page(filter(context), limit(context))));
    config.routes.get("/api/timeline", context -> answer(context, timeline.page(filter(context))));
    config.routes.get("/api/peers", context -> answer(context, peers.groups(filter(context))));
    config.routes.get("/api/peers/{id}", this::peerMap);
  }

  private void overview(Context context) throws SQLException, IOException {
    String trouble = problem.get();
    String version =
        "%s-%d-%d%s"
            .formatted(
                start,
                lake.version(),
                logs.version(),
                trouble == null ? "" : "-" + trouble.hashCode());
    String tag = "\"" + version + "\"";
    context.header(Header.ETAG, tag);
    if (tag.equals(context.header(Header.IF_NONE_MATCH))) {
      context.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    answer(context, overviews.overview(filter(context), version, trouble));
  }

  private void series(Context context) throws SQLException, IOException {
    String words = context.queryParam("q");
    answer(
        context,
        seriesList.page(
            filter(context),
            words == null ? "" : words,
            sort(context),
            (int) whole(context, "offset", 0, 0, Integer.MAX_VALUE),
            limit(context)));
  }

  private void points(Context context) throws SQLException, IOException {
    SeriesSummary series = known(context);
    String measure = context.queryParam("measure");
    if (measure == null && !series.measures().isEmpty()) {
      measure = series.measures().get(0);
    }
    answer(
        context,
        seriesPoints.points(
            series.id(),
            time(context, "from", series.first()),
            time(context, "to", series.latest() + Math.max(1, series.period())),
            measure));
  }

  private void anomalies(Context context) throws SQLException, IOException {
    String series = context.queryParam("series");
    try {
      answer(
          context,
          anomalies.page(filter(context), series, context.queryParam("before"), limit(context)));
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(e.getMessage());
    }
  }

  private void peerMap(Context context) throws SQLException, IOException {
    PeerMap map =
        peers.map(context.pathParam("id"), whole(context, "newest", MOST_MOMENTS, 1, MOST_MOMENTS));
    if (map == null) {
      throw new NotFoundResponse("there are no peers of this id");
    }
    answer(context, map);
  }

  private SeriesSummary known(Context context) throws SQLException {
    String id = context.pathParam("id");
    SeriesSummary series = ID.matcher(id).matches() ? seriesList.series(id) : null;
    if (series == null) {
      throw new NotFoundResponse("there is no time series of this id");
    }
    return series;
  }

  private static Filter filter(Context context) {
    return new Filter(
        emptyToNull(context.queryParam("detector")), emptyToNull(context.queryParam("dimension")));
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static SeriesList.Sort sort(Context context) {
    String sort = context.queryParam("sort");
    if (sort == null) {
      return SeriesList.Sort.ALERTS;
    }
    try {
      return SeriesList.Sort.valueOf(sort.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("sort: must be one of alerts, recent, name, was " + sort);
    }
  }

  private static int limit(Context context) {
    return (int) whole(context, "limit", USUAL_PAGE, 1, LARGEST_PAGE);
  }

  /** A time of the years that a calendar has, in epoch milliseconds. */
  private static long time(Context context, String name, long usual) {
    return whole(context, name, usual, SqlTime.FIRST, SqlTime.LAST);
  }

  private static long whole(Context context, String name, long usual, long least, long most) {
    String text = context.queryParam(name);
    if (text == null) {
      return usual;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As wrong as one that is too great.
    }
    throw new BadRequestResponse(
        "%s: must be a whole number from %d to %d, was %s".formatted(name, least, most, text));
  }

  private static void answer(Context context, Object body) throws IOException {
    context.contentType("application/json").result(MAPPER.writeValueAsBytes(body));
  }
}

package io.anomalystack.dashboard.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The page's own files, from the class path. A name is letters, digits and dashes with one of the
 * known endings, so that no other file can be asked for.
 */
public final class PageFiles {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.(js|css|svg|html)");
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml",
          "html", "text/html;charset=utf-8");
  private static final String FOLDER = "/io/anomalystack/dashboard/page/";
  private static final String CHARTS = "/META-INF/resources/webjars/echarts/%s/echarts.min.js";

  private record PageFile(byte[] content, String type, String tag) {}

  private final Map<String, PageFile> files = new ConcurrentHashMap<>();
  private final String charts;

  public PageFiles() throws IOException {
    this.charts = CHARTS.formatted(chartsVersion());
  }

  /** Says which address is answered by which file. */
  public void route(JavalinConfig config) {
    config.routes.get("/", context -> send(context, FOLDER + "index.html", "html"));
    config.routes.get("/echarts.js", context -> send(context, charts, "js"));
    config.routes.get("/{file}", this::pageFile);
  }

  private void pageFile(Context context) throws IOException {
    Matcher name = NAME.matcher(context.pathParam("file"));
    if (!name.matches()) {
      throw new NotFoundResponse("there is no such page");
    }
    send(context, FOLDER + name.group(), name.group(1));
  }

  private void send(Context context, String resource, String ending) throws IOException {
    PageFile file = files.get(resource);
    if (file == null) {
      file = load(resource, TYPES.get(ending));
      files.put(resource, file);
    }
    context.header(Header.ETAG, file.tag);
    // A new release's files must not meet an old one's.
    context.header(Header.CACHE_CONTROL, "no-cache");
    if (file.tag.equals(context.header(Header.IF_NONE_MATCH))) {
      context.status(HttpStatus.NOT_MODIFIED);
    } else {
      context.contentType(file.type).result(file.content);
    }
  }

  private static PageFile load(String resource, String type) throws IOException {
    try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new NotFoundResponse("there is no such page");
      }
      byte[] content = in.readAllBytes();
      CRC32 sum = new CRC32();
      sum.update(content);
      return new PageFile(content, type, "\"" + Long.toHexString(sum.getValue()) + "\"");
    }
  }

  /** As the library's own jar says, so that the build names its version once. */
  private static String chartsVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        PageFiles.class.getResourceAsStream("/META-INF/maven/org.webjars/echarts/pom.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }
}

package io.anomalystack.local.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An S3 server with one bucket, and what a reader of that bucket sees. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "lake-bucket";

  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");
  private static final String IDENTITY = "somebody";
  private static final String CREDENTIAL = "something secret";

  /** This server lists an object while it writes it, under a name of its own; S3 does not. */
  private static final Pattern IN_THE_MAKING =
      Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

  private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

  private final HttpClient http = HttpClient.newHttpClient();
  private final JavaProcess process;
  private final String endpoint;

  private S3Server(JavaProcess process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts a server that keeps its objects in a directory; it answers when this returns. */
  static S3Server start(Path directory) throws Exception {
    Path objects = Files.createDirectories(directory.resolve("objects"));
    String endpoint = "http://127.0.0.1:" + freePort();
    Path settings = directory.resolve("s3proxy.properties");
    Files.writeString(
        settings,
        String.join(
            "\n",
            "s3proxy.endpoint=" + endpoint,
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + IDENTITY,
            "s3proxy.credential=" + CREDENTIAL,
            "s3proxy.ignore-unknown-headers=true",
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + objects));
    S3Server server =
        new S3Server(
            JavaProcess.start(
                directory.resolve("s3proxy.log"),
                Map.of("LOG_LEVEL", "warn"),
                List.of("-jar", JAR.toString(), "--properties", settings.toString())),
            endpoint);
    try {
      server.createBucket();
      return server;
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void createBucket() throws Exception {
    while (true) {
      try {
        request("PUT", "/" + BUCKET, "", BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        process.letRun(() -> "no answer from " + endpoint);
      }
    }
  }

  /** What Flink needs to know to write here. */
  List<String> settings() {
    return List.of(
        "s3.endpoint=" + endpoint,
        "s3.path.style.access=true",
        "s3.access-key=" + IDENTITY,
        "s3.secret-key=" + CREDENTIAL);
  }

  /** The names of all objects. */
  List<String> objects() throws Exception {
    String listing =
        new String(
            request("GET", "/" + BUCKET, "&max-keys=1000", BodyHandlers.ofByteArray()), UTF_8);
    if (listing.contains("<IsTruncated>true")) {
      throw new AssertionError("more than 1000 objects: the listing is cut");
    }
    List<String> keys = new ArrayList<>();
    Matcher matcher = KEY.matcher(listing);
    while (matcher.find()) {
      if (!IN_THE_MAKING.matcher(matcher.group(1)).find()) {
        keys.add(matcher.group(1));
      }
    }
    return keys;
  }

  /** Copies an object into a file. */
  Path download(String key, Path file) throws Exception {
    return Files.write(
        file, request("GET", "/" + BUCKET + "/" + key, "", BodyHandlers.ofByteArray()));
  }

  private <T> T request(
      String method, String resource, String more, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    String expires = Long.toString(Instant.now().plus(Duration.ofMinutes(10)).getEpochSecond());
    String query =
        "?AWSAccessKeyId=%s&Expires=%s&Signature=%s%s"
            .formatted(
                IDENTITY,
                expires,
                URLEncoder.encode(signature(method + "\n\n\n" + expires + "\n" + resource), UTF_8),
                more);
    HttpResponse<T> response =
        http.send(
            HttpRequest.newBuilder(URI.create(endpoint + resource + query))
                .method(method, BodyPublishers.noBody())
                .timeout(Duration.ofMinutes(1))
                .build(),
            handler);
    if (response.statusCode() != 200) {
      throw new AssertionError(method + " " + resource + ": status " + response.statusCode());
    }
    return response.body();
  }

  private static String signature(String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(CREDENTIAL.getBytes(UTF_8), "HmacSHA1"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}

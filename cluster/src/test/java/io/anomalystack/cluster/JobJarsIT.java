package io.anomalystack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jars that clusters are given, and what is not: decision record 022. */
class JobJarsIT {
  private static final Path LIB = Path.of(System.getProperty("flink.lib"));

  /** Where classes may lie: our own, and each library that the jobs bring. */
  private static final List<String> PACKAGES =
      List.of(
          "io/anomalystack/",
          // Kafka, and how MSK knows who connects.
          "org/apache/flink/connector/kafka/",
          "org/apache/flink/streaming/connectors/kafka/",
          "org/apache/flink/streaming/util/serialization/JSONKeyValueDeserializationSchema.class",
          "org/apache/kafka/",
          "software/amazon/",
          "org/reactivestreams/",
          "com/github/luben/zstd/",
          "net/jpountz/",
          "org/xerial/snappy/",
          // Managed Flink's properties.
          "com/amazonaws/services/kinesisanalytics/",
          // Records and detector files.
          "com/fasterxml/jackson/",
          "org/yaml/snakeyaml/",
          "biweekly/",
          "com/github/mangstadt/vinnie/",
          "io/opentelemetry/proto/",
          "com/google/",
          // Models.
          "com/amazon/randomcutforest/",
          "org/apache/commons/math3/",
          "org/apache/commons/lang3/",
          // The lake.
          "org/apache/parquet/",
          "shaded/parquet/",
          "org/apache/hadoop/");

  /** The sink alone. */
  private static final List<String> OF_THE_SINK = List.of("org/apache/flink/formats/parquet/");

  /** Libraries in Flink's lib as well, of whatever version: loading the child first keeps ours. */
  private static final List<String> OURS_FIRST =
      List.of(
          "net/jpountz/",
          "org/xerial/snappy/",
          "org/apache/commons/math3/",
          "org/apache/commons/lang3/");

  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "sink.jar"})
  void holdsTheJobAndWhatFlinkDoesNotBring(String jar) throws IOException {
    List<String> packages =
        jar.equals("job.jar")
            ? PACKAGES
            : Stream.concat(PACKAGES.stream(), OF_THE_SINK.stream()).toList();
    List<String> classes = classes(path(jar));
    assertThat(few(classes, name -> packages.stream().noneMatch(name::startsWith))).isEmpty();
    assertThat(few(packages, part -> classes.stream().noneMatch(name -> name.startsWith(part))))
        .isEmpty();
    try (JarFile file = new JarFile(path(jar).toFile())) {
      String main = file.getManifest().getMainAttributes().getValue("Main-Class");
      assertThat(file.getEntry(main.replace('.', '/') + ".class")).isNotNull();
      assertThat(file.isMultiRelease()).isFalse();
    }
    System.out.printf(
        "%s: %,d classes, %.1f MB%n",
        path(jar).getFileName(), classes.size(), Files.size(path(jar)) / 1e6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "sink.jar"})
  void holdsNothingThatFlinkHas(String jar) throws IOException {
    Set<String> provided = new TreeSet<>();
    try (Stream<Path> lib = Files.list(LIB)) {
      for (Path library : lib.toList()) {
        provided.addAll(classes(library));
      }
    }
    assertThat(provided.contains("org/apache/flink/api/common/JobID.class")).isTrue();
    assertThat(provided.contains("org/slf4j/Logger.class")).isTrue();
    provided.removeIf(name -> OURS_FIRST.stream().anyMatch(name::startsWith));
    assertThat(few(classes(path(jar)), provided::contains)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "sink.jar"})
  void holdsNothingThatWouldTrip(String jar) throws IOException {
    List<String> names = names(path(jar));
    Set<String> seen = new TreeSet<>();
    assertThat(few(names, name -> !seen.add(name))).as("twice").isEmpty();
    assertThat(
            few(
                names,
                name ->
                    name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)")
                        || name.endsWith("module-info.class")
                        || name.startsWith("META-INF/versions/")
                        || name.matches("(log4j|logback)[^/]*\\.(properties|xml|yaml)")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "sink.jar"})
  void keepsServicesOfAllLibraries(String jar) throws IOException {
    Set<String> classes = new TreeSet<>(classes(path(jar)));
    try (ZipFile file = new ZipFile(path(jar).toFile())) {
      for (String name : names(path(jar))) {
        if (name.matches("META-INF/services/[^/]+")) {
          assertThat(read(file, name).lines().map(String::strip))
              .as(name)
              .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
              .isNotEmpty()
              .allMatch(provider -> classes.contains(provider.replace('.', '/') + ".class"));
        }
      }
      assertThat(read(file, "META-INF/services/com.fasterxml.jackson.databind.Module"))
          .contains("JavaTimeModule", "Jdk8Module");
      assertThat(read(file, "META-INF/services/software.amazon.awssdk.http.SdkHttpService"))
          .contains("UrlConnectionSdkHttpService");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "sink.jar"})
  void keepsLicencesAndNotices(String jar) throws IOException {
    try (ZipFile file = new ZipFile(path(jar).toFile())) {
      assertThat(read(file, "META-INF/LICENSE")).contains("Apache License");
      assertThat(read(file, "META-INF/NOTICE")).contains("Jackson JSON processor", "Apache Flink");
      assertThat(read(file, "NOTICE")).contains("Apache Kafka");
      assertThat(read(file, "META-INF/NOTICE.txt"))
          .contains("Apache Commons Math", "Apache Commons Lang", "Apache Hadoop");
      assertThat(file.getEntry("META-INF/LICENSE.txt")).isNotNull();
    }
  }

  /**
   * As Kafka's clients do where {@code sasl.mechanism} is AWS_MSK_IAM, without any of its parts
   * missing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "sink.jar"})
  void knowsHowToLogInToMsk(String jar) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader alone = alone(path(jar))) {
      Thread.currentThread().setContextClassLoader(alone);
      Class.forName("software.amazon.msk.auth.iam.IAMLoginModule", true, alone);
      Class<?> credentials =
          Class.forName(
              "software.amazon.msk.auth.iam.internals.MSKCredentialProvider", true, alone);
      for (Map<String, String> options :
          List.<Map<String, String>>of(
              Map.of(),
              Map.of(
                  "awsRoleArn",
                  "arn:aws:iam::123456789012:role/anomaly",
                  "awsStsRegion",
                  "eu-central-1"))) {
        ((AutoCloseable) credentials.getConstructor(Map.class).newInstance(options)).close();
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** The jar and Flink's lib, without anything of this test's class path. */
  private static URLClassLoader alone(Path jar) throws IOException {
    try (Stream<Path> lib = Files.list(LIB)) {
      List<URL> urls = new ArrayList<>(List.of(jar.toUri().toURL()));
      for (Path library : lib.toList()) {
        urls.add(library.toUri().toURL());
      }
      return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
  }

  /** A few of those of which something is true, for a message that can be read. */
  private static List<String> few(List<String> names, Predicate<String> wrong) {
    return names.stream().filter(wrong).limit(10).toList();
  }

  private static Path path(String jar) {
    return Path.of(System.getProperty(jar));
  }

  private static List<String> classes(Path jar) throws IOException {
    return names(jar).stream()
        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
        .toList();
  }

  private static List<String> names(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return Collections.list(file.entries()).stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .toList();
    }
  }

  private static String read(ZipFile file, String name) throws IOException {
    try (InputStream content = file.getInputStream(file.getEntry(name))) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }
}

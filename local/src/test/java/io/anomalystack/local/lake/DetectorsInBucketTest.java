package io.anomalystack.local.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.job.config.DetectorSettings;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.detectors.DetectorContent;
import io.anomalystack.job.detectors.DetectorLocation;
import io.anomalystack.job.detectors.DetectorUpdates.Update;
import io.anomalystack.job.detectors.WatchedDetectors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector file in a bucket of a real S3 server, read through Flink's own plugin. */
class DetectorsInBucketTest {
  private static final String FOLDER = "s3://" + S3Server.BUCKET + "/team/";
  private static final long HOLIDAY = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();

  @TempDir static java.nio.file.Path directory;

  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    // Its client says at length, on standard error, that it is of an old version.
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    server = S3Server.start(directory);
    Configuration configuration = new Configuration();
    for (String setting : server.settings()) {
      String[] parts = setting.split("=", 2);
      configuration.setString(parts[0], parts[1]);
    }
    FileSystem.initialize(
        configuration,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(java.nio.file.Path.of("target", "plugins"))
                .findPlugins(),
            new String[] {
              "java.", "javax.", "org.apache.flink.", "org.slf4j", "org.apache.log4j"
            }));
  }

  @AfterAll
  static void stop() throws Exception {
    FileSystem.initialize(new Configuration(), null);
    server.close();
  }

  @Test
  void fileAndCalendarAreReadAndWatchedThere() throws Exception {
    write("calendars/off.ics", holiday("20260101"));
    write("detectors.yaml", detectors(70));
    DetectorSettings settings = settings("detectors.yaml");
    DetectorContent content = DetectorLocation.of(settings).read().checked();
    WatchedDetectors watched = new WatchedDetectors(settings);

    assertThat(content.detectors().get(0).calendars().get(0).covers(HOLIDAY, HOLIDAY + 1)).isTrue();
    assertThat(content.detectors().get(0).history().file()).isEqualTo(FOLDER + "past.jsonl");
    assertThat(watched.look(content.detectors(), content.digest())).isEmpty();

    write("detectors.yaml", detectors(85));
    Optional<Update> threshold = watched.look(content.detectors(), content.digest());
    assertThat(threshold.orElseThrow().detectors().get(0).anomalyThreshold()).isEqualTo(85);

    write("calendars/off.ics", holiday("20260102"));
    Optional<Update> calendar = watched.look(threshold.get().detectors(), threshold.get().digest());
    assertThat(
            calendar
                .orElseThrow()
                .detectors()
                .get(0)
                .calendars()
                .get(0)
                .covers(HOLIDAY, HOLIDAY + 1))
        .isFalse();
  }

  @Test
  void noSuchKeyIsSaid() throws Exception {
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> DetectorLocation.of(settings("none.yaml")).read())
        .withMessageContaining(FOLDER + "none.yaml");
  }

  private static DetectorSettings settings(String file) throws Exception {
    return JobSettings.from(
            Map.of("detectors", FOLDER + file, "bootstrap.servers", "localhost:9092"))
        .detectors();
  }

  private static void write(String name, String text) throws IOException {
    Path path = new Path(FOLDER + name);
    try (OutputStream out = path.getFileSystem().create(path, WriteMode.OVERWRITE)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private static String detectors(int threshold) {
    return """
        detectors:
          - name: sales
            topic: sales
            timestamp: at
            period: 1m
            measures: [{field: quantity}]
            anomalyThreshold: %d
            calendars: [{name: off, file: calendars/off.ics}]
            history: {file: past.jsonl}
        """
        .formatted(threshold);
  }

  private static String holiday(String day) {
    return """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//test//EN
        BEGIN:VEVENT
        UID:off
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:%s
        END:VEVENT
        END:VCALENDAR
        """
        .formatted(day)
        .replace("\n", "\r\n");
  }
}

package io.anomalystack.job.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.change.Effect;
import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorFileWatchTest {
  @TempDir Path directory;

  private Path file;
  private List<Detector> running;
  private String digest;
  private DetectorFileWatch watch;

  @BeforeEach
  void start() throws Exception {
    file = directory.resolve("detectors.yaml");
    write("anomalyThreshold: 70");
    DetectorContent content = location("").read();
    running = content.detectors();
    digest = content.digest();
    watch = watch("elsewhere://");
  }

  @Test
  void aFileThatStaysIsNothing() {
    assertThat(look()).isEqualTo(new Look.Nothing());
    assertThat(look()).isEqualTo(new Look.Nothing());
  }

  @Test
  void anotherFileTakesEffect() throws Exception {
    write("anomalyThreshold: 85");

    Look.Changed changed = (Look.Changed) look();

    assertThat(changed.content().detectors().get(0).anomalyThreshold()).isEqualTo(85);
    assertThat(changed.content().digest()).isNotEqualTo(digest);
    assertThat(changed.changes().changes().get(0).effect()).isEqualTo(Effect.AT_ONCE);
  }

  @Test
  void whatIsAcceptedIsOfferedUntilItRuns() throws Exception {
    write("anomalyThreshold: 85");
    Look.Changed changed = (Look.Changed) look();

    assertThat(look()).isEqualTo(changed);
    running = changed.content().detectors();
    digest = changed.content().digest();
    assertThat(look()).isEqualTo(new Look.Nothing());
  }

  @Test
  void aFileThatCannotBeUsedIsToldOnceWithAllItsProblems() throws Exception {
    write("anomalyTreshold: 85\n    missing: never");

    assertThat(((Look.Refused) look()).problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("did you mean 'anomalyThreshold'"))
        .anyMatch(problem -> problem.contains("detectors[0].missing"));
    assertThat(look()).isEqualTo(new Look.Nothing());
    write("anomalyTreshold: 86");
    assertThat(look()).isInstanceOf(Look.Refused.class);
  }

  @Test
  void aChangeThatWouldForgetIsToldOnceAndWhatToDo() throws Exception {
    write("seasonality: none");

    assertThat(((Look.Refused) look()).problems())
        .hasSize(1)
        .first()
        .asString()
        .contains("seasonality", "detectors.forget: sales");
    assertThat(look()).isEqualTo(new Look.Nothing());
  }

  @Test
  void aChangeThatIsMeantToForgetTakesEffect() throws Exception {
    watch =
        new DetectorFileWatch(
            new DetectorLocation("elsewhere://" + file, 70), Set.of("sales", "others"));
    write("seasonality: none");

    assertThat(look()).isInstanceOf(Look.Changed.class);
  }

  @Test
  void aMistakeThatIsMadeAgainIsToldAgain() throws Exception {
    write("missing: never");
    look();
    write("anomalyThreshold: 70");
    assertThat(look()).isEqualTo(new Look.Nothing());

    write("missing: never");
    assertThat(look()).isInstanceOf(Look.Refused.class);
  }

  @Test
  void aFileThatIsGoneIsToldOnceAndChangesNothing() throws Exception {
    Files.delete(file);

    assertThat(((Look.Refused) look()).problems())
        .singleElement()
        .asString()
        .startsWith("cannot be read: ");
    assertThat(look()).isEqualTo(new Look.Nothing());
  }

  @Test
  void whatIsSaidOtherwiseOfTheSameFailureIsNotToldAgain() throws Exception {
    Files.delete(file);
    assertThat(look()).isInstanceOf(Look.Refused.class);
    Files.createDirectory(file);

    assertThat(look()).isEqualTo(new Look.Nothing());
  }

  @Test
  void aFileOnDiskCountsOnceItStaysAsItIs() throws Exception {
    watch = watch("");
    write("anomalyThreshold: 85");
    assertThat(look()).isEqualTo(new Look.Nothing());
    write("anomalyThreshold: 86");
    assertThat(look()).isEqualTo(new Look.Nothing());

    Look.Changed changed = (Look.Changed) look();

    assertThat(changed.content().detectors().get(0).anomalyThreshold()).isEqualTo(86);
  }

  private Look look() {
    return watch.look(running, digest);
  }

  private DetectorFileWatch watch(String scheme) {
    return new DetectorFileWatch(location(scheme), Set.of());
  }

  private DetectorLocation location(String scheme) {
    return new DetectorLocation(scheme + file, 70);
  }

  private void write(String settings) throws IOException {
    Files.writeString(
        file,
        """
        detectors:
          - name: sales
            topic: sales
            timestamp: at
            period: 1m
            measures: [{field: quantity}]
            %s
        """
            .formatted(settings));
  }
}

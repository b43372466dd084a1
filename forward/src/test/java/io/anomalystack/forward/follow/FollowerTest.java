package io.anomalystack.forward.follow;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {
  private final List<String> notices = new ArrayList<>();

  @TempDir Path directory;
  private Path log;
  private Follower follower;

  @BeforeEach
  void follow() {
    log = directory.resolve("run.log");
    follower = new Follower(log, null, notices::add);
  }

  @AfterEach
  void close() throws IOException {
    follower.close();
  }

  @Test
  void waitsForTheFileAndHandsOutWholeLinesOnly() throws IOException {
    assertThat(poll()).isEmpty();
    write("a\r\nb\nhalf");
    assertThat(poll()).containsExactly("a", "b");
    assertThat(poll()).isEmpty();
    write(" a line\n");
    assertThat(poll()).containsExactly("half a line");
  }

  @Test
  void readsARenamedFileToItsEndBeforeTheNextOne() throws IOException {
    write("a\n");
    assertThat(poll()).containsExactly("a");
    write("b\n");
    Path old = rotate();
    assertThat(poll()).containsExactly("b");
    Files.createFile(log);
    Files.writeString(old, "c, still by the old name\nunfinished", APPEND);
    assertThat(poll()).containsExactly("c, still by the old name");
    write("d\n");
    assertThat(poll()).containsExactly("unfinished", "d");
    assertThat(notices).isEmpty();
  }

  @Test
  void aLineLongerThanABrokerTakesIsCutHoweverItIsRead() throws IOException {
    write("x".repeat(OpenLog.MAX_LINE_BYTES + 1) + "\nb\n");
    List<String> lines = poll();

    assertThat(lines).hasSize(2).endsWith("b");
    assertThat(lines.get(0)).hasSize(OpenLog.MAX_LINE_BYTES);
  }

  @Test
  void readsTheCopyOfAFileThatWasEmptied() throws IOException {
    write("a\n");
    assertThat(poll()).containsExactly("a");
    write("b\n");
    Files.copy(log, directory.resolve("run.log.1"));
    Files.writeString(log, "c, longer than what was read of the file before\n");
    assertThat(all()).containsExactly("b", "c, longer than what was read of the file before");
    assertThat(notices).isEmpty();
  }

  @Test
  void saysThatAFileWasWrittenAnewWithoutACopy() throws IOException {
    write("a\nb\n");
    assertThat(poll()).containsExactly("a", "b");
    Files.writeString(log, "c\n");
    assertThat(all()).containsExactly("c");
    assertThat(notices).singleElement().asString().contains("run.log").contains("at byte 4");
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    write("header\na\n");
    poll();
    write("b\n");
    goOn();
    assertThat(follower.poll())
        .containsExactly(new Line("header", true, true), new Line("b", false, false));
    goOn();
    assertThat(poll()).isEmpty();
  }

  @Test
  void goesOnInFilesThatWereRotatedMeanwhile() throws IOException {
    write("a\n");
    poll();
    write("b\n");
    Path oldest = directory.resolve("run.log.2");
    Files.move(rotate(), oldest);
    write("c\n");
    Path older = rotate();
    write("d\n");
    Files.setLastModifiedTime(oldest, FileTime.fromMillis(1_000));
    Files.setLastModifiedTime(older, FileTime.fromMillis(2_000));
    goOn();
    assertThat(all()).containsExactly("b", "c", "d");
    assertThat(notices).isEmpty();
  }

  @Test
  void goesOnInTheCopyOfAFileThatWasEmptiedMeanwhile() throws IOException {
    write("a\n");
    poll();
    write("b\n");
    Files.copy(log, directory.resolve("run.log-20241122"));
    Files.writeString(log, "c, longer than what was read of the file before\n");
    goOn();
    assertThat(all()).containsExactly("b", "c, longer than what was read of the file before");
  }

  @Test
  void beginsAfreshWhereWhatItReadIsGone() throws IOException {
    write("a\nb\n");
    poll();
    Files.delete(log);
    write("another run, with more to say\n");
    goOn();
    assertThat(all()).containsExactly("another run, with more to say");
    assertThat(notices).singleElement().asString().contains("is gone").contains("byte 4");
  }

  @Test
  void takesNoOtherFileBesideForOneThatWasRotated() throws IOException {
    write("a\n");
    poll();
    Files.writeString(directory.resolve("run.log.stderr"), "oops\n");
    Files.writeString(directory.resolve("run.log.position"), "{}\n");
    rotate();
    assertThat(all()).isEmpty();
    write("b\n");
    assertThat(all()).containsExactly("b");
  }

  @Test
  void cutsALineThatIsTooLongAndGoesOnBehindIt() throws IOException {
    write("x".repeat(5 * OpenLog.MAX_LINE_BYTES));
    assertThat(all())
        .singleElement()
        .satisfies(line -> assertThat(line).hasSize(OpenLog.MAX_LINE_BYTES));
    write("x\nb\n");
    assertThat(all()).containsExactly("b");
  }

  private void goOn() throws IOException {
    Position position = follower.position();
    follower.close();
    follower = new Follower(log, position, notices::add);
  }

  private void write(String text) throws IOException {
    Files.writeString(log, text, CREATE, APPEND);
  }

  private Path rotate() throws IOException {
    return Files.move(log, directory.resolve("run.log.1"));
  }

  private List<String> poll() throws IOException {
    return follower.poll().stream().filter(line -> !line.again()).map(Line::text).toList();
  }

  /** Until there is nothing more; more than one empty answer may lie between two files. */
  private List<String> all() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int quiet = 0; quiet < 3; quiet++) {
      for (List<String> more = poll(); !more.isEmpty(); more = poll()) {
        lines.addAll(more);
      }
    }
    return lines;
  }
}

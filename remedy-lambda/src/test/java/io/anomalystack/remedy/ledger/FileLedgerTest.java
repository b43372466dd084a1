package io.anomalystack.remedy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.model.RemedyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest extends LedgerContract {
  @TempDir Path directory;

  @Override
  Ledger ledger() {
    return new FileLedger(file());
  }

  private Path file() {
    return directory.resolve("state").resolve("remedies.jsonl");
  }

  @Test
  void outlivesItsProcessAndALineCutShort() throws IOException {
    String other = "ab".repeat(32);
    String released = "cd".repeat(32);
    Ledger killed = ledger();
    killed.begin(BEGUN);
    killed.begin(Entry.begun(other, "t-0@1", 1));
    killed.end(Entry.begun(other, "t-0@1", 1).ended(RemedyState.FAILED, "no", 2));
    killed.begin(Entry.begun(released, "t-0@2", 1));
    killed.release(Entry.begun(released, "t-0@2", 1));
    killed.close();
    Files.writeString(file(), "{\"remedyId\":\"ef", StandardOpenOption.APPEND);

    try (Ledger next = ledger()) {
      assertThat(next.find(ID)).contains(BEGUN);
      assertThat(next.find(other).orElseThrow().ending().orElseThrow().outcome()).isEqualTo("no");
      assertThat(next.begin(Entry.begun(released, "t-0@2", 3))).isTrue();
    }
    assertThat(ledger().find(released)).isPresent();
  }

  @Test
  void ofTwoProcessesOneHasIt() {
    try (Ledger first = ledger()) {
      assertThat(first.begin(BEGUN)).isTrue();
      assertThatThrownBy(this::ledger)
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessageContaining("another process has it open");
    }
    assertThat(ledger().begin(BEGUN)).isFalse();
  }
}

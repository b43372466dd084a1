package io.anomalystack.remedy;

import static io.anomalystack.remedy.Remedies.TIME;
import static io.anomalystack.remedy.Remedies.at;
import static io.anomalystack.remedy.Remedies.record;
import static io.anomalystack.remedy.Remedies.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import io.anomalystack.remedy.audit.Audit;
import io.anomalystack.remedy.audit.AuditUnavailableException;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.Outcome;
import io.anomalystack.remedy.ledger.Entry;
import io.anomalystack.remedy.ledger.FileLedger;
import io.anomalystack.remedy.ledger.Ledger;
import io.anomalystack.remedy.ledger.LedgerSettings;
import io.anomalystack.remedy.ledger.Limit;
import io.anomalystack.remedy.ledger.MemoryLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedierTest {
  private static final Dimension RUN = new Dimension("run", "llm-7b");
  private static final RemedyRecord STOP = requested(RemedyAction.STOP, RUN);

  @TempDir Path directory;

  private final List<RemedyRecord> done = new ArrayList<>();
  private final List<RemedyRecord> audit = new ArrayList<>();
  private Outcome outcome = Outcome.done("told to stop");
  private boolean auditIsDown;
  private Ledger ledger = new MemoryLedger();
  private Limit limit = new Limit(10, Duration.ofHours(1));

  /** The process dies while it executes. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Executor launcher =
      new Executor() {
        @Override
        public Outcome execute(RemedyRecord remedy) {
          done.add(remedy);
          if (outcome == null) {
            throw new Killed();
          }
          return outcome;
        }

        @Override
        public void close() {}
      };

  private final Audit topic =
      new Audit() {
        @Override
        public void append(RemedyRecord remedy) {
          if (auditIsDown) {
            throw new AuditUnavailableException("no broker", null);
          }
          audit.add(remedy);
        }

        @Override
        public void close() {}
      };

  private Report act(Instant now, KafkaRecord... records) {
    ExecutorsFile file =
        new ExecutorsFile(
            Optional.empty(),
            LedgerSettings.MEMORY,
            limit,
            Optional.of(Duration.ofMinutes(10)),
            Optional.of(Duration.ofHours(1)),
            Map.of());
    Remedier remedier =
        new Remedier(
            file, Map.of("launcher", launcher), ledger, topic, Clock.fixed(now, ZoneOffset.UTC));
    return remedier.act(List.of(records), Instant.MAX);
  }

  private Report act(RemedyRecord... remedies) {
    KafkaRecord[] records = new KafkaRecord[remedies.length];
    Arrays.setAll(records, i -> at(i, remedies[i]));
    return act(after(5), records);
  }

  /** An instant so many seconds after the remedies are asked for. */
  private static Instant after(int seconds) {
    return Instant.ofEpochMilli(TIME).plusSeconds(seconds);
  }

  private List<String> said() {
    return audit.stream()
        .map(
            record ->
                record.state().text()
                    + (record.heldBack() == null ? "" : " " + record.heldBack().text()))
        .toList();
  }

  @Test
  void doesWhatIsRequestedAndWritesItDown() {
    Report report = act(STOP);

    assertThat(done).containsExactly(STOP);
    assertThat(report.failed()).isEmpty();
    assertThat(audit)
        .containsExactly(
            STOP.then(
                RemedyState.EXECUTED,
                null,
                "told to stop",
                "anomaly-remedy",
                after(5).toEpochMilli()));
  }

  @ParameterizedTest
  @EnumSource(
      value = RemedyState.class,
      names = {"REQUESTED", "APPROVED"},
      mode = EnumSource.Mode.EXCLUDE)
  void doesNothingThatIsNeitherRequestedNorApproved(RemedyState state) {
    Report report = act(record(state, RemedyAction.STOP, false, TIME, RUN));

    assertThat(done).isEmpty();
    assertThat(audit).isEmpty();
    assertThat(report.failed()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RemedyState.class,
      names = {"REQUESTED", "APPROVED"})
  void aDryRunIsNotDoneWhateverItsState(RemedyState state) {
    act(record(state, RemedyAction.STOP, true, TIME, RUN));

    assertThat(done).isEmpty();
  }

  @Test
  void theSameRequestAgainIsNotDoneAgain() {
    act(after(5), at(0, STOP));
    act(after(9), at(0, STOP));
    act(after(9), at(7, STOP));

    assertThat(done).hasSize(1);
    assertThat(said()).containsExactly("executed", "executed", "held_back already_done");
    assertThat(audit.get(0)).isEqualTo(audit.get(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = RemedyAction.class,
      names = {"PAGE", "DRAIN"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatACrashLeftInDoubtIsReportedAndNeverRepeated(RemedyAction action) {
    ledger = new FileLedger(directory.resolve("ledger"));
    outcome = null;
    RemedyRecord remedy = requested(action, RUN);
    assertThatThrownBy(() -> act(remedy)).isInstanceOf(Killed.class);

    ledger.close();
    ledger = new FileLedger(directory.resolve("ledger"));
    outcome = Outcome.done("done twice");
    Report report = act(remedy);

    assertThat(done).as("what was done").hasSize(1);
    assertThat(report.failed()).isEmpty();
    assertThat(audit).hasSize(1);
    assertThat(audit.get(0).state()).isEqualTo(RemedyState.FAILED);
    assertThat(audit.get(0).outcome()).startsWith("in doubt: begun at 2024-08-29T13:35:05Z");
    act(remedy);
    assertThat(done).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = RemedyAction.class,
      names = {"PAGE", "DRAIN"})
  void whatDoesNoHarmIsDoneAgainAfterACrash(RemedyAction action) {
    outcome = null;
    RemedyRecord remedy = requested(action, RUN);
    assertThatThrownBy(() -> act(remedy)).isInstanceOf(Killed.class);

    outcome = Outcome.done("paged");
    act(remedy);

    assertThat(done).hasSize(2);
    assertThat(said()).containsExactly("executed");
  }

  @Test
  void whatWasSurelyNotDoneComesAgain() {
    outcome = Outcome.notBegun("nobody listens");
    KafkaRecord record = at(0, STOP);
    assertThat(act(after(5), record).failed()).containsExactly(record);
    assertThat(audit).isEmpty();

    outcome = Outcome.done("told to stop");
    assertThat(act(after(9), record).failed()).isEmpty();

    assertThat(said()).containsExactly("executed");
  }

  @Test
  void aStopWithoutAnAnswerIsInDoubtAndAPageIsTriedAgain() {
    outcome = Outcome.inDoubt("no answer");

    assertThat(act(STOP).failed()).isEmpty();
    assertThat(audit.get(0).outcome()).startsWith("in doubt: no answer");
    assertThat(act(requested(RemedyAction.PAGE, new Dimension("run", "other"))).failed())
        .hasSize(1);
  }

  @Test
  void whatWasDoneIsWrittenDownOnceTheTopicIsThereAgain() {
    auditIsDown = true;
    assertThat(act(STOP).failed()).hasSize(1);

    auditIsDown = false;
    assertThat(act(STOP).failed()).isEmpty();

    assertThat(done).hasSize(1);
    assertThat(said()).containsExactly("executed");
  }

  @Test
  void withoutItsLedgerItDoesNothing() {
    ledger =
        new MemoryLedger() {
          @Override
          public boolean begin(Entry entry) {
            return false;
          }
        };

    assertThat(act(STOP).failed()).hasSize(1);
    assertThat(done).isEmpty();
  }

  @Test
  void allTogetherDoNoMoreThanTheLimit() {
    limit = new Limit(2, Duration.ofHours(1));
    RemedyRecord[] storm = new RemedyRecord[5];
    Arrays.setAll(storm, i -> requested(RemedyAction.STOP, new Dimension("run", "run-" + i)));

    act(storm);

    assertThat(done).hasSize(2);
    assertThat(said())
        .containsExactly(
            "executed", "executed", "held_back limit", "held_back limit", "held_back limit");
  }

  @Test
  void whatTheLimitHeldBackCanBeApprovedOnceMoreLater() {
    limit = new Limit(1, Duration.ofHours(1));
    RemedyRecord approved = record(RemedyState.APPROVED, RemedyAction.STOP, false, TIME, RUN);
    act(after(1), at(0, requested(RemedyAction.REBOOT, new Dimension("run", "other"))));
    act(after(2), at(1, approved));
    act(after(3), at(1, approved));
    assertThat(said()).containsExactly("executed", "held_back limit", "held_back limit");

    // 13:35 + 30 min is another hour of the clock.
    act(after(1800), at(2, approved));

    assertThat(said()).endsWith("executed");
    assertThat(done).hasSize(2);
  }

  @Test
  void anApprovalExpires() {
    RemedyRecord approved = record(RemedyState.APPROVED, RemedyAction.STOP, false, TIME, RUN);

    act(after(3601), at(0, approved));
    assertThat(done).isEmpty();
    assertThat(audit.get(0).state()).isEqualTo(RemedyState.FAILED);
    assertThat(audit.get(0).outcome()).startsWith("the approval has expired");

    act(after(3600), at(0, approved));
    assertThat(done).hasSize(1);
  }

  @Test
  void aRequestThatNobodyHeardInTimeIsNotDone() {
    act(after(601), at(0, STOP));

    assertThat(done).isEmpty();
    assertThat(audit.get(0).outcome()).startsWith("too old");
  }

  @Test
  void aRequestOfAnotherTimeToComeIsNotDone() {
    act(after(-601), at(0, STOP));

    assertThat(done).isEmpty();
    assertThat(audit.get(0).state()).isEqualTo(RemedyState.FAILED);
    assertThat(audit.get(0).outcome()).contains("601 s ahead of this clock");

    act(after(-600), at(0, STOP));
    assertThat(done).hasSize(1);
  }

  @Test
  void whatIsHeldBackNeverHidesWhatAnotherProcessHasBegun() {
    limit = new Limit(1, Duration.ofHours(1));
    MemoryLedger shared = new MemoryLedger();
    ledger =
        new MemoryLedger() {
          @Override
          public Optional<Entry> find(String remedyId) {
            return shared.find(remedyId);
          }

          @Override
          public boolean begin(Entry entry) {
            return shared.begin(entry);
          }

          @Override
          public void end(Entry entry) {
            shared.end(entry);
          }

          @Override
          public boolean admit(Limit limit, Instant now) {
            // The other process begins it just now, and takes the last place of the limit.
            shared.begin(Entry.begun(STOP.remedyId(), "anomaly-remedies-0@7", now.toEpochMilli()));
            return false;
          }
        };

    assertThat(act(STOP).failed()).hasSize(1);
    assertThat(shared.find(STOP.remedyId()).orElseThrow().ending()).isEmpty();
    assertThat(audit).isEmpty();
  }

  @Test
  void aSecondApprovalIsToldWhatCameOfTheFirst() {
    RemedyRecord approved = record(RemedyState.APPROVED, RemedyAction.STOP, false, TIME, RUN);
    act(approved, approved);

    assertThat(done).hasSize(1);
    assertThat(audit.get(1).heldBack()).isEqualTo(HeldBackReason.ALREADY_DONE);
    assertThat(audit.get(1).outcome()).isEqualTo("executed before: told to stop");
  }

  @Test
  void whatNobodyCanDoIsSaidToHaveFailed() {
    RemedyRecord unknown =
        new RemedyRecord(
            STOP.remedyId(),
            RemedyState.REQUESTED,
            null,
            STOP.name(),
            STOP.action(),
            false,
            false,
            "laucher",
            STOP.detectorName(),
            STOP.dimensionList(),
            TIME,
            STOP.evidence(),
            null,
            null,
            null);
    act(unknown);

    assertThat(audit.get(0).outcome()).isEqualTo("no executor is named 'laucher'");
  }

  @Test
  void anUnreadableRecordHoldsUpNoOther() {
    KafkaRecord bad = new KafkaRecord("anomaly-remedies", 0, 0, new byte[] {'{'});
    KafkaRecord none = new KafkaRecord("anomaly-remedies", 0, 1, null);

    assertThat(act(after(5), bad, none, at(2, STOP)).failed()).containsExactly(bad, none);
    assertThat(done).hasSize(1);
  }

  @Test
  void whatAnExecutorSaysIsOneShortLine() {
    outcome = Outcome.refused("a\nb\u001b[31m" + "x".repeat(10_000));
    act(STOP);

    assertThat(audit.get(0).outcome()).startsWith("a?b?[31mx").hasSizeLessThan(510);
  }

  @Test
  void whatAnExecutorSaysCanAlwaysBeWritten() {
    outcome = Outcome.done("\u0085\u2028\ud83d" + "x".repeat(496) + "\ud83d\ude00".repeat(9));
    act(STOP);

    assertThat(audit.get(0).outcome()).startsWith("???x").endsWith("x\ud83d\ude00…");
    assertThat(RemedyRecordJson.read(RemedyRecordJson.write(audit.get(0))).outcome())
        .isEqualTo(audit.get(0).outcome());
  }

  @ParameterizedTest
  @ValueSource(strings = {"actions#3600#479149", "", "../x"})
  void whatIsNoRemedysIdIsUnreadable(String id) {
    String json =
        new String(RemedyRecordJson.write(STOP), StandardCharsets.UTF_8)
            .replace(STOP.remedyId(), id);
    KafkaRecord forged =
        new KafkaRecord("anomaly-remedies", 0, 0, json.getBytes(StandardCharsets.UTF_8));

    assertThat(act(after(5), forged, at(1, STOP)).count(Fate.UNREADABLE)).isEqualTo(1);
    assertThat(done).containsExactly(STOP);
  }
}

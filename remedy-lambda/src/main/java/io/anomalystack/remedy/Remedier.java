package io.anomalystack.remedy;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.RemedyRecordJson;
import io.anomalystack.model.RemedyState;
import io.anomalystack.remedy.audit.Audit;
import io.anomalystack.remedy.audit.AuditUnavailableException;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.ExecutorSettings;
import io.anomalystack.remedy.executor.Outcome;
import io.anomalystack.remedy.ledger.Entry;
import io.anomalystack.remedy.ledger.Ledger;
import io.anomalystack.remedy.ledger.LedgerUnavailableException;
import io.anomalystack.secrets.AwsAccess;
import io.anomalystack.secrets.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the audit topic asks for, once for each remedy's id, and writes down what came of it.
 *
 * <p>The ledger knows of it before it begins. Of what was begun and never ended, since the process
 * died between, only that is done again which may be done twice; all else is written down as failed
 * and in doubt, for a person to look after. One batch at a time.
 */
public final class Remedier implements AutoCloseable {
  /** Who acts, in the audit. */
  public static final String ACTOR = "anomaly-remedy";

  private static final Logger LOG = LoggerFactory.getLogger(Remedier.class);
  private static final int MAX_OUTCOME_CHARS = 500;

  private final ExecutorsFile file;
  private final Map<String, Executor> executors;
  private final Ledger ledger;
  private final Audit audit;
  private final Clock clock;

  Remedier(
      ExecutorsFile file,
      Map<String, Executor> executors,
      Ledger ledger,
      Audit audit,
      Clock clock) {
    this.file = file;
    this.executors = executors;
    this.ledger = ledger;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * With the executors of the file. Nothing is connected before the first batch.
   *
   * @param environment as {@link System#getenv()}: AWS credentials and region, secrets named there
   * @param audit closed with this
   */
  public static Remedier open(ExecutorsFile file, Audit audit, Map<String, String> environment) {
    AwsAccess aws = new AwsAccess(environment);
    ExecutorSettings.Access access = new ExecutorSettings.Access(new Secrets(environment), aws);
    Map<String, Executor> executors = new LinkedHashMap<>();
    file.executors().forEach((name, settings) -> executors.put(name, settings.open(access)));
    return new Remedier(file, executors, file.ledger().open(aws), audit, Clock.systemUTC());
  }

  /**
   * Does what a batch asks for.
   *
   * @param records in the order of their partitions
   * @param deadline when nothing new is begun; what was not by then comes again
   */
  public synchronized Report act(List<KafkaRecord> records, Instant deadline) {
    List<KafkaRecord> failed = new ArrayList<>();
    Map<Fate, Integer> byFate = new EnumMap<>(Fate.class);
    for (KafkaRecord record : records) {
      Fate fate = fate(record, deadline);
      byFate.merge(fate, 1, Integer::sum);
      if (fate == Fate.AGAIN || fate == Fate.UNREADABLE) {
        failed.add(record);
      }
    }
    return new Report(failed, byFate);
  }

  private Fate fate(KafkaRecord record, Instant deadline) {
    RemedyRecord remedy;
    try {
      remedy = RemedyRecordJson.read(record.value() == null ? new byte[0] : record.value());
    } catch (IllegalArgumentException e) {
      LOG.error("{}: no record of a remedy: {}", record.place(), oneLine("" + e.getMessage()));
      return Fate.UNREADABLE;
    }
    if (!remedy.isToBeDone()) {
      return Fate.NOTHING_TO_DO;
    }
    if (!clock.instant().isBefore(deadline)) {
      return Fate.AGAIN;
    }
    try {
      return act(remedy, record.place());
    } catch (LedgerUnavailableException | AuditUnavailableException e) {
      LOG.error("{}: {} comes again: {}", record.place(), oneLine(remedy.name()), e.getMessage());
      return Fate.AGAIN;
    }
  }

  private Fate act(RemedyRecord remedy, String place) {
    Executor executor = executors.get(remedy.executor());
    Optional<Entry> known = ledger.find(remedy.remedyId());
    if (known.isPresent() && !isReleased(known.get(), remedy, place)) {
      return answerFor(remedy, known.get(), place);
    }
    if (executor == null) {
      return say(remedy, RemedyState.FAILED, "no executor is named '" + remedy.executor() + "'");
    }
    Optional<String> expired = expired(remedy);
    if (expired.isPresent()) {
      return say(remedy, RemedyState.FAILED, expired.get());
    }
    Instant now = clock.instant();
    Entry entry = Entry.begun(remedy.remedyId(), place, now.toEpochMilli());
    if (!ledger.admit(file.limit(), now)) {
      return holdBack(remedy, entry);
    }
    if (!ledger.begin(entry)) {
      // Another process was faster; what it found comes by here, too.
      return Fate.AGAIN;
    }
    return end(remedy, entry, execute(executor, remedy));
  }

  /** Whether what the ledger knows of a remedy does not keep it from being done. */
  private boolean isReleased(Entry known, RemedyRecord remedy, String place) {
    boolean heldBack =
        known.ending().filter(end -> end.state() == RemedyState.HELD_BACK).isPresent();
    boolean mayBeRepeated = known.ending().isEmpty() && remedy.action().isRepeatable();
    if (mayBeRepeated || (heldBack && !known.place().equals(place))) {
      ledger.release(known);
      return true;
    }
    return false;
  }

  /** What is to be said where it was begun before. */
  private Fate answerFor(RemedyRecord remedy, Entry known, String place) {
    if (known.ending().isEmpty()) {
      String doubt =
          "in doubt: begun at %s and never heard of again; it is not tried again, look at %s whether it was done"
              .formatted(Instant.ofEpochMilli(known.begunAt()), remedy.executor());
      ledger.end(known.ended(RemedyState.FAILED, doubt, clock.millis()));
      return say(remedy, RemedyState.FAILED, doubt);
    }
    Entry.Ending ending = known.ending().get();
    if (known.place().equals(place)) {
      // The same record again: perhaps because the audit could not be written.
      audit.append(
          remedy.then(ending.state(), heldBack(ending), ending.outcome(), ACTOR, ending.at()));
      return fateOf(ending.state());
    }
    audit.append(
        remedy.then(
            RemedyState.HELD_BACK,
            HeldBackReason.ALREADY_DONE,
            ending.state().text() + " before: " + ending.outcome(),
            ACTOR,
            clock.millis()));
    return Fate.HELD_BACK;
  }

  private static HeldBackReason heldBack(Entry.Ending ending) {
    return ending.state() == RemedyState.HELD_BACK ? HeldBackReason.LIMIT : null;
  }

  private static Fate fateOf(RemedyState state) {
    return switch (state) {
      case EXECUTED -> Fate.EXECUTED;
      case HELD_BACK -> Fate.HELD_BACK;
      default -> Fate.NOT_EXECUTED;
    };
  }

  /** Why it is too late for it. */
  private Optional<String> expired(RemedyRecord remedy) {
    boolean approved = remedy.state() == RemedyState.APPROVED;
    Optional<Duration> limit = approved ? file.approvalExpiresAfter() : file.maxAge();
    Duration age = Duration.between(Instant.ofEpochMilli(remedy.time()), clock.instant());
    if (limit.isPresent() && age.negated().compareTo(limit.get()) > 0) {
      // It would be young enough for as long, and once more when the ledger has forgotten it.
      return Optional.of(
          "asked for at %s, which is %d s ahead of this clock; at most %d s are allowed"
              .formatted(
                  Instant.ofEpochMilli(remedy.time()),
                  age.negated().toSeconds(),
                  limit.get().toSeconds()));
    }
    return limit
        .filter(most -> age.compareTo(most) > 0)
        .map(
            most ->
                "%s: asked for at %s, %d s ago; at most %d s are allowed"
                    .formatted(
                        approved ? "the approval has expired" : "too old",
                        Instant.ofEpochMilli(remedy.time()),
                        age.toSeconds(),
                        most.toSeconds()));
  }

  private Fate holdBack(RemedyRecord remedy, Entry entry) {
    String reason =
        "all executors together have done %d actions within %d s, which is the most they may"
            .formatted(file.limit().most(), file.limit().per().toSeconds());
    long now = clock.millis();
    // Never over what another process has begun meanwhile.
    if (!ledger.begin(entry.ended(RemedyState.HELD_BACK, reason, now))) {
      return Fate.AGAIN;
    }
    audit.append(remedy.then(RemedyState.HELD_BACK, HeldBackReason.LIMIT, reason, ACTOR, now));
    LOG.error("{} of {} is held back: {}", remedy.action().text(), oneLine(remedy.name()), reason);
    return Fate.HELD_BACK;
  }

  private static Outcome execute(Executor executor, RemedyRecord remedy) {
    try {
      return executor.execute(remedy);
    } catch (RuntimeException e) {
      LOG.error("{}: its executor failed", oneLine(remedy.name()), e);
      return Outcome.inDoubt("its executor failed: " + e.getClass().getSimpleName());
    }
  }

  private Fate end(RemedyRecord remedy, Entry entry, Outcome outcome) {
    boolean again =
        outcome.kind() == Outcome.Kind.NOT_BEGUN
            || (outcome.kind() == Outcome.Kind.IN_DOUBT && remedy.action().isRepeatable());
    if (again) {
      LOG.warn("{} comes again: {}", oneLine(remedy.name()), oneLine(outcome.text()));
      ledger.release(entry);
      return Fate.AGAIN;
    }
    RemedyState state =
        outcome.kind() == Outcome.Kind.DONE ? RemedyState.EXECUTED : RemedyState.FAILED;
    String text =
        outcome.kind() == Outcome.Kind.IN_DOUBT
            ? "in doubt: " + outcome.text() + "; it is not tried again, look whether it was done"
            : outcome.text();
    Entry ended = entry.ended(state, oneLine(text), clock.millis());
    ledger.end(ended);
    Entry.Ending ending = ended.ending().orElseThrow();
    audit.append(remedy.then(state, null, ending.outcome(), ACTOR, ending.at()));
    LOG.info(
        "{}: {} {}: {}",
        oneLine(remedy.name()),
        remedy.action().text(),
        state.text(),
        ending.outcome());
    return fateOf(state);
  }

  private Fate say(RemedyRecord remedy, RemedyState state, String outcome) {
    LOG.warn("{}: {}: {}", oneLine(remedy.name()), state.text(), oneLine(outcome));
    audit.append(remedy.then(state, null, oneLine(outcome), ACTOR, clock.millis()));
    return fateOf(state);
  }

  /**
   * What others have said is not trusted to be one short line, nor to be text at all: half of a
   * surrogate pair cannot be written to the topic.
   */
  private static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    return line.codePointCount(0, line.length()) <= MAX_OUTCOME_CHARS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_OUTCOME_CHARS)) + "…";
  }

  @Override
  public void close() {
    executors.values().forEach(Executor::close);
    ledger.close();
    audit.close();
  }
}

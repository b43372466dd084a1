package io.anomalystack.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Severity;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ConsoleSettings;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.ledger.Ledger;
import io.anomalystack.notifier.ledger.LedgerSettings;
import io.anomalystack.notifier.ledger.MemoryLedger;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierTest {
  private static final Instant NOW = Instant.parse("2024-08-29T15:30:00Z");
  private static final Outcome BUSY = Outcome.failedForNow("busy");
  private static final Outcome REFUSED = Outcome.refused("no");

  private final RecordingChannel mail = new RecordingChannel();
  private final RecordingChannel phone = new RecordingChannel();
  private final Map<ChannelConfig, Channel> channels = new LinkedHashMap<>();
  private final Ledger ledger = new MemoryLedger();
  private final Set<AlertState> tell = NotifierConfig.DEFAULT_TELL;
  private Optional<Duration> maxAge = Optional.of(Duration.ofDays(1));

  @Test
  void deliversToEveryChannelThatTakesTheRoute() {
    add("mail", mail, new Routing(Set.of("ops", "default"), Severity.INFO));
    add("phone", phone, new Routing(Set.of("on-call"), Severity.INFO));
    Report report = deliver(Records.of(Incidents.opened()));
    assertThat(mail.ids()).containsExactly(Incidents.opened().alertId());
    assertThat(phone.taken).isEmpty();
    assertThat(report.failed()).isEmpty();
    assertThat(report.count(Fate.DELIVERED)).isEqualTo(1);
    assertThat(report.messages()).isEqualTo(1);
  }

  @Test
  void leavesOutWhatIsNotSevereEnoughAndWhatPeopleAreNotTold() {
    add("phone", phone, new Routing(Set.of(), Severity.CRITICAL));
    Report report =
        deliver(
            Records.of(
                Incidents.opened(),
                Incidents.of(AlertState.UPDATED, 2, 5, Severity.CRITICAL, Incidents.SPIKE_OF_A),
                Incidents.of(AlertState.ESCALATED, 3, 6, Severity.CRITICAL, Incidents.SPIKE_OF_A)));
    assertThat(phone.taken)
        .extracting(message -> message.announcement().alert().sequence())
        .containsExactly(3L);
    assertThat(report.count(Fate.NOT_TOLD)).isEqualTo(2);
    assertThat(report.failed()).isEmpty();
  }

  @Test
  void tellsOfADecisionOnlyWhereItDeservesAttention() {
    add("mail", mail, Routing.ALL);
    deliver(Records.of(Incidents.SPIKE_OF_A));
    assertThat(mail.ids()).containsExactly(Incidents.SPIKE_OF_A.decisionId());
    String quiet =
        new String(Records.of(Incidents.SPIKE_OF_B).list().get(0).value(), StandardCharsets.UTF_8)
            .replace("\"alert\":1", "\"alert\":0");
    assertThat(deliver(new Records().add(quiet)).count(Fate.NOT_TOLD)).isEqualTo(1);
    assertThat(mail.taken).hasSize(1);
  }

  @Test
  void aPoisonRecordFailsAloneAndKeepsNobodyFromBeingTold() {
    add("mail", mail, Routing.ALL);
    Records records =
        new Records()
            .add("not json")
            .add((byte[]) null)
            .add("[]")
            .add("null")
            .add("{}")
            .add("{\"incidentId\":7}")
            .add(new byte[] {(byte) 0xFF, 0})
            .add(
                text(Incidents.opened())
                    .replaceAll("\"incidentId\":\"[0-9a-f]*", "\"incidentId\":\"../x"))
            .add(
                text(Incidents.opened())
                    .replace("\"startTime\":\"2024", "\"startTime\":\"999992024"))
            .add("[".repeat(100_000))
            .add(Incidents.opened());
    Report report = deliver(records);
    assertThat(report.failed()).isEqualTo(records.list().subList(0, 10));
    assertThat(report.count(Fate.UNREADABLE)).isEqualTo(10);
    assertThat(mail.taken).hasSize(1);
  }

  @Test
  void aRecordThatComesAgainMakesNoSecondMessage() {
    add("mail", mail, Routing.ALL);
    Records records = Records.of(Incidents.opened(), Incidents.resolved());
    deliver(records);
    Report again = deliver(records);
    assertThat(mail.taken).hasSize(2);
    assertThat(again.repeated()).isEqualTo(2);
    assertThat(again.failed()).isEmpty();
    // As a poller does that shows the records of an aborted transaction and those that replace
    // them.
    assertThat(deliver(Records.of(Incidents.opened(), Incidents.opened())).repeated()).isEqualTo(2);
    assertThat(mail.taken).hasSize(2);
  }

  @Test
  void aRecordTwiceInOneBatchMakesOneMessage() {
    add("mail", mail, Routing.ALL);
    Report report =
        deliver(Records.of(Incidents.opened(), Incidents.opened(), Incidents.resolved()));
    assertThat(mail.ids())
        .containsExactly(Incidents.opened().alertId(), Incidents.resolved().alertId());
    assertThat(report.count(Fate.DELIVERED)).isEqualTo(3);
    assertThat(report.repeated()).isEqualTo(1);
  }

  @Test
  void nothingOvertakesWhatWaits() {
    add("mail", mail, Routing.ALL);
    mail.outcome = message -> message.title().contains("item-A") ? BUSY : Outcome.delivered();
    Alert other = Incidents.of(AlertState.OPENED, 1, 1, Incidents.SPIKE_OF_B);
    Records records = Records.of(Incidents.opened(), other, Incidents.resolved());
    Report report = deliver(records);
    assertThat(report.failed()).containsExactly(records.list().get(0), records.list().get(2));
    assertThat(mail.ids()).containsExactly(other.alertId());
    mail.outcome = message -> Outcome.delivered();
    deliver(records);
    assertThat(mail.ids())
        .containsExactly(
            other.alertId(), Incidents.opened().alertId(), Incidents.resolved().alertId());
  }

  @Test
  void whatIsRefusedFailsAndHoldsNothingUp() {
    add("mail", mail, Routing.ALL);
    mail.outcome =
        message ->
            message.announcement().alert().state() == AlertState.OPENED
                ? REFUSED
                : Outcome.delivered();
    Records records = Records.of(Incidents.opened(), Incidents.resolved());
    Report report = deliver(records);
    assertThat(report.failed()).containsExactly(records.list().get(0));
    assertThat(report.refused()).isEqualTo(1);
    assertThat(mail.ids()).containsExactly(Incidents.resolved().alertId());
  }

  @Test
  void aBrokenChannelCostsTheOthersNothing() {
    add("phone", phone, Routing.ALL);
    add("mail", mail, Routing.ALL);
    phone.outcome =
        message -> {
          throw new IllegalStateException("a mistake");
        };
    Records records = Records.of(Incidents.opened());
    assertThat(deliver(records).failed()).hasSize(1);
    assertThat(mail.taken).hasSize(1);
    phone.outcome = message -> Outcome.delivered();
    assertThat(deliver(records).failed()).isEmpty();
    assertThat(phone.taken).hasSize(1);
    assertThat(mail.taken).as("has it from before").hasSize(1);
  }

  @Test
  void aChannelThatTakesNothingIsNotAskedOnAndOn() {
    add("mail", mail, Routing.ALL);
    mail.outcome = message -> BUSY;
    Records records = new Records();
    for (int i = 0; i < 100; i++) {
      records.add(incident(i));
    }
    assertThat(deliver(records).failed()).hasSize(100);
    assertThat(mail.batchSizes).containsExactly(10);
  }

  @Test
  void whatFailsForNowIsTriedAgainAtOnce() {
    add("mail", mail, Routing.ALL);
    Map<String, Integer> tries = new HashMap<>();
    mail.outcome =
        message ->
            tries.merge(message.id(), 1, Integer::sum) == 1 && message.title().contains("item-3")
                ? BUSY
                : Outcome.delivered();
    Records records = new Records();
    for (int i = 0; i < 5; i++) {
      records.add(incident(i));
    }
    Report report =
        notifier(new Pauses(List.of(Duration.ZERO)), NOW).deliver(records.list(), Instant.MAX);
    assertThat(report.failed()).isEmpty();
    assertThat(mail.batchSizes).containsExactly(5, 1);
  }

  @Test
  void afterTheDeadlineNothingIsBegun() {
    add("mail", mail, Routing.ALL);
    Records records = Records.of(Incidents.opened());
    Report report = notifier(Pauses.NO_RETRY, NOW).deliver(records.list(), NOW);
    assertThat(report.failed()).isEqualTo(records.list());
    assertThat(mail.batchSizes).isEmpty();
  }

  @Test
  void aChannelThatHangsLeavesTheOthersTheirTime() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    add("phone", phone, Routing.ALL);
    add("mail", mail, Routing.ALL);
    phone.mostTogether = 1;
    phone.outcome =
        message -> {
          now.updateAndGet(instant -> instant.plusSeconds(8));
          return BUSY;
        };
    Records records = new Records();
    for (int i = 0; i < 20; i++) {
      records.add(incident(i));
    }
    Notifier notifier = notifier(Pauses.BETWEEN_TRIES, clock(now));
    assertThat(notifier.deliver(records.list(), NOW.plusSeconds(20)).failed()).hasSize(20);
    assertThat(phone.batchSizes.size()).isLessThanOrEqualTo(3);
    assertThat(mail.taken).hasSize(20);
  }

  @Test
  void aMessageThatNeverGoesHoldsUpItsOwnIncidentOnly() {
    add("mail", mail, Routing.ALL);
    mail.mostTogether = 1;
    mail.outcome = message -> message.title().contains("item-1 ") ? BUSY : Outcome.delivered();
    Records records = new Records();
    for (int i = 0; i < 4; i++) {
      records.add(numbered(i, 1)).add(numbered(i, 2));
    }
    assertThat(deliver(records).failed()).isEqualTo(records.list().subList(2, 4));
    assertThat(mail.taken).hasSize(6);
  }

  @Test
  void whatIsDeliveredOneByOneIsNotedOneByOne() {
    add("mail", mail, Routing.ALL);
    mail.mostTogether = 1;
    Records records = new Records();
    for (int i = 0; i < 5; i++) {
      records.add(incident(i));
    }
    mail.outcome =
        message -> {
          if (message.title().contains("item-3")) {
            throw new AssertionError("the process ends");
          }
          return Outcome.delivered();
        };
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> deliver(records));
    mail.outcome = message -> Outcome.delivered();
    assertThat(deliver(records).failed()).isEmpty();
    assertThat(mail.ids()).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void whatWentThroughBeforeHasNotFailedWhenTimeIsUp() {
    add("mail", mail, Routing.ALL);
    deliver(Records.of(Incidents.opened()));
    Records records = Records.of(Incidents.opened(), Incidents.resolved());
    assertThat(notifier(Pauses.NO_RETRY, NOW).deliver(records.list(), NOW).failed())
        .isEqualTo(records.list().subList(1, 2));
  }

  @Test
  void whatIsTooOldIsNotDelivered() {
    add("mail", mail, Routing.ALL);
    Instant later = Instant.ofEpochMilli(Incidents.opened().time()).plus(Duration.ofDays(1));
    assertThat(deliver(Records.of(Incidents.opened()), later.plusMillis(1)).count(Fate.TOO_OLD))
        .isEqualTo(1);
    assertThat(mail.taken).isEmpty();
    assertThat(deliver(Records.of(Incidents.opened()), later).count(Fate.DELIVERED)).isEqualTo(1);
    maxAge = Optional.empty();
    assertThat(
            deliver(Records.of(Incidents.resolved()), later.plus(Duration.ofDays(9999)))
                .count(Fate.DELIVERED))
        .isEqualTo(1);
  }

  @Test
  void closesItsChannels() {
    add("mail", mail, Routing.ALL);
    notifier(Pauses.NO_RETRY, NOW).close();
    assertThat(mail.isClosed).isTrue();
  }

  /** Every message once on each channel, in order, through failures and batches that come again. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void throughFailuresEveryoneIsToldOnceAndInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    add("mail", mail, Routing.ALL);
    add("phone", phone, new Routing(Set.of(), Severity.WARNING));
    for (RecordingChannel channel : List.of(mail, phone)) {
      channel.outcome = message -> random.nextInt(4) == 0 ? BUSY : Outcome.delivered();
    }
    Records records = new Records();
    Map<String, Long> sequences = new HashMap<>();
    for (int i = 0; i < 120; i++) {
      int which = random.nextInt(15);
      long sequence = sequences.merge("" + which, 1L, Long::sum);
      records.add(numbered(which, sequence));
      if (random.nextInt(10) == 0) {
        records.add("poison " + i);
      }
    }
    List<KafkaRecord> left = records.list();
    for (int round = 0; round < 400 && hasReadable(left); round++) {
      Report report = deliver(left);
      assertThat(report.records().values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(left.size());
      assertThat(report.failed())
          .hasSize(report.count(Fate.FAILED) + report.count(Fate.UNREADABLE));
      // Half the time all come again, as from an event source that knows no partial batches.
      left = random.nextBoolean() ? report.failed() : left;
      left = hasReadable(report.failed()) ? left : report.failed();
    }
    for (RecordingChannel channel : List.of(mail, phone)) {
      assertThat(new HashSet<>(channel.ids())).hasSize(120);
      assertThat(channel.taken).hasSize(120);
      Map<String, Long> last = new HashMap<>();
      for (Message message : channel.taken) {
        Alert alert = message.announcement().alert();
        assertThat(alert.sequence()).isEqualTo(last.merge(alert.incidentId(), 1L, Long::sum));
      }
    }
  }

  private static boolean hasReadable(List<KafkaRecord> records) {
    return records.stream().anyMatch(record -> record.value()[0] == '{');
  }

  private static Alert numbered(int which, long sequence) {
    Alert alert = incident(which);
    return new Alert(
        alert.incidentId(),
        sequence,
        sequence == 1 ? AlertState.OPENED : AlertState.REMINDED,
        Severity.WARNING,
        alert.detectorName(),
        alert.dimensionList(),
        alert.routes(),
        alert.time(),
        alert.start(),
        alert.end(),
        sequence,
        1,
        alert.anomalyScore(),
        alert.series(),
        alert.cause());
  }

  private static Alert incident(int which) {
    Decision decision = Incidents.named(Incidents.SPIKE_OF_A, "item-" + which);
    Alert alert = Incidents.of(AlertState.OPENED, 1, 1, decision);
    List<Dimension> group = List.of(new Dimension("product_name", "item-" + which));
    return new Alert(
        Alert.incidentId(alert.detectorName(), group, alert.start()),
        1,
        alert.state(),
        alert.severity(),
        alert.detectorName(),
        group,
        alert.routes(),
        alert.time(),
        alert.start(),
        alert.end(),
        1,
        1,
        alert.anomalyScore(),
        alert.series(),
        alert.cause());
  }

  private static String text(Alert alert) {
    return new String(Records.of(alert).list().get(0).value(), StandardCharsets.UTF_8);
  }

  private void add(String name, Channel channel, Routing routing) {
    channels.put(new ChannelConfig(name, routing, new ConsoleSettings()), channel);
  }

  private Report deliver(Records records) {
    return deliver(records, NOW);
  }

  private Report deliver(List<KafkaRecord> records) {
    return notifier(Pauses.NO_RETRY, NOW).deliver(records, Instant.MAX);
  }

  private Report deliver(Records records, Instant now) {
    return notifier(Pauses.NO_RETRY, now).deliver(records.list(), Instant.MAX);
  }

  private static Clock clock(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private Notifier notifier(Pauses pauses, Instant now) {
    return notifier(pauses, Clock.fixed(now, ZoneOffset.UTC));
  }

  private Notifier notifier(Pauses pauses, Clock clock) {
    NotifierConfig config =
        new NotifierConfig(
            ZoneId.of("UTC"),
            Optional.empty(),
            tell,
            maxAge,
            LedgerSettings.MEMORY,
            List.copyOf(channels.keySet()));
    return new Notifier(config, channels, ledger, clock, pauses, () -> {});
  }
}

package io.anomalystack.notifier;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.Alert;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelSettings;
import io.anomalystack.notifier.ledger.Ledger;
import io.anomalystack.notifier.message.Announcement;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.notifier.message.MessageRenderer;
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
 * Tells people what records say: reads, renders, routes and delivers.
 *
 * <p>A record that came through is not told again as long as the ledger knows; between delivery and
 * the ledger's note lies the one moment in which a crash makes a second message. Messages of one
 * incident keep their order on each channel within a batch. One batch at a time.
 */
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private final NotifierConfig config;
  private final MessageRenderer renderer;
  private final Map<ChannelConfig, Channel> channels;
  private final Ledger ledger;
  private final Clock clock;
  private final Pauses pauses;
  private final AutoCloseable secrets;

  Notifier(
      NotifierConfig config,
      Map<ChannelConfig, Channel> channels,
      Ledger ledger,
      Clock clock,
      Pauses pauses,
      AutoCloseable secrets) {
    this.config = config;
    this.renderer = new MessageRenderer(config.zone(), config.dashboard());
    this.channels = channels;
    this.ledger = ledger;
    this.clock = clock;
    this.pauses = pauses;
    this.secrets = secrets;
  }

  /**
   * A notifier with the channels of the configuration. Nothing is connected before the first batch.
   *
   * @param environment as {@link System#getenv()}: AWS credentials and region, secrets named there
   */
  public static Notifier open(NotifierConfig config, Map<String, String> environment) {
    Secrets secrets = new Secrets(environment);
    AwsAccess aws = new AwsAccess(environment);
    ChannelSettings.Access access = new ChannelSettings.Access(secrets, aws);
    Map<ChannelConfig, Channel> channels = new LinkedHashMap<>();
    for (ChannelConfig channel : config.channels()) {
      channels.put(channel, channel.settings().open(access));
    }
    return new Notifier(
        config,
        channels,
        config.ledger().open(aws),
        Clock.systemUTC(),
        Pauses.BETWEEN_TRIES,
        secrets);
  }

  /** Delivers a batch, however long it takes. */
  public Report deliver(List<KafkaRecord> records) {
    return deliver(records, Instant.MAX);
  }

  /**
   * Delivers a batch.
   *
   * @param records in the order of their partitions
   * @param deadline when nothing new is begun; what was not by then has failed
   */
  public synchronized Report deliver(List<KafkaRecord> records, Instant deadline) {
    Fate[] fates = new Fate[records.size()];
    Map<ChannelConfig, List<Pending>> pending = new LinkedHashMap<>();
    for (int i = 0; i < fates.length; i++) {
      fates[i] = sort(i, records.get(i), pending);
    }
    ChannelRun.Counts counts = new ChannelRun.Counts();
    int channelsLeft = pending.size();
    for (Map.Entry<ChannelConfig, List<Pending>> entry : pending.entrySet()) {
      Instant share = share(deadline, channelsLeft--);
      new ChannelRun(entry.getKey().name(), channels.get(entry.getKey()), ledger, clock, pauses)
          .deliver(entry.getValue(), share, counts)
          .forEach(failed -> fates[failed.record()] = Fate.FAILED);
    }
    return report(records, fates, counts);
  }

  /** So that a channel that hangs leaves those after it their time. */
  private Instant share(Instant deadline, int channels) {
    Instant now = clock.instant();
    return now.plus(Duration.between(now, deadline).dividedBy(channels));
  }

  /** Reads a record, and puts it into the queue of each channel that it is for. */
  private Fate sort(int index, KafkaRecord record, Map<ChannelConfig, List<Pending>> pending) {
    try {
      Optional<Announcement> read = AnnouncementReader.read(record);
      if (read.isEmpty()) {
        return Fate.NOT_TOLD;
      }
      Alert alert = read.get().alert();
      List<ChannelConfig> takers =
          channels.keySet().stream().filter(channel -> channel.routing().takes(alert)).toList();
      if (!config.tell().contains(alert.state()) || takers.isEmpty()) {
        return Fate.NOT_TOLD;
      }
      if (isTooOld(alert)) {
        LOG.warn(
            "{}: {} of incident {} is not delivered, as it was said at {}, longer than {} ago",
            record.place(),
            alert.state().text(),
            alert.incidentId(),
            Instant.ofEpochMilli(alert.time()),
            config.maxAge().orElse(Duration.ZERO));
        return Fate.TOO_OLD;
      }
      Message message = renderer.render(read.get());
      for (ChannelConfig taker : takers) {
        pending.computeIfAbsent(taker, key -> new ArrayList<>()).add(new Pending(index, message));
      }
      return Fate.DELIVERED;
    } catch (UnreadableRecordException e) {
      LOG.error("{}: the record {}", record.place(), e.getMessage());
      return Fate.UNREADABLE;
    } catch (RuntimeException e) {
      LOG.error("{}: the record cannot be put into words", record.place(), e);
      return Fate.UNREADABLE;
    }
  }

  private boolean isTooOld(Alert alert) {
    return config
        .maxAge()
        .filter(age -> Instant.ofEpochMilli(alert.time()).isBefore(clock.instant().minus(age)))
        .isPresent();
  }

  private static Report report(List<KafkaRecord> records, Fate[] fates, ChannelRun.Counts counts) {
    List<KafkaRecord> failed = new ArrayList<>();
    Map<Fate, Integer> byFate = new EnumMap<>(Fate.class);
    for (int i = 0; i < fates.length; i++) {
      byFate.merge(fates[i], 1, Integer::sum);
      if (fates[i] == Fate.FAILED || fates[i] == Fate.UNREADABLE) {
        failed.add(records.get(i));
      }
    }
    return new Report(failed, byFate, counts.delivered, counts.repeated, counts.refused);
  }

  @Override
  public void close() {
    channels.values().forEach(Channel::close);
    ledger.close();
    try {
      secrets.close();
    } catch (Exception e) {
      LOG.warn("Closing: {}", e.getMessage());
    }
  }
}

package io.anomalystack.notifier;

import io.anomalystack.functions.KafkaRecord;
import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Severity;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.notifier.message.MessageRenderer;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Has the classes that a batch needs loaded before Lambda takes a snapshot of the process, by
 * reading an alert and putting it into words. Nothing is connected, delivered or remembered.
 */
final class WarmUp implements Resource {
  /** Resources are held weakly by the registry. */
  private static final WarmUp INSTANCE = new WarmUp();

  private static final String ID = "0".repeat(64);
  private static final long MINUTE = 60_000;

  private WarmUp() {}

  /** Registers this; without snapshots it costs nothing. */
  static void beforeSnapshots() {
    Core.getGlobalContext().register(INSTANCE);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    prime();
  }

  static Message prime() {
    KafkaRecord record = new KafkaRecord("alerts", 0, 0, AlertJson.write(alert()));
    try {
      return new MessageRenderer(ZoneId.of("Europe/Berlin"), Optional.empty())
          .render(AnnouncementReader.read(record).orElseThrow());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("an alert of our own", e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Clients connect when they are first used.
  }

  private static Alert alert() {
    List<Dimension> dimensions = List.of(new Dimension("name", "value"));
    Decision decision =
        new Decision(
            "warm-up",
            "value",
            ID,
            70,
            dimensions,
            54,
            83.5,
            0,
            MINUTE,
            1261,
            80,
            1,
            ModelStage.INFERENCE,
            9.5,
            ID,
            false,
            false,
            9.5,
            6.5,
            12.5,
            1,
            null,
            null);
    return new Alert(
        ID,
        1,
        AlertState.OPENED,
        Severity.WARNING,
        "warm-up",
        List.of(),
        List.of("default"),
        MINUTE,
        0,
        MINUTE,
        1,
        1,
        83.5,
        List.of(new AffectedSeries(1, 0, decision)),
        decision);
  }
}

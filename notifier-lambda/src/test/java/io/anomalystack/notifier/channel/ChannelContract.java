package io.anomalystack.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.notifier.message.Announcement;
import io.anomalystack.notifier.message.Hostile;
import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.notifier.message.MessageRenderer;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every channel does, whatever is on its other side. */
public abstract class ChannelContract {
  /** As people in Berlin get them, with links to a dashboard. */
  protected static final MessageRenderer RENDERER =
      new MessageRenderer(
          ZoneId.of("Europe/Berlin"), Optional.of(URI.create("https://anomalies.example.com/")));

  /**
   * What arrived.
   *
   * @param id of the alert, as far as the other side can tell; else null
   * @param text what people would read
   */
  public record Received(String id, String text) {}

  /** The channel, connected to the other side. */
  protected abstract Channel channel() throws Exception;

  /** What has arrived there so far, in its order. */
  protected abstract List<Received> received() throws Exception;

  /** Of a message what people read on this channel. */
  protected String shown(Message message) {
    return message.text();
  }

  @ParameterizedTest
  @EnumSource(AlertState.class)
  void deliversEveryState(AlertState state) throws Exception {
    Message message = message(Incidents.of(state, 3, 30, Incidents.SPIKE_OF_A));
    assertThat(channel().deliver(List.of(message))).containsExactly(Outcome.delivered());
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).text()).contains(shown(message).strip());
  }

  @Test
  void deliversADecisionByItself() throws Exception {
    Message message = RENDERER.render(Announcement.of(Incidents.SPIKE_OF_B));
    assertThat(channel().deliver(List.of(message))).containsExactly(Outcome.delivered());
    assertThat(received()).hasSize(1);
    assertThat(received().get(0).text()).contains(shown(message).strip());
  }

  @Test
  void deliversManyInTheirOrder() throws Exception {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      messages.add(
          message(
              Incidents.of(
                  AlertState.OPENED,
                  i + 1,
                  1,
                  Incidents.named(Incidents.SPIKE_OF_A, "item-" + i))));
    }
    assertThat(channel().deliver(messages)).hasSize(25).allMatch(Outcome::isDelivered);
    assertThat(received()).hasSize(25);
    for (int i = 0; i < 25; i++) {
      assertThat(received().get(i).text()).contains("quantity of item-" + i + " is");
    }
  }

  @Test
  void deliversNothingWhereThereIsNothing() throws Exception {
    assertThat(channel().deliver(List.of())).isEmpty();
    assertThat(received()).isEmpty();
  }

  @Test
  void hostileTextsArriveHarmless() throws Exception {
    List<Message> messages =
        Hostile.texts()
            .limit(60)
            .map(text -> message(Hostile.alert(AlertState.OPENED, text)))
            .toList();
    assertThat(channel().deliver(messages)).hasSize(60).allMatch(Outcome::isDelivered);
    assertThat(received()).hasSize(60);
    for (int i = 0; i < 60; i++) {
      assertThat(received().get(i).text())
          .contains(shown(messages.get(i)).strip())
          .doesNotContain("\n" + Hostile.SMUGGLED, "\u001B", "\u202E");
    }
  }

  @Test
  void theSameAlertTwiceIsRecognizable() throws Exception {
    Message message = message(Incidents.opened());
    Channel channel = channel();
    assertThat(channel.deliver(List.of(message))).containsExactly(Outcome.delivered());
    assertThat(channel.deliver(List.of(message))).containsExactly(Outcome.delivered());
    assertThat(received()).hasSize(2);
    assertThat(received().get(1)).isEqualTo(received().get(0));
  }

  /** A message of an alert. */
  protected static Message message(Alert alert) {
    return RENDERER.render(Announcement.of(alert));
  }
}

package io.anomalystack.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.notifier.message.Incidents;
import io.anomalystack.notifier.message.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every channel does that has somebody else on its other side. */
public abstract class RemoteChannelContract extends ChannelContract {
  /** From now on the other side is too busy for anything. */
  protected abstract void makeBusy() throws Exception;

  /** From now on the other side refuses everything for good. */
  protected abstract void makeRefusing() throws Exception;

  /** From now on nobody is there. */
  protected abstract void takeAway() throws Exception;

  @Test
  void whatABusySideDoesNotTakeMayGoLater() throws Exception {
    Channel channel = channel();
    makeBusy();
    assertFailed(channel, Outcome.Kind.FAILED_FOR_NOW);
  }

  @Test
  void whatIsRefusedNeverGoes() throws Exception {
    Channel channel = channel();
    makeRefusing();
    assertFailed(channel, Outcome.Kind.REFUSED);
  }

  @Test
  void whereNobodyIsItMayGoLater() throws Exception {
    Channel channel = channel();
    takeAway();
    assertFailed(channel, Outcome.Kind.FAILED_FOR_NOW);
  }

  private static void assertFailed(Channel channel, Outcome.Kind kind) {
    Message message = message(Incidents.opened());
    List<Outcome> outcomes = channel.deliver(List.of(message, message));
    assertThat(outcomes).extracting(Outcome::kind).containsExactly(kind, kind);
    assertThat(outcomes.get(0).reason()).isNotEmpty().doesNotContain("item-A");
  }
}

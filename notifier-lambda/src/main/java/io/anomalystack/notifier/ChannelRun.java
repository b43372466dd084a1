package io.anomalystack.notifier;

import io.anomalystack.model.Alert;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.ledger.Delivery;
import io.anomalystack.notifier.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a batch's messages through one channel, in rounds: each round takes the next message of
 * every incident, so that messages that go together are of different incidents and none overtakes
 * another of its own. Where one fails for now, the later ones of its incident wait with it; where
 * one is refused for good they do not, as nobody gains by not hearing that all is well again.
 */
final class ChannelRun {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelRun.class);

  /**
   * After so many messages that failed one after another the channel itself is the cause, and is
   * not asked again. Fewer may be the messages' own fault, which must not hold up the others.
   */
  private static final int MOST_IN_VAIN = 3;

  private final String name;
  private final Channel channel;
  private final Ledger ledger;
  private final Clock clock;
  private final Pauses pauses;

  private final Map<String, Deque<Pending>> queues = new LinkedHashMap<>();
  private final List<Pending> failed = new ArrayList<>();
  private final Set<Delivery> made = new HashSet<>();
  private int inVain;

  /** Of all channels together. */
  static final class Counts {
    int delivered;
    int repeated;
    int refused;
  }

  ChannelRun(String name, Channel channel, Ledger ledger, Clock clock, Pauses pauses) {
    this.name = name;
    this.channel = channel;
    this.ledger = ledger;
    this.clock = clock;
    this.pauses = pauses;
  }

  /** Delivers the messages, and returns those that the channel has not taken. */
  List<Pending> deliver(List<Pending> messages, Instant deadline, Counts counts) {
    made.addAll(ledger.made(messages.stream().map(this::delivery).toList()));
    for (Pending pending : messages) {
      if (made.contains(delivery(pending))) {
        counts.repeated++;
      } else {
        queues.computeIfAbsent(pending.incidentId(), key -> new ArrayDeque<>()).add(pending);
      }
    }
    int most = channel.mostTogether();
    while (!queues.isEmpty() && goesOn(deadline)) {
      List<Pending> round = nextRound(counts);
      for (int i = 0; i < round.size(); i += most) {
        List<Pending> together = round.subList(i, Math.min(round.size(), i + most));
        if (goesOn(deadline)) {
          deliverTogether(together, deadline, counts);
        } else {
          together.forEach(this::fail);
        }
      }
    }
    queues.values().forEach(failed::addAll);
    return failed;
  }

  private boolean goesOn(Instant deadline) {
    return inVain < MOST_IN_VAIN && clock.instant().isBefore(deadline);
  }

  /** The next message of each incident; one that was in the batch twice does not come again. */
  private List<Pending> nextRound(Counts counts) {
    List<Pending> round = new ArrayList<>();
    Iterator<Deque<Pending>> all = queues.values().iterator();
    while (all.hasNext()) {
      Deque<Pending> queue = all.next();
      while (!queue.isEmpty() && made.contains(delivery(queue.peek()))) {
        queue.remove();
        counts.repeated++;
      }
      if (queue.isEmpty()) {
        all.remove();
      } else {
        round.add(queue.remove());
      }
    }
    return round;
  }

  private void deliverTogether(List<Pending> together, Instant deadline, Counts counts) {
    List<Pending> left = attempt(together, counts);
    for (Duration pause : pauses.between()) {
      if (left.isEmpty()
          || !clock.instant().plus(pause).isBefore(deadline)
          || !Pauses.pause(pause)) {
        break;
      }
      left = attempt(left, counts);
    }
    inVain = left.size() == together.size() ? inVain + left.size() : 0;
    if (inVain >= MOST_IN_VAIN) {
      LOG.error("Channel {} takes nothing now; what waits for it has to come again", name);
    }
    left.forEach(this::fail);
  }

  /** Returns those that may go later. */
  private List<Pending> attempt(List<Pending> messages, Counts counts) {
    List<Outcome> outcomes = outcomes(messages);
    List<Delivery> delivered = new ArrayList<>();
    List<Pending> left = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Pending pending = messages.get(i);
      String reason = outcomes.get(i).reason();
      switch (outcomes.get(i).kind()) {
        case DELIVERED -> {
          delivered.add(delivery(pending));
          if (!reason.isEmpty()) {
            LOG.error("Channel {} delivered {} in part: {}", name, named(pending), reason);
          }
        }
        case REFUSED -> {
          counts.refused++;
          failed.add(pending);
          LOG.error("Channel {} refuses {}: {}", name, named(pending), reason);
        }
        case FAILED_FOR_NOW -> {
          left.add(pending);
          LOG.warn("Channel {} does not take {} now: {}", name, named(pending), reason);
        }
      }
    }
    note(delivered, counts);
    return left;
  }

  private List<Outcome> outcomes(List<Pending> messages) {
    try {
      return channel.deliver(messages.stream().map(Pending::message).toList());
    } catch (RuntimeException e) {
      // A mistake of ours; the other channels should not have to pay for it.
      LOG.error("Channel {} broke down", name, e);
      return Collections.nCopies(messages.size(), Outcome.failedForNow("it broke down"));
    }
  }

  /** Without its words: they hold values of records, which are nothing for a log. */
  private static String named(Pending pending) {
    Alert alert = pending.message().announcement().alert();
    return "alert " + pending.message().id() + " (" + alert.state().text() + ")";
  }

  private void note(Collection<Delivery> delivered, Counts counts) {
    counts.delivered += delivered.size();
    made.addAll(delivered);
    if (!delivered.isEmpty()) {
      ledger.note(delivered);
    }
  }

  /** With it fail all later ones of its incident. */
  private void fail(Pending pending) {
    failed.add(pending);
    Deque<Pending> later = queues.remove(pending.incidentId());
    if (later != null) {
      failed.addAll(later);
    }
  }

  private Delivery delivery(Pending pending) {
    return new Delivery(pending.message().id(), name);
  }
}

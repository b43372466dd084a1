package io.anomalystack.local.live;

import java.util.Map;
import java.util.TreeMap;

/**
 * The user's wish to stop: Ctrl-C, or the system's to end the process. Asked twice, the process
 * ends at once.
 *
 * <p>A shutdown hook would not do: Flink's own hooks, which clear its directories away, run at the
 * same time as any other.
 */
public final class StopSignal implements AutoCloseable {
  private static final String[] SIGNALS = {"INT", "TERM"};

  private final Map<String, Object> formerHandlers = new TreeMap<>();
  private volatile boolean requested;

  private StopSignal() {}

  /** Listens from now on until closed. */
  public static StopSignal listen() {
    StopSignal stop = new StopSignal();
    for (String signal : SIGNALS) {
      stop.formerHandlers.put(
          signal, SystemSignals.handle(signal, SystemSignals.handler(stop::request)));
    }
    return stop;
  }

  private void request() {
    requested = true;
    close();
  }

  /** Whether to stop. */
  public boolean isRequested() {
    return requested;
  }

  @Override
  public synchronized void close() {
    formerHandlers.forEach(SystemSignals::handle);
    formerHandlers.clear();
  }
}

package io.anomalystack.ingestion;

import java.time.Duration;
import java.util.Optional;

/** A source whose process may end before and after every call. */
record MortalSource(Source source, Fate fate) implements Source {
  private static final int RARELY = 60;

  @Override
  public Session connect(Duration available) {
    fate.at("before connecting", RARELY);
    return new MortalSession(source.connect(available), fate);
  }

  private record MortalSession(Session session, Fate fate) implements Session {
    @Override
    public Identity identity() {
      return session.identity();
    }

    @Override
    public boolean continues(String system) {
      return session.continues(system);
    }

    @Override
    public Horizon horizon(Optional<Horizon> done) {
      fate.at("before the horizon", RARELY);
      Horizon horizon = session.horizon(done);
      fate.freeze(RARELY);
      fate.at("after the horizon", RARELY);
      return horizon;
    }

    @Override
    public Batch read(Optional<Horizon> done, Horizon target, Optional<Position> after, int limit) {
      fate.at("before reading", RARELY);
      Batch batch = session.read(done, target, after, limit);
      fate.freeze(RARELY);
      fate.at("between read and publish", RARELY);
      return batch;
    }

    @Override
    public void close() {
      session.close();
    }
  }
}

package io.anomalystack.ingestion;

import java.time.Duration;
import java.util.Optional;

/** A source that is looked at so much later than it is. */
record LaterSource(Source source, Duration later) implements Source {
  @Override
  public Session connect(Duration available) {
    return new LaterSession(source.connect(available), later);
  }

  private record LaterSession(Session session, Duration later) implements Session {
    @Override
    public Identity identity() {
      return session.identity();
    }

    @Override
    public boolean continues(String system) {
      return session.continues(system);
    }

    @Override
    public Horizon horizon(Optional<Horizon> furthest) {
      Horizon now = session.horizon(furthest);
      return new Horizon(now.position(), now.at().plus(later));
    }

    @Override
    public Batch read(Optional<Horizon> done, Horizon target, Optional<Position> after, int limit) {
      return session.read(done, target, after, limit);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}

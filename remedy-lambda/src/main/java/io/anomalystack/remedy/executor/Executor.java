package io.anomalystack.remedy.executor;

import io.anomalystack.model.RemedyRecord;

/** A way to do what a remedy asks for. */
public interface Executor extends AutoCloseable {
  /**
   * Does it, once, within seconds or what its settings allow. It never tries again by itself.
   *
   * @return what came of it; nothing that the other side does makes it throw
   */
  Outcome execute(RemedyRecord remedy);

  /** Gives connections back; never fails. */
  @Override
  void close();
}

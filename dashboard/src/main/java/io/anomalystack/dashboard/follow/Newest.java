package io.anomalystack.dashboard.follow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * The things that a file told of last, each by its id and as it was told last; of more than 500,
 * those that nothing was told of for longest are forgotten. Not thread-safe.
 */
public final class Newest<T> {
  private static final int KEPT = 500;

  private final LinkedHashMap<String, T> byId = new LinkedHashMap<>();

  /**
   * Takes what is told of a thing.
   *
   * @param onto of what was known and what is told, what is known then
   */
  public void put(String id, T told, BinaryOperator<T> onto) {
    T known = byId.remove(id);
    byId.put(id, known == null ? told : onto.apply(known, told));
    if (byId.size() > KEPT) {
      byId.remove(byId.keySet().iterator().next());
    }
  }

  public void clear() {
    byId.clear();
  }

  /** All of them, that told of last first. */
  public List<T> list() {
    List<T> all = new ArrayList<>(byId.values());
    Collections.reverse(all);
    return all;
  }
}

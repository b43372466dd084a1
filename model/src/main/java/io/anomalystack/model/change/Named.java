package io.anomalystack.model.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A list in a detector whose items are known by their names.
 *
 * @param list its name in the file
 * @param name of an item
 * @param keys the settings of an item
 * @param added what a new item does
 * @param removed what it does that one is gone
 * @param moved what another order does
 */
record Named<T>(
    String list,
    Function<T, String> name,
    List<Key<T>> keys,
    Function<T, Verdict> added,
    Function<T, Verdict> removed,
    Verdict moved) {

  List<KeyChange> compare(List<T> before, List<T> after) {
    Map<String, T> was = byName(before);
    Map<String, T> is = byName(after);
    List<KeyChange> changes = new ArrayList<>();
    is.forEach(
        (key, item) -> {
          String path = list + "." + key;
          if (was.containsKey(key)) {
            changes.addAll(Key.compare(path, keys, was.get(key), item));
          } else {
            changes.add(KeyChange.of(path, null, item, added.apply(item)));
          }
        });
    was.forEach(
        (key, item) -> {
          if (!is.containsKey(key)) {
            changes.add(KeyChange.of(list + "." + key, item, null, removed.apply(item)));
          }
        });
    List<String> kept = was.keySet().stream().filter(is::containsKey).toList();
    List<String> now = is.keySet().stream().filter(was::containsKey).toList();
    if (!kept.equals(now)) {
      changes.add(KeyChange.of(list, kept, now, moved));
    }
    return changes;
  }

  private Map<String, T> byName(List<T> items) {
    Map<String, T> byName = new LinkedHashMap<>();
    items.forEach(item -> byName.put(name.apply(item), item));
    return byName;
  }
}

package io.anomalystack.model.change;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A setting of something in the detector file, and what a change of it does.
 *
 * @param name in the file; empty for the thing itself
 * @param value what is compared, and shown, see {@link ValueText}
 * @param verdict takes the thing as it was and as it is to be
 */
record Key<T>(String name, Function<T, Object> value, BiFunction<T, T, Verdict> verdict) {
  static <T> Key<T> of(String name, Function<T, Object> value, Verdict verdict) {
    return new Key<>(name, value, (before, after) -> verdict);
  }

  /** Those of the settings that differ. */
  static <T> List<KeyChange> compare(String path, List<Key<T>> keys, T before, T after) {
    return keys.stream()
        .filter(key -> !Objects.equals(key.value.apply(before), key.value.apply(after)))
        .map(
            key ->
                KeyChange.of(
                    key.path(path),
                    key.value.apply(before),
                    key.value.apply(after),
                    key.verdict.apply(before, after)))
        .toList();
  }

  private String path(String path) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }
}

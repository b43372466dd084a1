package io.anomalystack.model.change;

import io.anomalystack.model.detector.Derived;
import java.util.List;
import java.util.function.Function;

/** What is computed of each record. */
final class DerivedKeys {
  private static final Verdict COMPUTED_ANEW = Verdict.jumps("they are computed otherwise");

  private static final List<Key<Derived>> KEYS =
      List.of(
          key("derived", Derived::throughput),
          key("derived.flopsPerToken", Derived::flopsPerToken),
          key("derived.gpu", Derived::gpu),
          key("derived.precision", Derived::precision),
          key("derived.peakTflops", Derived::peakTflops));

  private DerivedKeys() {}

  static List<KeyChange> compare(Derived before, Derived after) {
    return Key.compare("", KEYS, before, after);
  }

  private static Key<Derived> key(String name, Function<Derived, Object> value) {
    return Key.of(name, derived -> derived == null ? null : value.apply(derived), COMPUTED_ANEW);
  }
}

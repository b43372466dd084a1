package io.anomalystack.model.change;

import io.anomalystack.model.detector.Peers;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How series are compared with their peers. */
final class PeerKeys {
  private static final List<Key<Peers>> KEYS =
      List.of(
          new Key<>("among", Peers::among, regrouped()),
          new Key<>("compare", Peers::comparison, regrouped()),
          new Key<>("baseline", Peers::baseline, PeerKeys::baseline),
          key("beyond", Peers::beyond),
          key("atLeast", Peers::atLeast),
          key("evidence", peers -> peers.points() + " of " + peers.of()),
          key("margin", Peers::margin),
          Key.of(
              "within",
              Peers::within,
              Verdict.atOnce("decisions wait as long for a moment's stragglers")));

  private PeerKeys() {}

  /** Whether it is learned where each series usually lies. */
  static boolean learns(Peers peers) {
    return peers != null && peers.baseline() == Peers.Baseline.OWN;
  }

  static List<KeyChange> compare(Peers before, Peers after) {
    if (before != null && after != null) {
      return Key.compare("peers", KEYS, before, after);
    }
    if (before == after) {
      return List.of();
    }
    return List.of(
        KeyChange.of("peers", before, after, after == null ? gone(before) : begun(after)));
  }

  private static Verdict begun(Peers after) {
    return Verdict.atOnce(
        learns(after) ? "first it is learned where each series usually lies" : "");
  }

  private static Verdict gone(Peers before) {
    return learns(before) ? Verdict.forgets(places()) : Verdict.atOnce();
  }

  private static String places() {
    return "where each series usually lies among its peers";
  }

  private static BiFunction<Peers, Peers, Verdict> regrouped() {
    return (before, after) ->
        learns(before) ? Verdict.forgets(places()) : Verdict.keeps("peers are grouped anew");
  }

  private static Verdict baseline(Peers before, Peers after) {
    return learns(before) ? Verdict.forgets(places()) : begun(after);
  }

  private static Key<Peers> key(String name, Function<Peers, Object> value) {
    return Key.of(name, value, Verdict.atOnce());
  }
}

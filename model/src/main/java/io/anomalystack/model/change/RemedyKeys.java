package io.anomalystack.model.change;

import io.anomalystack.model.detector.Remedy;
import java.util.List;
import java.util.function.Function;

/** Remedies, each of which keeps account of what it did to a target. */
final class RemedyKeys {
  private static final String ACCOUNT = "its evidence, cooldown and limit";

  static final Named<Remedy> REMEDIES =
      new Named<>(
          "remedies",
          Remedy::name,
          List.of(
              key("on", Remedy::on),
              key("evidence.findings", Remedy::findings),
              key("evidence.within", Remedy::within),
              key("recoverable", Remedy::recoverable),
              key("action", Remedy::action),
              Key.of(
                  "target",
                  Remedy::target,
                  Verdict.keeps(ACCOUNT + " begin anew, for each new target")),
              key("executor", Remedy::executor),
              new Key<>("dryRun", Remedy::dryRun, RemedyKeys::dryRun),
              key("approval", Remedy::approval),
              key("cooldown", Remedy::cooldown),
              key("limit.most", Remedy::most),
              key("limit.per", Remedy::per)),
          remedy ->
              Verdict.atOnce(
                  ACCOUNT + " begin" + (remedy.dryRun() ? "; a dry run" : "; in earnest")),
          remedy -> Verdict.atOnce(ACCOUNT + " are dropped"),
          Verdict.atOnce());

  private RemedyKeys() {}

  private static Verdict dryRun(Remedy before, Remedy after) {
    return Verdict.atOnce(
        after.dryRun() ? "it is only said what would be done" : "it acts in earnest from now on");
  }

  private static Key<Remedy> key(String name, Function<Remedy, Object> value) {
    return Key.of(name, value, Verdict.atOnce());
  }
}

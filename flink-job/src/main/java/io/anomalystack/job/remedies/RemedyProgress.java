package io.anomalystack.job.remedies;

import io.anomalystack.model.Decision;
import io.anomalystack.model.HeldBackReason;
import io.anomalystack.model.RemedyEvidence;
import io.anomalystack.model.detector.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How far it is with one remedy of one target. Saved in the job's state, so that fields may be
 * added but never renamed. All times are epoch ms of event time.
 */
public final class RemedyProgress {
  /** The newest moments with a finding that counts, as many as are wanted; the oldest first. */
  public List<FoundMoment> evidence = new ArrayList<>();

  /** When it was requested, as far back as its limit looks. */
  public List<Long> requests = new ArrayList<>();

  /** As {@code requests}, in a dry run: they hold back nothing that is in earnest. */
  public List<Long> dryRequests = new ArrayList<>();

  /** Why it is held back, as was said already; null where nothing was said. */
  public HeldBackReason heldBack;

  /** Adds a moment; returns whether it is another than those that are known. */
  boolean add(FoundMoment moment, Remedy remedy) {
    long forgotten = moment.end() - remedy.within().toMillis();
    evidence.removeIf(known -> known.end() <= forgotten);
    if (evidence.isEmpty()) {
      // Findings begin anew: what was said of former ones is said again.
      heldBack = null;
    }
    if (evidence.stream().anyMatch(moment::isSameAs)) {
      return false;
    }
    evidence.add(moment);
    if (evidence.size() > remedy.findings()) {
      evidence.remove(0);
    }
    return true;
  }

  boolean isEnough(Remedy remedy) {
    return evidence.size() >= remedy.findings();
  }

  RemedyEvidence asEvidence(Decision cause) {
    TreeSet<String> by = new TreeSet<>();
    evidence.forEach(moment -> by.addAll(moment.by()));
    return new RemedyEvidence(evidence.size(), evidence.get(0).end(), List.copyOf(by), cause);
  }

  /** Why it cannot be requested now; null where it can. */
  HeldBackReason obstacle(long now, Remedy remedy) {
    long forgotten = now - Math.max(remedy.per().toMillis(), remedy.cooldown().toMillis());
    requests.removeIf(at -> at <= forgotten);
    dryRequests.removeIf(at -> at <= forgotten);
    List<Long> counting = new ArrayList<>(requests);
    if (remedy.dryRun()) {
      counting.addAll(dryRequests);
    }
    if (counting.stream().anyMatch(at -> at > now - remedy.cooldown().toMillis())) {
      return HeldBackReason.COOLDOWN;
    }
    long counted = counting.stream().filter(at -> at > now - remedy.per().toMillis()).count();
    return counted >= remedy.most() ? HeldBackReason.LIMIT : null;
  }

  /** It is requested: what comes is evidence for another time. */
  void request(long now, Remedy remedy) {
    (remedy.dryRun() ? dryRequests : requests).add(now);
    beginAnew();
  }

  void beginAnew() {
    evidence.clear();
    heldBack = null;
  }
}

package io.anomalystack.job.remedies;

import io.anomalystack.model.Decision;

/**
 * A decision with a finding that counts for some remedy.
 *
 * @param target what the remedy acts upon, as {@link io.anomalystack.job.moments.GroupKey} of it
 */
public record TargetFinding(String target, Decision decision) {}

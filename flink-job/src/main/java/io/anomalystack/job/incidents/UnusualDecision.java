package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;

/**
 * A decision that an incident is made of.
 *
 * @param incident what keeps its incident apart from others, as {@link
 *     io.anomalystack.job.moments.GroupKey} of it
 */
public record UnusualDecision(String incident, Decision decision) {}

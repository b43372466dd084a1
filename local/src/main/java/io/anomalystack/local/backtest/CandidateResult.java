package io.anomalystack.local.backtest;

import io.anomalystack.local.quality.Quality;

/**
 * What came of a candidate.
 *
 * @param candidate which
 * @param origin of the decisions
 * @param quality how good the decisions are
 */
record CandidateResult(Candidate candidate, Origin origin, Quality quality) {}

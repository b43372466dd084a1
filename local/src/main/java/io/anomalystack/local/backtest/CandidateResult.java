package io.anomalystack.local.backtest;

import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.report.Summary;

/**
 * What came of a candidate.
 *
 * @param candidate which
 * @param summary how many records and decisions there were
 * @param quality how good the decisions are
 */
public record CandidateResult(Candidate candidate, Summary summary, Quality quality) {}

package io.anomalystack.local.backtest;

import io.anomalystack.model.detector.Detector;
import java.util.List;

/**
 * Detectors whose quality is asked for.
 *
 * @param file as the user names it
 * @param detectors those of the topic that the input stands for
 */
public record Candidate(String file, List<Detector> detectors) {}

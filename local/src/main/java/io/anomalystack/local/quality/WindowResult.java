package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;
import java.util.OptionalDouble;

/**
 * What became of a labelled window.
 *
 * @param label the window
 * @param outcome for the whole run, or for one series
 * @param hit the earliest alert that belongs to it, if it was found, else null
 * @param series how many series it applies to
 * @param greatestScore of the decisions that belong to it, made while not learning; empty where
 *     there is none
 */
public record WindowResult(
    Label label, Outcome outcome, Hit hit, int series, OptionalDouble greatestScore) {}

package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * What is to be done about a finding.
 *
 * @param name unique in the detector
 */
public record Remedy(String name) implements Serializable {}

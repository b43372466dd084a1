package io.anomalystack.model.detector;

import java.io.Serializable;

/** What is computed of each record of a training run. */
public record Derived() implements Serializable {}

package io.anomalystack.model.detector;

import java.io.Serializable;
import java.util.List;

/**
 * Which series are compared with each other at the same moment.
 *
 * @param among series that differ in these dimensions only are peers; at least one
 */
public record Peers(List<FieldPath> among) implements Serializable {}

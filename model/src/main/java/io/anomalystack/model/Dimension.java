package io.anomalystack.model;

import java.io.Serializable;

/**
 * One coordinate of a time series, such as {@code product_name=item-A}.
 *
 * @param name the field as the detector writes it
 * @param value the text of the record's string, number (as it was written) or boolean
 */
public record Dimension(String name, String value) implements Serializable {}

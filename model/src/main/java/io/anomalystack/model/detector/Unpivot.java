package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * Makes points of a record's columns: every field whose name matches is a record of its own.
 *
 * @param fields the fields, with one {@code *} in the name
 * @param name the dimension that takes what the {@code *} stands for
 * @param value the field that takes the number
 */
public record Unpivot(FieldPath fields, String name, String value) implements Serializable {}

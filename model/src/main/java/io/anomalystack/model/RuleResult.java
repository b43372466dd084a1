package io.anomalystack.model;

/**
 * What one of the detector's rules says of a point that violates it.
 *
 * @param name the rule's
 * @param breached whether there is evidence enough: so many of the latest points violate the rule
 * @param severity what the breach amounts to
 * @param alert whether a breach alerts, or is only noted
 * @param value what was judged, in the limit's unit
 * @param limit what the value had to keep to
 * @param baseline what the limit is relative to, in the measure's unit; null where it is absolute
 * @param points how many of the latest points violate the rule, this one included
 * @param of how many of the latest points count
 * @param detail what else there is to say, for people; null for nothing
 */
public record RuleResult(
    String name,
    boolean breached,
    Severity severity,
    boolean alert,
    double value,
    double limit,
    Double baseline,
    int points,
    int of,
    String detail) {}

package io.anomalystack.forward.follow;

/**
 * A line of a log, without its end.
 *
 * @param text what it says
 * @param first whether it is a file's first
 * @param again whether it was handed out before a restart, and is here only to be known
 */
public record Line(String text, boolean first, boolean again) {}

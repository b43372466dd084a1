package io.anomalystack.forward;

import io.anomalystack.forward.follow.Position;

/**
 * What a forwarder goes on from after a restart.
 *
 * @param position all before it is where it should be
 * @param clock of records that have no time of their own
 */
public record Progress(Position position, ElapsedClock.Reached clock) {}

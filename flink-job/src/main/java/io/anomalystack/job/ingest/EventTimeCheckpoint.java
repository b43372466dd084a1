package io.anomalystack.job.ingest;

/**
 * What an enumerator saves.
 *
 * @param splits the wrapped source's own
 * @param detectors null where they cannot change
 * @param <C> the wrapped source's checkpoint
 */
record EventTimeCheckpoint<C>(C splits, AcceptedDetectors detectors) {}

package io.anomalystack.ingestion;

import java.time.Instant;
import java.util.Optional;

/**
 * What one invocation did.
 *
 * @param rows published by it
 * @param batches transactions that held rows
 * @param caughtUp whether every row has been published that was there when it last looked
 * @param takenOver whether it stopped as another invocation works on the source
 * @param behindSeconds every row is published that was committed so long ago; 0 if it caught up
 * @param totalRows published since the source began
 * @param publishedUpTo the newest time in a row that this invocation published
 * @param milliseconds that it took
 */
public record Report(
    long rows,
    int batches,
    boolean caughtUp,
    boolean takenOver,
    long behindSeconds,
    long totalRows,
    Optional<Instant> publishedUpTo,
    long milliseconds) {}

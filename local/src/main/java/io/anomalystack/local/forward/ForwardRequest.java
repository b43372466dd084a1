package io.anomalystack.local.forward;

import io.anomalystack.forward.parse.LogFormat;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/**
 * What to forward, and where to.
 *
 * @param log the training run's log; it need not be there yet, unless it is read {@code once}
 * @param zone of times in the log that are written without one
 * @param constants fields of every record
 * @param defaults fields of records that have none of that name
 * @param start when the first step began, for a log without times; null for the time of reading
 * @param position where to keep how far it has come; null to forget it
 * @param once whether to end at the end of the log
 */
public record ForwardRequest(
    Path log,
    LogFormat format,
    ZoneId zone,
    Map<String, String> constants,
    Map<String, String> defaults,
    Instant start,
    Path position,
    boolean once) {}

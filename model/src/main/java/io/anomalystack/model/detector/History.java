package io.anomalystack.model.detector;

import java.io.Serializable;
import java.time.Duration;

/**
 * Where a detector's models learn from before they see their first live record. One of the three is
 * not null.
 *
 * @param file records as in the topic, JSON Lines or CSV: the absolute path of a file that was
 *     there when the detector file was checked, or a URI with a scheme, as written
 * @param since how long before the job's first start the topic is read from
 * @param lake a lake that holds the detector's decisions: the absolute path of a directory that was
 *     there when the detector file was checked, or a URI with a scheme, as written
 */
public record History(String file, Duration since, String lake) implements Serializable {}

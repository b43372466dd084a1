package io.anomalystack.ingestion;

import java.time.Instant;

/**
 * A row as it is published. It is compared with no other, so that the array does no harm.
 *
 * @param key the text of its key columns
 * @param json the object that it became
 * @param time of the field by which rows are sorted; null where it has none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Row(String key, byte[] json, Instant time) {}

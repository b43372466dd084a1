package io.anomalystack.job.ingest;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells a reader that all known splits went to others. */
record NoSplitEvent() implements SourceEvent {}

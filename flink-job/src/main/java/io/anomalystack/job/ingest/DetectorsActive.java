package io.anomalystack.job.ingest;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells the enumerator that a reader reads by certain detectors: all behind it know them. */
record DetectorsActive(long version) implements SourceEvent {}

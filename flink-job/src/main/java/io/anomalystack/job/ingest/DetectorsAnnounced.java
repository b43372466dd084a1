package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells readers of other detectors, which all behind them are to know before they read by them. */
record DetectorsAnnounced(DetectorSet detectors) implements SourceEvent {}

package io.anomalystack.job.windowing;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A point on its way to its peers.
 *
 * @param group what it is compared within, see {@link PeerGroupKey}
 */
@TypeInfo(PeerPointSerializer.Factory.class)
public record PeerPoint(String group, Point point) {}

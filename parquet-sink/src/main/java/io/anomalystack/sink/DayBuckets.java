package io.anomalystack.sink;

import io.anomalystack.lake.LakeLayout;
import io.anomalystack.model.Decision;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/** Each decision into the folder of the day in UTC on which its period starts. */
final class DayBuckets implements BucketAssigner<Decision, String> {
  private transient String folder;
  private transient long day;

  @Override
  public String getBucketId(Decision decision, Context context) {
    long of = day(decision);
    if (folder == null || of != day) {
      folder = LakeLayout.partition(decision);
      day = of;
    }
    return folder;
  }

  /** The day since the epoch: what tells buckets apart. */
  static long day(Decision decision) {
    return LakeLayout.date(decision).toEpochDay();
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}

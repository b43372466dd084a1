package io.anomalystack.sink;

import io.anomalystack.lake.LakeLayout;
import io.anomalystack.model.Decision;
import java.net.URI;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;

/** The table in a lake as Flink writes it: exactly once, a file visible when its checkpoint is. */
final class LakeSink {
  private LakeSink() {}

  static FileSink<Decision> at(URI lake) {
    return at(lake, new PartFiles());
  }

  static FileSink<Decision> at(URI lake, PartFiles files) {
    Path table = new Path(new Path(lake), LakeLayout.TABLE);
    return FileSink.<Decision>forBulkFormat(table, files)
        .withBucketAssigner(new DayBuckets())
        .withRollingPolicy(files.rolling())
        .withOutputFileConfig(
            OutputFileConfig.builder()
                // Flink appends a random id and a number to it, so no two writers share a name.
                .withPartPrefix("part")
                .withPartSuffix(LakeLayout.SUFFIX)
                .build())
        .build();
  }
}

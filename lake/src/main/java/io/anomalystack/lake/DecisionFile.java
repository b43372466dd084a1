package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** Writes decisions into one Parquet file, with the settings that all files of the lake share. */
public final class DecisionFile {
  /**
   * What a writer gathers in memory before it writes a row group, encoded. Many files may be open
   * at once, and engines skip row groups by their least and greatest values: a row group of 13 MiB
   * and some 270,000 rows, as this makes it, serves both.
   */
  public static final long ROW_GROUP_BYTES = 16L << 20;

  private static final int PAGE_BYTES = 1 << 20;

  private DecisionFile() {}

  /** Begins a file at a local path, where there must be none. */
  public static ParquetWriter<Decision> write(Path path) throws IOException {
    return write(new LocalOutputFile(path));
  }

  /** Begins a file. */
  public static ParquetWriter<Decision> write(OutputFile file) throws IOException {
    return write(file, CompressionCodecName.ZSTD);
  }

  /** Begins a file with another compression than the lake's own. */
  public static ParquetWriter<Decision> write(OutputFile file, CompressionCodecName codec)
      throws IOException {
    return new Builder(file)
        .withConf(new PlainParquetConfiguration())
        .withCodecFactory(new Codecs())
        .withCompressionCodec(codec)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .withPageSize(PAGE_BYTES)
        .withDictionaryEncoding(true)
        .build();
  }

  private static final class Builder extends ParquetWriter.Builder<Decision, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Decision> getWriteSupport(ParquetConfiguration configuration) {
      return new DecisionWriteSupport();
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Parquet, and never called
    protected WriteSupport<Decision> getWriteSupport(org.apache.hadoop.conf.Configuration conf) {
      return new DecisionWriteSupport();
    }
  }
}

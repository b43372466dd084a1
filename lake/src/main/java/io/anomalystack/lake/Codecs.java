package io.anomalystack.lake;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compression of pages. Parquet's own codecs are Hadoop's, which want its configuration, and with
 * it two dozen libraries; this is all that they would do.
 *
 * <p>Reads what the tools that people rewrite files with choose: ZSTD, Snappy, GZIP or none.
 */
final class Codecs implements CompressionCodecFactory {
  /** Where sizes hardly shrink any more, and speed suffers little. */
  private static final int ZSTD_LEVEL = 3;

  private interface Transformation {
    byte[] apply(byte[] bytes) throws IOException;
  }

  private interface Expansion {
    byte[] apply(byte[] bytes, int size) throws IOException;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return switch (codec) {
      case ZSTD -> new Compressor(codec, bytes -> Zstd.compress(bytes, ZSTD_LEVEL));
      case SNAPPY -> new Compressor(codec, Snappy::compress);
      case UNCOMPRESSED -> new Compressor(codec, bytes -> bytes);
      default -> throw new IllegalArgumentException("decisions are not written with " + codec);
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case ZSTD -> new Decompressor(codec, Codecs::expandZstd);
      case SNAPPY -> new Decompressor(codec, (bytes, size) -> Snappy.uncompress(bytes));
      case GZIP -> new Decompressor(codec, Codecs::expandGzip);
      case UNCOMPRESSED -> new Decompressor(codec, (bytes, size) -> bytes);
      default ->
          throw new IllegalArgumentException(
              "pages are compressed with " + codec + ": can read ZSTD, SNAPPY, GZIP, UNCOMPRESSED");
    };
  }

  private static byte[] expandZstd(byte[] bytes, int size) throws IOException {
    try {
      return Zstd.decompress(bytes, size);
    } catch (ZstdException e) {
      throw new IOException("a damaged page: " + e.getMessage(), e);
    }
  }

  private static byte[] expandGzip(byte[] bytes, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(size);
    }
  }

  @Override
  public void release() {
    // Nothing is held.
  }

  private record Compressor(CompressionCodecName codec, Transformation transformation)
      implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return BytesInput.from(transformation.apply(bytes.toByteArray()));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return codec;
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }

  private record Decompressor(CompressionCodecName codec, Expansion expansion)
      implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
      byte[] expanded = expansion.apply(bytes.toByteArray(), decompressedSize);
      if (expanded.length != decompressedSize) {
        throw new IOException(
            "a damaged page: %d bytes of %s expand to %d, not %d"
                .formatted(bytes.size(), codec, expanded.length, decompressedSize));
      }
      return BytesInput.from(expanded);
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
        throws IOException {
      byte[] compressed = new byte[compressedSize];
      input.get(compressed);
      output.put(decompress(BytesInput.from(compressed), decompressedSize).toByteBuffer());
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }
}

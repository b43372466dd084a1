package io.anomalystack.job.detectors;

import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.Setting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Tells one content of a detector file from another: by all that its detectors depend on, what is
 * in the files that it names included.
 */
final class ContentDigest {
  private final MessageDigest sha256;

  ContentDigest(double threshold) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    sha256.update(ByteBuffer.allocate(Double.BYTES).putDouble(threshold).flip());
  }

  /** Takes bytes in; their length first, so that no two contents can pass for one. */
  ContentDigest with(byte[] bytes) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha256.update(bytes);
    return this;
  }

  /** The same folder, of which everything that is read counts. */
  Folder noting(Folder folder) {
    return new Folder() {
      @Override
      public Optional<String> file(Setting setting, String name) {
        return folder.file(setting, name);
      }

      @Override
      public Optional<String> directory(Setting setting, String name) {
        return folder.directory(setting, name);
      }

      @Override
      public Optional<byte[]> read(Setting setting, String name, long most) {
        Optional<byte[]> bytes = folder.read(setting, name, most);
        with(name.getBytes(StandardCharsets.UTF_8)).with(bytes.orElse(new byte[0]));
        return bytes;
      }
    };
  }

  /** 64 hexadecimal digits; nothing can be taken in behind it. */
  String text() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}

package io.anomalystack.local.replay;

import io.anomalystack.model.detector.Detector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a run's files in a lake are called: by what is replayed, which is the input's bytes, and the
 * names of topic and detectors. The same replay again, be it with other settings of the detectors,
 * takes the place of what it wrote before; a replay of anything else lies beside it.
 */
final class RunName {
  private static final int HEX_DIGITS = 16;

  private RunName() {}

  static String of(List<Detector> detectors, ReplayInput input) throws IOException {
    MessageDigest digest = sha256();
    detectors.stream()
        .map(detector -> detector.topic() + "\n" + detector.name() + "\n")
        .sorted()
        .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    try (InputStream in = Files.newInputStream(input.file());
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return "replay-" + HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.anomalystack.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a forwarder keeps how far it has come, as JSON. Replaced as a whole, so it is never half
 * written.
 *
 * @param path the file
 */
public record ProgressFile(Path path) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * What was written last; empty if the file is not there.
   *
   * @throws IOException if it cannot be read, or is something else
   */
  public Optional<Progress> read() throws IOException {
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    try {
      Progress progress = MAPPER.readValue(Files.readString(path), Progress.class);
      if (progress == null
          || progress.position() == null
          || progress.position().tailSha256() == null
          || !progress.position().possible()
          || progress.clock() == null) {
        throw new IOException(path + ": not a position that 'forward' has written");
      }
      return Optional.of(progress);
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new IOException(path + ": not a position that 'forward' has written", e);
    }
  }

  void write(Progress progress) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".part");
    Files.write(beside, MAPPER.writeValueAsBytes(progress));
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

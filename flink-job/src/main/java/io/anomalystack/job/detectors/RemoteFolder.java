package io.anomalystack.job.detectors;

import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.Setting;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.flink.core.fs.Path;

/**
 * A folder that only Flink's file systems reach, such as a bucket's.
 *
 * @param path where it is
 */
record RemoteFolder(Path path) implements Folder {
  /** Not looked for here: whoever reads it does, when the job starts. */
  @Override
  public Optional<String> file(Setting setting, String name) {
    return place(setting, name).map(Path::toString);
  }

  @Override
  public Optional<String> directory(Setting setting, String name) {
    return file(setting, name);
  }

  @Override
  public Optional<byte[]> read(Setting setting, String name, long most) {
    Optional<Path> file = place(setting, name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = read(file.get(), most);
      if (bytes.length > most) {
        setting.reject("must be a file of at most " + (most >> 20) + " MiB");
        return Optional.empty();
      }
      return Optional.of(bytes);
    } catch (FileNotFoundException e) {
      setting.reject("must be a file that is there, but there is none at " + file.get());
    } catch (IOException e) {
      setting.reject("must be a file that can be read (" + e + ")");
    }
    return Optional.empty();
  }

  private Optional<Path> place(Setting setting, String name) {
    try {
      return Optional.of(new Path(path, name));
    } catch (IllegalArgumentException e) {
      setting.reject("must be a file's path or URI");
      return Optional.empty();
    }
  }

  /** A file's bytes; one more than so many where there are more. */
  static byte[] read(Path file, long most) throws IOException {
    try (InputStream in = file.getFileSystem().open(file)) {
      return in.readNBytes((int) most + 1);
    }
  }
}

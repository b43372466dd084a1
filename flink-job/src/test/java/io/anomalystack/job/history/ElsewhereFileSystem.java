package io.anomalystack.job.history;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * Files at {@code elsewhere:///path}, which nobody reaches but through Flink; an object store is
 * one such place. What is opened is remembered.
 */
final class ElsewhereFileSystem extends LocalFileSystem {
  private static final URI ADDRESS = URI.create("elsewhere:///");
  private static final List<String> OPENED = new CopyOnWriteArrayList<>();

  /** Found by Flink in {@code META-INF/services}. */
  public static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return ADDRESS.getScheme();
    }

    @Override
    public FileSystem create(URI uri) {
      return new ElsewhereFileSystem();
    }
  }

  static String address(java.nio.file.Path path) {
    return "elsewhere://" + path.toAbsolutePath();
  }

  /** The files opened below a directory so far. */
  static List<String> opened(java.nio.file.Path directory) {
    String begin = directory.toAbsolutePath().toString();
    return OPENED.stream().filter(path -> path.startsWith(begin)).distinct().toList();
  }

  @Override
  public URI getUri() {
    return ADDRESS;
  }

  @Override
  public boolean isDistributedFS() {
    return true;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] entries = super.listStatus(path);
    if (entries == null) {
      throw new FileNotFoundException(path + ": no such key");
    }
    return entries;
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    OPENED.add(path.getPath());
    return super.open(path);
  }
}

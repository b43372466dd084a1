package io.anomalystack.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/** A job jar as another build makes it: the same classes, another version, no byte the same. */
final class RebuiltJar {
  private RebuiltJar() {}

  static Path of(Path jar, Path rebuilt) throws IOException {
    try (JarFile original = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(original.getManifest());
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "rebuilt");
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(rebuilt), manifest)) {
        out.setLevel(Deflater.NO_COMPRESSION);
        for (ZipEntry entry : Collections.list(original.entries())) {
          if (entry.isDirectory() || entry.getName().equals(JarFile.MANIFEST_NAME)) {
            continue;
          }
          out.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream content = original.getInputStream(entry)) {
            content.transferTo(out);
          }
          out.closeEntry();
        }
      }
    }
    return rebuilt;
  }
}

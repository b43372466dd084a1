package io.anomalystack.cluster;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.flink.configuration.ConfigOption;

/** All options that Flink's own classes declare, by key; none by a name that is deprecated. */
final class FlinkOptions {
  private FlinkOptions() {}

  static Map<String, ConfigOption<?>> all() throws IOException {
    Map<String, ConfigOption<?>> options = new HashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Path.of(entry).getFileName().toString().matches("flink-.*\\.jar")) {
        for (String name : optionClasses(entry)) {
          of(name).forEach(option -> options.put(option.key(), option));
        }
      }
    }
    return options;
  }

  private static List<String> optionClasses(String jar) throws IOException {
    try (ZipFile file = new ZipFile(jar)) {
      return Collections.list(file.entries()).stream()
          .map(ZipEntry::getName)
          .filter(name -> name.matches("org/apache/flink/.*Options\\.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  private static Stream<ConfigOption<?>> of(String className) {
    try {
      return Stream.of(Class.forName(className).getFields())
          .filter(field -> Modifier.isStatic(field.getModifiers()))
          .filter(field -> ConfigOption.class.isAssignableFrom(field.getType()))
          .map(FlinkOptions::value);
    } catch (ClassNotFoundException | LinkageError e) {
      // Of a part that is not here, such as Flink's tables.
      return Stream.of();
    }
  }

  private static ConfigOption<?> value(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public, but cannot be read", e);
    }
  }
}

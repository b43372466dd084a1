package io.anomalystack.cloudformation;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an application asks its settings for, learned by listening. */
final class SettingNames {
  private SettingNames() {}

  /** Reads settings, as the applications do at their start. */
  interface Reader {
    Object read(Map<String, String> settings) throws Exception;
  }

  static Set<String> askedForBy(Reader reader) {
    Set<String> names = new TreeSet<>();
    try {
      reader.read(
          new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
              return Set.of();
            }

            @Override
            public String get(Object name) {
              names.add((String) name);
              return null;
            }
          });
    } catch (Exception e) {
      // That required settings are missing; all have been asked for by then.
    }
    return names;
  }
}

package io.anomalystack.job.config;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Where the job's settings come from: the command line, or Managed Flink's property group. */
public final class RuntimeProperties {
  /** The property group that holds the settings on Amazon Managed Service for Apache Flink. */
  public static final String GROUP = "anomaly";

  private RuntimeProperties() {}

  /**
   * Settings by name: those of the property group, overridden by {@code --name value} arguments.
   *
   * @throws InvalidSettingsException if the arguments are no pairs
   */
  public static Map<String, String> load(String[] args)
      throws IOException, InvalidSettingsException {
    Map<String, String> settings = new LinkedHashMap<>();
    Properties group = KinesisAnalyticsRuntime.getApplicationProperties().get(GROUP);
    if (group != null) {
      group.stringPropertyNames().forEach(name -> settings.put(name, group.getProperty(name)));
    }
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new InvalidSettingsException(
            List.of("'" + args[i] + "': arguments must be pairs of --name and value"));
      }
      settings.put(args[i].substring(2), args[i + 1]);
    }
    return settings;
  }
}

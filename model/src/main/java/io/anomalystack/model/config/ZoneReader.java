package io.anomalystack.model.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Reads a time zone's id. */
public final class ZoneReader {
  private ZoneReader() {}

  /** A time zone; reported where there is none by that id. */
  public static Optional<ZoneId> read(Setting setting) {
    Optional<String> text = setting.text();
    try {
      return text.map(ZoneId::of);
    } catch (DateTimeException e) {
      setting.reject("must be a time zone such as 'UTC' or 'Europe/Berlin'");
      return Optional.empty();
    }
  }
}

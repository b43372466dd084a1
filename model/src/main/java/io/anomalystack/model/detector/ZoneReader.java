package io.anomalystack.model.detector;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Reads a time zone's id. */
final class ZoneReader {
  private ZoneReader() {}

  static Optional<ZoneId> read(Setting setting) {
    Optional<String> text = setting.text();
    try {
      return text.map(ZoneId::of);
    } catch (DateTimeException e) {
      setting.reject("must be a time zone such as 'UTC' or 'Europe/Berlin'");
      return Optional.empty();
    }
  }
}

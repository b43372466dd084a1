package io.anomalystack.model.detector;

import io.anomalystack.model.calendar.Calendar;
import io.anomalystack.model.calendar.Interval;
import io.anomalystack.model.calendar.InvalidCalendarException;
import io.anomalystack.model.config.Folder;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.config.ZoneReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code calendars}: each {@code {name, zone, dates, file}}. */
final class CalendarReader {
  private static final List<String> KNOWN = List.of("name", "zone", "dates", "file");
  private static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");

  /** The text travels with the job, to each of its tasks. */
  private static final long MOST_FILE_BYTES = 8 << 20;

  private final Folder folder;

  private CalendarReader(Folder folder) {
    this.folder = folder;
  }

  static Optional<List<Calendar>> readAll(Setting setting, Folder folder) {
    CalendarReader reader = new CalendarReader(folder);
    return setting.items().map(reader::readAll);
  }

  private List<Calendar> readAll(List<Setting> items) {
    List<Calendar> calendars = new ArrayList<>();
    Map<String, String> pathByName = new HashMap<>();
    for (Setting item : items) {
      Optional<Settings> settings = Settings.of(item, KNOWN);
      Optional<String> name =
          settings.flatMap(values -> values.required("name")).flatMap(NameReader::read);
      name.ifPresent(
          text -> {
            String other = pathByName.putIfAbsent(text, item.path());
            if (other != null) {
              item.report("name must be unique in the detector, was '" + text + "' as in " + other);
            }
          });
      settings.flatMap(values -> read(item, values, name.orElse(""))).ifPresent(calendars::add);
    }
    return List.copyOf(calendars);
  }

  private Optional<Calendar> read(Setting item, Settings settings, String name) {
    if (!settings.hasAny("dates", "file")) {
      item.report("must name dates, a file, or both");
    }
    ZoneId zone = settings.optional("zone").flatMap(ZoneReader::read).orElse(DEFAULT_ZONE);
    List<Interval> dates = new ArrayList<>();
    for (Setting date : settings.optional("dates").map(Setting::oneOrMore).orElse(List.of())) {
      DatesReader.read(date, zone).ifPresent(dates::add);
    }
    Optional<Setting> file = settings.optional("file");
    String events = file.flatMap(this::text).orElse(null);
    try {
      return Optional.of(new Calendar(name, zone, dates, events));
    } catch (InvalidCalendarException e) {
      Setting named = file.orElseThrow();
      e.problems()
          .forEach(
              problem -> named.reject("must be an iCalendar file without mistakes: " + problem));
      return Optional.empty();
    }
  }

  private Optional<String> text(Setting setting) {
    Optional<byte[]> bytes =
        setting.text().flatMap(name -> folder.read(setting, name, MOST_FILE_BYTES));
    try {
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())).toString());
    } catch (CharacterCodingException e) {
      setting.reject("must be an iCalendar file in UTF-8");
      return Optional.empty();
    }
  }
}

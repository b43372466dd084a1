package io.anomalystack.model.calendar;

/** Texts of iCalendar files. */
final class Ics {
  private Ics() {}

  static String calendar(String... components) {
    return String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//test//EN",
            String.join("\r\n", components),
            "END:VCALENDAR")
        + "\r\n";
  }

  static String event(String... properties) {
    return String.join(
        "\r\n",
        "BEGIN:VEVENT",
        "DTSTAMP:20260101T000000Z",
        String.join("\r\n", properties),
        "END:VEVENT");
  }
}

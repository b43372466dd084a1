package io.anomalystack.notifier.message;

import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import java.net.URI;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts announcements into words. */
public final class MessageRenderer {
  /** SNS: fewer than 100 characters. */
  private static final int LONGEST_SUBJECT = 99;

  private static final int LONGEST_THREAD_SUBJECT = 120;

  /** What else stands there leads nowhere. */
  private static final Pattern SERIES_ID = Pattern.compile("[0-9a-f]{64}");

  private final LocalTimes times;
  private final Optional<URI> dashboard;

  /**
   * @param zone whose times messages tell
   * @param dashboard where links lead; empty for none
   */
  public MessageRenderer(ZoneId zone, Optional<URI> dashboard) {
    this.times = new LocalTimes(zone);
    this.dashboard = dashboard;
  }

  /** The announcement in every form. */
  public Message render(Announcement announcement) {
    Alert alert = announcement.alert();
    Wording wording = new Wording(announcement, times);
    Optional<URI> link = link(announcement);
    Content content = MailContent.of(announcement, wording.title().text(), times);
    return new Message(
        announcement,
        wording.title().text(),
        subject(wording.title()),
        threadSubject(announcement),
        PlainMail.of(content, link),
        HtmlMail.of(content, alert.state(), alert.severity(), link),
        SmsText.fit(wording.shortForms()),
        link);
  }

  /** A title of our own words begins with a letter; only the name in it can hold other letters. */
  private static String subject(Line title) {
    Line ascii = new Line(ascii(title.before()), ascii(title.what()), ascii(title.after()), "...");
    return ascii.fit(LONGEST_SUBJECT, String::length);
  }

  private static String ascii(String text) {
    return Letters.forcedInto(character -> character >= ' ' && character <= '~', text);
  }

  /**
   * Only of what no alert of the incident changes. Mail programs find a conversation by its
   * references; some, as Gmail, only while the subject stays the same save for {@code Re:}.
   */
  private String threadSubject(Announcement announcement) {
    Alert alert = announcement.alert();
    String group = SeriesName.of(alert.dimensionList());
    String subject =
        HarmlessText.line(alert.detectorName(), SeriesName.LONGEST_PART)
            + (group.isEmpty() ? "" : ", " + group)
            + ": unusual since "
            + times.plainMoment(alert.start());
    String cut = HarmlessText.cut(subject, LONGEST_THREAD_SUBJECT);
    return announcement.ofDecision() || alert.sequence() == 1 ? cut : "Re: " + cut;
  }

  private Optional<URI> link(Announcement announcement) {
    return dashboard.flatMap(
        base ->
            announcement
                .about()
                .filter(decision -> SERIES_ID.matcher(decision.timeseriesId()).matches())
                .map(decision -> URI.create(link(base, decision))));
  }

  private static String link(URI base, Decision decision) {
    return base
        + (base.getRawQuery() == null ? "?" : "&")
        + "series="
        + decision.timeseriesId()
        + "&at="
        + decision.detectionPeriodStart();
  }
}

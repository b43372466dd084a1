package io.anomalystack.notifier.message;

import java.net.URI;
import java.util.Optional;

/**
 * An announcement in every form that some channel takes. Whatever names and dimensions hold, each
 * form is harmless where it is shown.
 *
 * @param announcement what is told
 * @param title one line
 * @param subject ASCII, one line of at most 99 characters that begins with a letter, as SNS wants
 * @param threadSubject one line that is the same for all messages of an incident, by which mail
 *     programs put them together
 * @param text several lines of plain text, for e-mail; begins with the title
 * @param html the same as an HTML document
 * @param sms text that fits into one segment: 160 characters of GSM 03.38, or 70 of UTF-16, less
 *     the 12 that SNS may write before it
 * @param link to the dashboard; empty if none is configured
 */
public record Message(
    Announcement announcement,
    String title,
    String subject,
    String threadSubject,
    String text,
    String html,
    String sms,
    Optional<URI> link) {

  /** The announcement's id. */
  public String id() {
    return announcement.id();
  }

  /** The id of the first announcement of the same incident, this one's own where it is that. */
  public String firstId() {
    return announcement.firstId();
  }
}

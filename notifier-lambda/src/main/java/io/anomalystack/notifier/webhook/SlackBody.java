package io.anomalystack.notifier.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anomalystack.notifier.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * A message as Slack's incoming webhooks take it: {@code text} for notifications, {@code blocks}
 * for the channel. What comes from outside stands in plain text objects, where nothing is
 * formatted, and with {@code & < >} escaped, so that it mentions nobody and links nowhere.
 */
final class SlackBody {
  private static final JsonFactory JSON = new JsonFactory();

  /** Slack's limits of a header's text, a section's, and, by advice, of the fallback's. */
  private static final int LONGEST_HEADER = 150;

  private static final int LONGEST_SECTION = 3000;
  private static final int LONGEST_TEXT = 4000;

  private SlackBody() {}

  static byte[] of(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("text", escaped(message.title(), LONGEST_TEXT));
      json.writeBooleanField("unfurl_links", false);
      json.writeBooleanField("unfurl_media", false);
      json.writeArrayFieldStart("blocks");
      writeBlock(json, "header", "plain_text", escaped(message.title(), LONGEST_HEADER));
      writeBlock(json, "section", "plain_text", escaped(rest(message), LONGEST_SECTION));
      if (message.link().isPresent()) {
        writeBlock(json, "section", "mrkdwn", link(message.link().get()));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void writeBlock(JsonGenerator json, String block, String text, String content)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", block);
    json.writeObjectFieldStart("text");
    json.writeStringField("type", text);
    json.writeStringField("text", content);
    if (text.equals("plain_text")) {
      json.writeBooleanField("emoji", false);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The text without the title, which is the header, and without the link, which is its own. */
  private static String rest(Message message) {
    String text = message.text().substring(message.title().length()).strip();
    return message
        .link()
        .map(link -> text.replace("\nOn the dashboard: " + link + "\n", ""))
        .orElse(text);
  }

  private static String link(URI link) {
    return "<"
        + link.toString().replace("&", "&amp;").replace("|", "%7C")
        + "|See it on the dashboard>";
  }

  /** The text with Slack's three characters escaped, cut where it would be too long. */
  private static String escaped(String text, int most) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      String written =
          switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(character);
          };
      i += Character.charCount(character);
      if (escaped.length() + written.length() > (i < text.length() ? most - 1 : most)) {
        return escaped.append('…').toString();
      }
      escaped.append(written);
    }
    return escaped.toString();
  }
}

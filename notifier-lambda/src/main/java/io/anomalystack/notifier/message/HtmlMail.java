package io.anomalystack.notifier.message;

import io.anomalystack.model.AlertState;
import io.anomalystack.model.Severity;
import java.net.URI;
import java.util.Optional;

/**
 * A mail as HTML that mail programs show alike: tables, styles in place, nothing fetched. Only the
 * badge has colours, and both of them, so that light and dark display are both readable. Text from
 * outside is escaped, and its direction of writing ends with it ({@code bdi}).
 */
final class HtmlMail {
  private static final String FONT = "font-family:-apple-system,Segoe UI,Roboto,Arial,sans-serif;";
  private static final String CELL =
      "padding:4px 16px 4px 0;vertical-align:top;text-align:left;font-size:14px;";
  private static final String LINE = "border-top:1px solid #8888;";

  private HtmlMail() {}

  static String of(Content content, AlertState state, Severity severity, Optional<URI> link) {
    StringBuilder html = new StringBuilder(4096);
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .append("<meta name=\"color-scheme\" content=\"light dark\">")
        .append("<meta name=\"supported-color-schemes\" content=\"light dark\">")
        .append("<title>")
        .append(escape(content.title()))
        .append("</title></head>\n<body style=\"margin:0;padding:16px;")
        .append(FONT)
        .append("\">\n<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" ")
        .append("style=\"max-width:640px;width:100%;border-collapse:collapse;\"><tr><td>\n");
    appendBadge(html, state, severity);
    html.append("<h1 style=\"font-size:20px;line-height:1.3;margin:12px 0 8px;\">")
        .append(isolated(content.title()))
        .append("</h1>\n");
    appendFacts(html, content);
    appendSeries(html, content);
    link.ifPresent(uri -> appendLink(html, uri));
    return html.append("<p style=\"font-size:12px;opacity:0.75;margin:16px 0 0;\">")
        .append(isolated(content.footer()))
        .append("</p>\n</td></tr></table>\n</body></html>\n")
        .toString();
  }

  private static void appendBadge(StringBuilder html, AlertState state, Severity severity) {
    String colour = state == AlertState.RESOLVED ? "#1b7f3b" : colour(severity);
    String word = state == AlertState.RESOLVED ? "Resolved" : severity.text();
    html.append("<span style=\"display:inline-block;padding:3px 10px;border-radius:4px;")
        .append("font-size:13px;font-weight:bold;text-transform:uppercase;color:#ffffff;")
        .append("background-color:")
        .append(colour)
        .append(";\">")
        .append(word)
        .append("</span>\n");
  }

  /** Each has a contrast of at least 4.5 to its white letters (WCAG 2.1, 1.4.3). */
  private static String colour(Severity severity) {
    return switch (severity) {
      case INFO -> "#1f5fa8";
      case WARNING -> "#9a5b00";
      case CRITICAL -> "#b3261e";
    };
  }

  private static void appendFacts(StringBuilder html, Content content) {
    html.append(
        "<table cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;\">\n");
    for (Content.Fact fact : content.facts()) {
      html.append("<tr><th scope=\"row\" style=\"")
          .append(CELL)
          .append("font-weight:normal;opacity:0.75;white-space:nowrap;\">")
          .append(escape(fact.name()))
          .append("</th><td style=\"")
          .append(CELL)
          .append("\">")
          .append(isolated(fact.text()))
          .append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  private static void appendSeries(StringBuilder html, Content content) {
    if (content.series().isEmpty()) {
      return;
    }
    html.append("<h2 style=\"font-size:15px;margin:16px 0 4px;\">Most affected</h2>\n")
        .append("<table cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;\">\n")
        .append("<tr>");
    for (String head : new String[] {"What", "Actual", "Expected", "When", "Score"}) {
      html.append("<th scope=\"col\" style=\"")
          .append(CELL)
          .append("\">")
          .append(head)
          .append("</th>");
    }
    html.append("</tr>\n");
    for (Content.Row row : content.series()) {
      html.append("<tr>");
      for (String cell :
          new String[] {row.name(), row.actual(), row.expected(), row.when(), row.score()}) {
        html.append("<td style=\"")
            .append(CELL)
            .append(LINE)
            .append("\">")
            .append(isolated(cell))
            .append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</table>\n");
    if (content.moreSeries() > 0) {
      html.append("<p style=\"font-size:14px;margin:4px 0;\">and ")
          .append(content.moreSeries())
          .append(" more</p>\n");
    }
  }

  private static void appendLink(StringBuilder html, URI link) {
    html.append("<p style=\"margin:16px 0 0;\"><a href=\"")
        .append(escape(link.toString()))
        .append("\" style=\"display:inline-block;padding:9px 16px;border-radius:4px;")
        .append("background-color:#1f5fa8;color:#ffffff;text-decoration:none;font-size:14px;\">")
        .append("See it on the dashboard</a></p>\n");
  }

  private static String isolated(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

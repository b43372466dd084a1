package io.anomalystack.notifier.message;

import java.net.URI;
import java.util.Optional;

/**
 * A mail as plain text. Nothing is aligned in columns, as most programs show it in a proportional
 * font.
 */
final class PlainMail {
  private PlainMail() {}

  static String of(Content content, Optional<URI> link) {
    StringBuilder text = new StringBuilder(content.title()).append("\n\n");
    for (Content.Fact fact : content.facts()) {
      text.append(fact.name()).append(": ").append(fact.text()).append('\n');
    }
    if (!content.series().isEmpty()) {
      text.append("\nMost affected:\n");
      for (Content.Row row : content.series()) {
        text.append("- ")
            .append(row.name())
            .append(": ")
            .append(row.actual())
            .append(", expected ")
            .append(row.expected())
            .append(" (")
            .append(row.when())
            .append(", score ")
            .append(row.score())
            .append(")\n");
      }
      if (content.moreSeries() > 0) {
        text.append("- and ").append(content.moreSeries()).append(" more\n");
      }
    }
    link.ifPresent(uri -> text.append("\nOn the dashboard: ").append(uri).append('\n'));
    return text.append("\n").append(content.footer()).append('\n').toString();
  }
}

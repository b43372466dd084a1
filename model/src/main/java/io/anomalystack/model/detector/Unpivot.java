package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * Makes points of a record's columns: every field whose name matches is a record of its own.
 *
 * @param fields the fields, with one {@code *} in the name
 * @param name the dimension that takes what the {@code *} stands for, at least one character
 * @param value the field that takes the number
 */
public record Unpivot(FieldPath fields, String name, String value) implements Serializable {
  /** The field that a point is of. */
  public String field(String captured) {
    String text = fields.isPointer() ? captured.replace("~", "~0").replace("/", "~1") : captured;
    return fields.text().replace("*", text);
  }

  /** Whether a field's path is one that matches. */
  public boolean matches(FieldPath path) {
    int star = fields.text().indexOf('*');
    String prefix = fields.text().substring(0, star);
    String suffix = fields.text().substring(star + 1);
    String text = path.text();
    return text.length() > prefix.length() + suffix.length()
        && path.isPointer() == fields.isPointer()
        && text.startsWith(prefix)
        && text.endsWith(suffix)
        && (!path.isPointer()
            || text.indexOf('/', prefix.length()) < 0
            || text.indexOf('/', prefix.length()) >= text.length() - suffix.length());
  }
}

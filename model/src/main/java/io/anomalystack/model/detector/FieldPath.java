package io.anomalystack.model.detector;

import java.io.Serializable;

/**
 * Where a field lies in a record: a top-level name or, starting with {@code /}, a JSON Pointer (RFC
 * 6901).
 *
 * @param text as written in the detector file
 */
public record FieldPath(String text) implements Serializable {
  /** Whether the path is a JSON Pointer rather than a top-level name. */
  public boolean isPointer() {
    return text.startsWith("/");
  }
}

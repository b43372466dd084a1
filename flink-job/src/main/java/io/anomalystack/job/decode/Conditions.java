package io.anomalystack.job.decode;

import io.anomalystack.model.detector.FieldPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** That each of some fields has one of some texts. */
final class Conditions {
  private final Map<FieldPath, Set<String>> texts;
  private final int[] slots;
  private final List<Set<String>> textsBySlot;

  Conditions(Map<FieldPath, Set<String>> texts, FieldSet fields) {
    this.texts = texts;
    this.slots = texts.keySet().stream().mapToInt(fields::slot).toArray();
    this.textsBySlot = List.copyOf(texts.values());
  }

  /** The same without what is said of some fields. */
  Conditions without(Set<FieldPath> paths, FieldSet fields) {
    Map<FieldPath, Set<String>> others = new LinkedHashMap<>(texts);
    others.keySet().removeAll(paths);
    return new Conditions(others, fields);
  }

  boolean isEmpty() {
    return slots.length == 0;
  }

  /** Whether a record fulfils all. */
  boolean hold(Fields fields) {
    for (int i = 0; i < slots.length; i++) {
      String text = fields.text(slots[i]);
      if (text == null || !textsBySlot.get(i).contains(text)) {
        return false;
      }
    }
    return true;
  }
}

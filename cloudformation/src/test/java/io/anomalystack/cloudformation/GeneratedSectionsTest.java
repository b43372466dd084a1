package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run with {@code -Dupdate}, this writes the sections instead of comparing them. */
class GeneratedSectionsTest {
  @ParameterizedTest
  @ValueSource(strings = {Template.LAKE, Template.QUICKSIGHT})
  void committedTemplateIsWhatSchemaAndSqlSay(String name) throws Exception {
    Template committed = Template.read(name);
    Template written;
    try (EmptyLake lake = EmptyLake.open()) {
      written = new Sections(lake).written(committed);
    }
    if (System.getProperty("update") != null) {
      Files.writeString(committed.file(), written.text());
    }
    assertThat(Files.readString(committed.file()))
        .as("%s; -Dupdate writes what is expected", name)
        .isEqualTo(written.text());
  }
}

package io.anomalystack.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("lr").row("name", "n").row("a", "1,234");

    assertThat(table.lines()).containsExactly("name      n", "a     1,234");
  }

  @Test
  void linesEndWithoutBlanks() {
    assertThat(new Table("ll").row("a", "long").row("b", "").lines())
        .containsExactly("a  long", "b");
  }

  @Test
  void linesThatFollowKeepTheColumns() {
    Table table = new Table("lr").fitting("xxxx", "");

    assertThat(table.next("a", "1")).isEqualTo("a     1");
    assertThat(table.next("b", "22")).isEqualTo("b     22");
  }
}

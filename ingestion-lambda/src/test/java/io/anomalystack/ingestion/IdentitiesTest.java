package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A progress is of one table of one cluster, and of nothing else. */
class IdentitiesTest {
  @Test
  void refusesTheProgressOfAnotherTable() throws Exception {
    try (Shop shop = Shop.open("this_table");
        Shop other = Shop.open("other_table")) {
      other.sell(1);
      shop.runCold();

      assertThatThrownBy(() -> shop.runCold("table: other_table"))
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("is of another table: of \"public\".\"this_table\"")
          .hasMessageContaining("Give the source another name");
      assertThat(shop.publishedKeys("read_committed")).isEmpty();
    }
  }

  @Test
  void knowsTheClusterAgainByItsIdentifierOrWhatItWasBefore() {
    Identity was = new Identity(Optional.of("1"), "d", "t", "o");
    Identity is = new Identity(Optional.of("2"), "d", "t", "o");
    Identity unknown = new Identity(Optional.empty(), "d", "t", "o");

    assertThat(was.mayBe(is)).isFalse();
    assertThat(was.mayBe(was)).isTrue();
    assertThat(was.mayBe(unknown)).isTrue();
    assertThat(unknown.mayBe(is)).isTrue();
  }
}

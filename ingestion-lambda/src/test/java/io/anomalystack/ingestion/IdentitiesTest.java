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
  void remembersTheClusterThoughItMayNotAskAnyMore() {
    Progress known = Progress.none(new Identity(Optional.of("1"), "d", "t", "o"));
    Identity unknown = new Identity(Optional.empty(), "d", "t", "o");
    assertThat(Identities.check(known, new Unread(unknown)).identity()).isEqualTo(known.identity());
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

  /** A session of which nothing but its identity is asked. */
  private record Unread(Identity identity) implements Source.Session {
    @Override
    public boolean continues(String system) {
      return false;
    }

    @Override
    public Horizon horizon(Optional<Horizon> furthest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Batch read(Optional<Horizon> done, Horizon target, Optional<Position> after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}

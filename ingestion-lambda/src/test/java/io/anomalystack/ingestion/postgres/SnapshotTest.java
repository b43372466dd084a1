package io.anomalystack.ingestion.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.ingestion.Parts;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void seesWhatTheDatabaseSaysThatItSees(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    long xmin = random.nextLong(3, 1L << 40);
    long xmax = xmin + random.nextInt(1, 40);
    TreeSet<Long> list = new TreeSet<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      list.add(random.nextLong(xmin, xmax));
    }
    String text =
        xmin
            + ":"
            + xmax
            + ":"
            + list.stream().map(String::valueOf).collect(Collectors.joining(","));
    Snapshot snapshot = Snapshot.parse(text);
    try (Connection connection = Parts.database().connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT x::text, pg_visible_in_snapshot(x::text::xid8, ?::pg_snapshot)"
                    + " FROM generate_series(?, ?) x")) {
      statement.setString(1, text);
      statement.setLong(2, xmin - 2);
      statement.setLong(3, xmax + 2);
      try (ResultSet result = statement.executeQuery()) {
        int compared = 0;
        while (result.next()) {
          assertThat(snapshot.sees(new BigInteger(result.getString(1))))
              .as("transaction %s in %s", result.getString(1), text)
              .isEqualTo(result.getBoolean(2));
          compared++;
        }
        assertThat(compared).isEqualTo(xmax - xmin + 5);
      }
    }
  }
}

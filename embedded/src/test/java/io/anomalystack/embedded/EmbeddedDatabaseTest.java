package io.anomalystack.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {
  @Test
  void servesUntilItIsClosed() throws Exception {
    EmbeddedDatabase database = EmbeddedDatabase.start(Map.of("max_connections", "17"));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select current_setting('max_connections')")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getString(1)).isEqualTo("17");
    } finally {
      database.close();
    }
    assertThatExceptionOfType(SQLException.class).isThrownBy(database::connect);
  }
}

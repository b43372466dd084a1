package io.anomalystack.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.dashboard.Dashboard;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardCommandTest {
  @TempDir Path directory;

  @Test
  void saysThatThereIsNoSuchLake() {
    Cli cli = Cli.run("dashboard", "--lake", directory.resolve("none").toString());

    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("--lake: there is no directory " + directory.resolve("none"));
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    try (Dashboard other = Dashboard.start(directory, InetAddress.getLoopbackAddress(), 0)) {
      String port = String.valueOf(other.uri().getPort());

      Cli cli = Cli.run("dashboard", "--lake", directory.toString(), "--port", port);

      assertThat(cli.status()).isEqualTo(2);
      assertThat(cli.err())
          .contains(
              "--port, --host: cannot listen on 127.0.0.1:" + port + ": Address already in use");
    }
  }

  @Test
  void saysThatAnAddressIsNotThisMachines() {
    Cli cli =
        Cli.run("dashboard", "--lake", directory.toString(), "--host", "192.0.2.1", "--port", "0");

    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("cannot listen on 192.0.2.1:0: ");
  }

  @Test
  void refusesAPortThatIsNone() {
    Cli cli = Cli.run("dashboard", "--lake", directory.toString(), "--port", "70000");

    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("--port: must be between 0 and 65535, was 70000");
  }
}

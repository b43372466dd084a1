package io.anomalystack.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.anomalystack.model.config.ConfigFile;
import io.anomalystack.model.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretReferenceTest {
  private static final Path DIRECTORY = Path.of("/etc/anomaly");

  @Test
  void readsWhereASecretLies() throws Exception {
    assertThat(read("{secretsManager: shop/db, key: password}"))
        .isEqualTo(new SecretReference.InSecretsManager("shop/db", Optional.of("password")));
    assertThat(read("{file: token}"))
        .isEqualTo(new SecretReference.InFile(DIRECTORY.resolve("token")));
    assertThat(read("{environment: TOKEN}")).isEqualTo(new SecretReference.InEnvironment("TOKEN"));
  }

  @Test
  void refusesASecretInClearWithoutRepeatingIt() {
    assertThat(problem("hunter2"))
        .hasMessageContaining("secret: expected where the secret lies")
        .hasMessageContaining("never the secret itself")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesWhatIsNoPlaceOrTwo() {
    assertThat(problem("{file: a, environment: B}")).hasMessageContaining("only one of them");
    assertThat(problem("{}")).hasMessageContaining("expected where the secret lies");
    assertThat(problem("{fiel: a}")).hasMessageContaining("did you mean 'file'?");
    assertThat(problem("{file: a, key: b}"))
        .hasMessageContaining("secret.key: has a meaning with secretsManager only");
  }

  private static SecretReference read(String text) throws InvalidConfigException {
    return ConfigFile.read(
        "secret: " + text,
        "test",
        List.of("secret"),
        settings ->
            settings
                .required("secret")
                .flatMap(setting -> SecretReference.read(setting, DIRECTORY))
                .orElse(null));
  }

  private static InvalidConfigException problem(String text) {
    return catchThrowableOfType(InvalidConfigException.class, () -> read(text));
  }
}

package io.anomalystack.model.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XidTest {
  @Test
  void saysWhatHappenedAndWhatToDo() {
    assertThat(Xid.text(79))
        .isEqualTo("Xid 79: GPU has fallen off the bus; drain and reboot the node");
    assertThat(Xid.text(63)).isEqualTo("Xid 63: GPU memory remapping event");
    assertThat(Xid.of(31).orElseThrow().kind()).isEqualTo("application");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "46, CRITICAL", "48, CRITICAL", "74, CRITICAL", "79, CRITICAL", "95, CRITICAL", "119, CRITICAL",
    "13, WARNING", "31, WARNING", "63, WARNING", "68, WARNING", "92, WARNING", "94, WARNING",
    "43, INFO", "45, INFO"
  })
  void isAsSevereAsWhatItCallsFor(long code, Severity severity) {
    assertThat(Xid.severity(code)).isEqualTo(severity);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999, -1, (1L << 32) + 79})
  void warnsOfACodeThatNobodyKnows(long code) {
    assertThat(Xid.severity(code)).isEqualTo(Severity.WARNING);
    assertThat(Xid.text(code)).isEqualTo("Xid " + code + ": not in the catalogue");
  }
}

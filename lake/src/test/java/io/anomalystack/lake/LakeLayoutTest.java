package io.anomalystack.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeLayoutTest {
  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(before);
  }

  @ParameterizedTest
  @CsvSource({
    "1900-01-01T00:00:00Z, date=1900-01-01",
    "1969-12-31T23:59:59Z, date=1969-12-31",
    "1970-01-01T00:00:00Z, date=1970-01-01",
    "2024-02-29T23:59:59Z, date=2024-02-29",
    "2100-12-31T23:59:59Z, date=2100-12-31",
  })
  void dayIsThatOfTheStartInUtcWhereverTheMachineStands(String start, String folder) {
    for (String zone : new String[] {"UTC", "Pacific/Kiritimati", "America/Los_Angeles"}) {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      assertThat(LakeLayout.partition(Decisions.plain(start))).isEqualTo(folder);
    }
  }

  @Test
  void partitionsAreReadAsTheyAreWritten() {
    LocalDate day = LocalDate.of(1900, 1, 1);
    assertThat(LakeLayout.dateOf(LakeLayout.partition(day))).contains(day);
    assertThat(LakeLayout.dateOf("date=yesterday")).isEmpty();
    assertThat(LakeLayout.dateOf("_temporary")).isEmpty();
  }
}

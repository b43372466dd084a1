package io.anomalystack.model.gpu;

import io.anomalystack.model.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An error that NVIDIA's driver reports by its number. The known ones are in {@code xid.csv}, which
 * names its sources.
 *
 * @param code the number, above 0
 * @param mnemonic the driver's name for it
 * @param description in a few words
 * @param kind what is most likely at fault: {@code application}, {@code driver}, {@code hardware},
 *     {@code memory}, {@code bus} or {@code nvlink}
 * @param critical whether the GPU or its node has to be taken out of work
 * @param action what NVIDIA recommends to do at once; {@code none} for nothing
 */
public record Xid(
    int code, String mnemonic, String description, String kind, boolean critical, String action) {
  private static final Map<Integer, Xid> KNOWN = read();
  private static final String NO_ACTION = "none";
  private static final String APPLICATION = "application";

  /** What is known of a code. */
  public static Optional<Xid> of(long code) {
    return code == (int) code ? Optional.ofNullable(KNOWN.get((int) code)) : Optional.empty();
  }

  /** What a code amounts to. Of a code that nobody knows somebody should hear. */
  public static Severity severity(long code) {
    return of(code).map(Xid::severity).orElse(Severity.WARNING);
  }

  private Severity severity() {
    if (critical) {
      return Severity.CRITICAL;
    }
    return kind.equals(APPLICATION) && action.equals(NO_ACTION) ? Severity.INFO : Severity.WARNING;
  }

  /** A code in a line, such as {@code Xid 79: GPU has fallen off the bus; drain and reboot …}. */
  public static String text(long code) {
    return "Xid " + code + ": " + of(code).map(Xid::text).orElse("not in the catalogue");
  }

  private String text() {
    return action.equals(NO_ACTION) ? description : description + "; " + action;
  }

  private static Map<Integer, Xid> read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Xid.class.getResourceAsStream("xid.csv"), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(
              cells ->
                  new Xid(
                      Integer.parseInt(cells[0]),
                      cells[1],
                      cells[2],
                      cells[3],
                      cells[4].equals("yes"),
                      cells[5]))
          .collect(Collectors.toUnmodifiableMap(Xid::code, Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading the Xid codes", e);
    }
  }
}

package io.anomalystack.model.detector;

import java.io.Serializable;
import java.util.List;

/**
 * Tokens a second and GPU: what is multiplied by what it is divided by.
 *
 * @param amounts tokens, or samples and the tokens of each, or tokens a second; none negative
 * @param divisors seconds and GPUs, as far as there are any; above 0
 * @param scale 1000 where the time is in milliseconds, else 1
 */
public record Throughput(List<Input> amounts, List<Input> divisors, double scale)
    implements Serializable {
  /** Copies the inputs. */
  public Throughput {
    amounts = List.copyOf(amounts);
    divisors = List.copyOf(divisors);
  }

  /**
   * One number.
   *
   * @param name its setting
   * @param field where a record holds it, or null
   * @param number where it is always the same
   */
  public record Input(String name, FieldPath field, double number) implements Serializable {}
}

package io.anomalystack.job.decode;

import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.model.Denominator;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Derived;
import io.anomalystack.model.detector.FieldPath;
import io.anomalystack.model.detector.FlopsPerToken;
import io.anomalystack.model.detector.Quantity;
import io.anomalystack.model.detector.Throughput.Input;
import io.anomalystack.model.gpu.GpuPeaks;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Computes a detector's derived quantities of one record. Not thread-safe: keeps what is wrong. */
final class DerivedQuantities {
  private static final double PER_TERA = 1e-12;
  private static final double PER_CENT = 100;

  private final Derived derived;
  private final List<FieldPath> dimensions;
  private final int[] amounts;
  private final int[] divisors;
  private final int flops;
  private final int[] asked;

  private RejectionReason reason;
  private String detail;

  /** A field that is refused. */
  private final class Refused extends Exception {
    Refused(RejectionReason reason, String detail) {
      super(detail, null, false, false);
      DerivedQuantities.this.reason = reason;
      DerivedQuantities.this.detail = detail;
    }
  }

  /**
   * The quantities of a detector.
   *
   * @param slots where the fields lie
   */
  DerivedQuantities(Derived derived, List<FieldPath> dimensions, ToIntFunction<FieldPath> slots) {
    this.derived = derived;
    this.dimensions = dimensions;
    this.amounts = slots(derived.throughput().amounts(), slots);
    this.divisors = slots(derived.throughput().divisors(), slots);
    FlopsPerToken perToken = derived.flopsPerToken();
    this.flops =
        perToken == null || perToken.field() == null ? -1 : slots.applyAsInt(perToken.field());
    // A record without the tokens is none of a training run, though it may name its GPUs.
    this.asked = IntStream.of(amounts).anyMatch(slot -> slot >= 0) ? amounts : divisors;
  }

  private static int[] slots(List<Input> inputs, ToIntFunction<FieldPath> slots) {
    return inputs.stream()
        .mapToInt(input -> input.field() == null ? -1 : slots.applyAsInt(input.field()))
        .toArray();
  }

  /** Whether the record holds any of what the quantities are computed of. */
  boolean isHeld(Fields fields) {
    for (int slot : asked) {
      if (slot >= 0 && fields.kind(slot) != Kind.ABSENT) {
        return true;
      }
    }
    return false;
  }

  /** The fields without which there is nothing to compute. */
  List<String> fields() {
    return Stream.of(derived.throughput().amounts(), derived.throughput().divisors())
        .flatMap(List::stream)
        .filter(input -> input.field() != null)
        .map(input -> input.field().text())
        .toList();
  }

  /** Why the last quantity was refused. */
  RejectionReason reason() {
    return reason;
  }

  /** The same for a person. */
  String detail() {
    return detail;
  }

  /**
   * Computes a quantity.
   *
   * @param dimensionValues of the record
   * @return NaN where it is refused, see {@link #reason}
   */
  double read(Quantity quantity, Fields fields, String[] dimensionValues) {
    try {
      double tokens = throughput(fields);
      if (!quantity.needsFlops()) {
        return finite(quantity, tokens);
      }
      double tflops = flopsPerToken(quantity, fields) * tokens * PER_TERA;
      return quantity.isShare()
          ? share(quantity, tflops, tokens, dimensionValues)
          : finite(quantity, tflops);
    } catch (Refused refused) {
      return Double.NaN;
    }
  }

  private double throughput(Fields fields) throws Refused {
    double tokens = derived.throughput().scale();
    for (int i = 0; i < amounts.length; i++) {
      Input input = derived.throughput().amounts().get(i);
      double amount = number(input.name(), input.field(), input.number(), amounts[i], fields);
      if (amount < 0) {
        throw new Refused(
            RejectionReason.IMPLAUSIBLE_VALUE, refusal(input, "must not be negative", amount));
      }
      tokens *= amount;
    }
    for (int i = 0; i < divisors.length; i++) {
      Input input = derived.throughput().divisors().get(i);
      double divisor = number(input.name(), input.field(), input.number(), divisors[i], fields);
      if (divisor <= 0) {
        throw new Refused(
            RejectionReason.IMPLAUSIBLE_VALUE, refusal(input, "must be above 0", divisor));
      }
      tokens /= divisor;
    }
    return tokens;
  }

  private static String refusal(Input input, String rule, double value) {
    return "'%s', which is derived.%s, %s, was %s"
        .formatted(input.field().text(), input.name(), rule, value);
  }

  private double flopsPerToken(Quantity quantity, Fields fields) throws Refused {
    FlopsPerToken perToken = derived.flopsPerToken();
    if (flops < 0) {
      return quantity.isHardware() ? perToken.hardware() : perToken.model();
    }
    double value = number("flopsPerToken", perToken.field(), Double.NaN, flops, fields);
    if (value <= 0) {
      throw new Refused(
          RejectionReason.IMPLAUSIBLE_VALUE,
          "'%s', which is derived.flopsPerToken, must be above 0, was %s"
              .formatted(perToken.field().text(), value));
    }
    return value;
  }

  private double number(String name, FieldPath field, double constant, int slot, Fields fields)
      throws Refused {
    if (slot < 0) {
      return constant;
    }
    Kind kind = fields.kind(slot);
    if (kind == Kind.ABSENT) {
      throw new Refused(
          RejectionReason.MISSING_FIELD,
          "field '%s', which is derived.%s, is missing, null or empty"
              .formatted(field.text(), name));
    }
    double value = kind == Kind.NUMBER ? Double.parseDouble(fields.text(slot)) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new Refused(
          RejectionReason.NOT_A_FINITE_NUMBER,
          "'%s', which is derived.%s, must be a JSON number within a double's range, was %s"
              .formatted(field.text(), name, Shown.value(kind, fields.text(slot))));
    }
    return value;
  }

  private double share(Quantity quantity, double tflops, double tokens, String[] dimensionValues)
      throws Refused {
    List<String> values = List.of(dimensionValues);
    Denominator peak = derived.denominator(dimensions, values);
    if (peak == null) {
      throw new Refused(
          RejectionReason.UNKNOWN_GPU,
          GpuPeaks.all()
                  .unknown(
                      derived.gpu().of(dimensions, values),
                      derived.precision().of(dimensions, values))
              + "; or give its dense peak as derived.peakTflops");
    }
    double share = PER_CENT * tflops / peak.tflops();
    if (!(share <= PER_CENT)) {
      throw new Refused(
          RejectionReason.IMPLAUSIBLE_VALUE,
          String.format(
              Locale.ROOT,
              "%s would be %.1f %%: %.1f TFLOPS (%.6g tokens per second and GPU) against %.1f of"
                  + " '%s' at %s. Is the throughput that of one GPU, are the GPU and the precision"
                  + " right, and the parameters those that are active?",
              quantity.word(),
              share,
              tflops,
              tokens,
              peak.tflops(),
              Shown.cut(peak.gpu()),
              peak.precision()));
    }
    return share;
  }

  private double finite(Quantity quantity, double value) throws Refused {
    if (!Double.isFinite(value)) {
      throw new Refused(
          RejectionReason.IMPLAUSIBLE_VALUE,
          "%s is beyond a double's range".formatted(quantity.word()));
    }
    return value;
  }
}

package io.anomalystack.model.detector;

import io.anomalystack.model.config.ConfigNode;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.model.detector.Derived.Label;
import io.anomalystack.model.detector.FlopsPerToken.Recomputation;
import io.anomalystack.model.detector.Throughput.Input;
import io.anomalystack.model.gpu.GpuPeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code derived}: of what the quantities of a training run are computed. */
final class DerivedReader {
  private static final List<String> KNOWN =
      List.of(
          "tokensPerSecond",
          "tokens",
          "samples",
          "sequence",
          "seconds",
          "milliseconds",
          "gpus",
          "flopsPerToken",
          "gpu",
          "precision",
          "peakTflops");
  private static final List<String> KNOWN_FLOPS =
      List.of("field", "parameters", "layers", "hidden", "sequence", "recomputation");
  private static final double MILLIS_PER_SECOND = 1_000;

  private final Setting setting;
  private final Settings settings;
  private final List<FieldPath> dimensions;

  private DerivedReader(Setting setting, Settings settings, List<FieldPath> dimensions) {
    this.setting = setting;
    this.settings = settings;
    this.dimensions = dimensions;
  }

  static Optional<Derived> read(Setting setting, List<FieldPath> dimensions) {
    return Settings.of(setting, KNOWN)
        .map(settings -> new DerivedReader(setting, settings, dimensions).read());
  }

  private Derived read() {
    Throughput throughput = throughput();
    FlopsPerToken flops =
        settings.optional("flopsPerToken").flatMap(DerivedReader::flopsPerToken).orElse(null);
    Label gpu = settings.optional("gpu").flatMap(this::label).orElse(null);
    Label precision = settings.optional("precision").flatMap(this::label).orElse(null);
    Double peak = settings.optional("peakTflops").flatMap(Setting::positive).orElse(null);
    if (peak == null && gpu != null && precision != null) {
      checkKnown(gpu.constant(), precision.constant());
    }
    return new Derived(throughput, flops, gpu, precision, peak);
  }

  /** What is known before any record comes need not wait for one. */
  private void checkKnown(String gpu, String precision) {
    if (gpu != null && precision != null && GpuPeaks.all().find(gpu, precision).isEmpty()) {
      setting.report(
          GpuPeaks.all().unknown(gpu, precision) + "; or give its dense peak as peakTflops");
    }
  }

  private Throughput throughput() {
    List<Input> amounts = new ArrayList<>();
    List<Input> divisors = new ArrayList<>();
    boolean rate = settings.hasAny("tokensPerSecond");
    boolean tokens = settings.hasAny("tokens");
    boolean samples = settings.hasAny("samples", "sequence");
    if ((rate ? 1 : 0) + (tokens ? 1 : 0) + (samples ? 1 : 0) != 1 && !settings.isEmpty()) {
      setting.report("must name one of tokensPerSecond, tokens, or samples with sequence");
    }
    if (rate) {
      add("tokensPerSecond", amounts);
    } else {
      if (tokens) {
        add("tokens", amounts);
      } else if (samples) {
        require("samples", amounts);
        require("sequence", amounts);
      }
      if (settings.hasAny("seconds") == settings.hasAny("milliseconds")) {
        setting.report("must name either seconds or milliseconds, for tokens and samples");
      }
    }
    if (rate && settings.hasAny("seconds", "milliseconds")) {
      setting.report("tokensPerSecond needs neither seconds nor milliseconds");
    }
    add("seconds", divisors);
    add("milliseconds", divisors);
    add("gpus", divisors);
    if (!amounts.isEmpty()
        && Stream.of(amounts, divisors).flatMap(List::stream).allMatch(i -> i.field() == null)) {
      setting.report("must name a field: of numbers alone there is nothing to watch");
    }
    return new Throughput(
        amounts, divisors, settings.optional("milliseconds").isPresent() ? MILLIS_PER_SECOND : 1);
  }

  private void add(String name, List<Input> inputs) {
    settings.optional(name).flatMap(value -> input(name, value)).ifPresent(inputs::add);
  }

  private void require(String name, List<Input> inputs) {
    settings.required(name).flatMap(value -> input(name, value)).ifPresent(inputs::add);
  }

  /** A number as it is, or else the name of a field. */
  private static Optional<Input> input(String name, Setting value) {
    if (value.node() instanceof ConfigNode.Scalar scalar && isNumber(scalar.text())) {
      return value.positive().map(number -> new Input(name, null, number));
    }
    return FieldPathReader.read(value).map(field -> new Input(name, field, Double.NaN));
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+.]?[0-9][-+.0-9eE]*");
  }

  private static Optional<FlopsPerToken> flopsPerToken(Setting setting) {
    if (setting.node() instanceof ConfigNode.Scalar) {
      return setting.positive().map(flops -> new FlopsPerToken(flops, Double.NaN, null));
    }
    return Settings.of(setting, KNOWN_FLOPS).flatMap(flops -> flopsPerToken(setting, flops));
  }

  private static Optional<FlopsPerToken> flopsPerToken(Setting setting, Settings flops) {
    if (flops.hasAny("field")) {
      if (flops.hasAny("parameters", "layers", "hidden", "sequence", "recomputation")) {
        setting.report("must name either a field or what the operations are computed of");
      }
      return flops
          .optional("field")
          .flatMap(FieldPathReader::read)
          .map(field -> new FlopsPerToken(Double.NaN, Double.NaN, field));
    }
    Optional<Double> parameters = flops.required("parameters").flatMap(Setting::positive);
    Optional<Double> layers = flops.required("layers").flatMap(Setting::positive);
    Optional<Double> hidden = flops.required("hidden").flatMap(Setting::positive);
    Optional<Double> sequence = flops.required("sequence").flatMap(Setting::positive);
    Recomputation recomputation =
        flops
            .optional("recomputation")
            .flatMap(value -> value.oneOf(Recomputation.values()))
            .orElse(Recomputation.NONE);
    if (parameters.isEmpty() || layers.isEmpty() || hidden.isEmpty() || sequence.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        FlopsPerToken.transformer(
            parameters.get(), layers.get(), hidden.get(), sequence.get(), recomputation));
  }

  private Optional<Label> label(Setting label) {
    if (label.node() instanceof ConfigNode.Mapping) {
      return Settings.of(label, List.of("is"))
          .flatMap(is -> is.required("is"))
          .flatMap(Setting::text)
          .map(text -> new Label(null, text));
    }
    Optional<FieldPath> field = FieldPathReader.read(label);
    if (field.isPresent() && !dimensions.contains(field.get())) {
      label.reject(
          "must be one of the detector's dimensions ("
              + String.join(", ", dimensions.stream().map(FieldPath::text).toList())
              + ") or {is: …}");
      return Optional.empty();
    }
    return field.map(dimension -> new Label(dimension, null));
  }

  /** Checks that all is there that the quantities need which the measures name. */
  static void check(Setting measure, Quantity quantity, Derived derived) {
    if (derived == null) {
      measure.report("'%s' needs the detector's derived".formatted(quantity.word()));
      return;
    }
    FlopsPerToken flops = derived.flopsPerToken();
    if (quantity.needsFlops() && flops == null) {
      measure.report("'%s' needs derived.flopsPerToken".formatted(quantity.word()));
    } else if (quantity.isHardware() && Double.isNaN(flops.hardware())) {
      measure.report(
          "'%s' needs derived.flopsPerToken with parameters, layers, hidden, sequence and"
                  .formatted(quantity.word())
              + " recomputation, to know what is computed again");
    }
    boolean peak =
        derived.peakTflops() != null || (derived.gpu() != null && derived.precision() != null);
    if (quantity.isShare() && !peak) {
      measure.report(
          "'%s' needs derived.gpu and derived.precision, or derived.peakTflops"
              .formatted(quantity.word()));
    }
  }
}

package io.anomalystack.model.gpu;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of GPUs and precisions without what only their spelling adds. */
final class GpuName {
  private static final Pattern MAKERS =
      Pattern.compile("\\b(?:nvidia|amd|intel|google|aws|cloud|instinct|tesla|habana)\\b");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9]");

  /** Letters, digits, and the letters of the variant: {@code h100}, {@code mi300x}. */
  private static final Pattern FAMILY = Pattern.compile("[a-z]+[0-9]+");

  private GpuName() {}

  /** Lower case, letters and digits only, without the maker: {@code a100sxm480gb}. */
  static String plain(String name) {
    String text = MAKERS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    return NOT_IN_NAMES.matcher(text).replaceAll("");
  }

  /** What GPUs near this one begin with, or an empty text. */
  static String family(String name) {
    Matcher family = FAMILY.matcher(plain(name));
    return family.find() ? family.group() : "";
  }

  /** One of the names that the data has, where this is one. */
  static String precision(String name) {
    String text = name.toLowerCase(Locale.ROOT).replaceFirst("^torch\\.", "");
    return switch (text.replaceFirst("-(?:mixed|true)$", "")) {
      case "bfloat16" -> "bf16";
      case "float16", "half", "16" -> "fp16";
      case "tensorfloat32", "tensor-float32" -> "tf32";
      case "float32", "float", "32" -> "fp32";
      case "bf16" -> "bf16";
      default -> text;
    };
  }
}

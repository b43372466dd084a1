package io.anomalystack.model;

/**
 * What a utilisation is a share of: a GPU's dense peak.
 *
 * @param gpu its type
 * @param precision of the arithmetic, such as {@code bf16}
 * @param tflops 10^12 floating-point operations per second
 */
public record Denominator(String gpu, String precision, double tflops) {}

package io.anomalystack.model.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.model.Denominator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuPeaksTest {
  private final GpuPeaks peaks = GpuPeaks.all();

  @ParameterizedTest
  @CsvSource({
    // As PyTorch, nvidia-smi, DCGM and ROCm name them.
    "NVIDIA H100 80GB HBM3, H100-SXM, 989",
    "NVIDIA H100 PCIe, H100-PCIe, 756",
    "NVIDIA H100 NVL, H100-NVL, 835",
    "NVIDIA H200, H200-SXM, 989",
    "NVIDIA GH200 480GB, GH200, 989",
    "NVIDIA A100-SXM4-40GB, A100, 312",
    "NVIDIA A100-SXM4-80GB, A100, 312",
    "NVIDIA A100 80GB PCIe, A100, 312",
    "A100-PCIE-40GB, A100, 312",
    "NVIDIA B200, B200, 2250",
    "NVIDIA B300 SXM6 AC, B300, 2250",
    "NVIDIA GB200, GB200, 2500",
    "NVIDIA L40S, L40S, 362",
    "NVIDIA RTX A6000, RTX-A6000, 154.8",
    "AMD Instinct MI300X, MI300X, 1307.4",
    "AMD Instinct MI300X OAM, MI300X, 1307.4",
    "AMD Instinct MI250X, MI250X, 191.5",
    "TPU v4, TPU-v4, 275",
    "TPU v5 lite, TPU-v5e, 197",
    // As people write them.
    "H100-SXM, H100-SXM, 989",
    "h100 sxm5, H100-SXM, 989",
    "a100, A100, 312",
    "mi355x, MI355X, 2500"
  })
  void knowsGpusByTheNamesThatArrive(String name, String gpu, double tflops) {
    assertThat(peaks.find(name, "bf16")).contains(new Denominator(gpu, "bf16", tflops));
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16, bf16, 312",
    "torch.bfloat16, bf16, 312",
    "bf16-mixed, bf16, 312",
    "BF16, bf16, 312",
    "float16, fp16, 312",
    "16-mixed, fp16, 312",
    "tf32, tf32, 156",
    "float32, fp32, 19.5"
  })
  void knowsPrecisionsByTheNamesThatArrive(String name, String precision, double tflops) {
    assertThat(peaks.find("A100", name)).contains(new Denominator("A100", precision, tflops));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H100",
        "NVIDIA H100",
        "V100",
        "NVIDIA GeForce RTX 4090",
        "NVIDIA A100-SXM4-80GB MIG 3g.40gb",
        "NVIDIA A10G",
        "3",
        "",
        "gpu"
      })
  void refusesWhatMightBeAnotherOrIsNone(String name) {
    assertThat(peaks.find(name, "bf16")).isEmpty();
  }

  @Test
  void doesNotMakeUpAPrecision() {
    assertThat(peaks.find("A100", "fp8")).isEmpty();
    assertThat(peaks.find("Tesla V100-SXM2-16GB", "bf16")).isEmpty();
    assertThat(peaks.find("Tesla V100-SXM2-16GB", "fp16")).isPresent();
  }

  @Test
  void saysWhatIsNearToWhatIsNotKnown() {
    assertThat(peaks.unknown("NVIDIA H100", "bf16"))
        .isEqualTo(
            "GPU 'NVIDIA H100' is not known, or not one GPU; near it: H100-SXM, H100-PCIe,"
                + " H100-NVL");
    assertThat(peaks.unknown("A100", "fp8"))
        .isEqualTo(
            "the peak of GPU 'A100' at precision 'fp8' is not known; known for it: fp32, tf32,"
                + " fp16, bf16");
    assertThat(peaks.unknown("toaster", "bf16")).contains("H100-SXM").contains("Trainium2");
    assertThat(peaks.unknown("x".repeat(10_000), "bf16")).hasSizeLessThan(1_000);
  }

  /** Halving the bits doubles the rate: a figure with sparsity would stand out. */
  @Test
  void figuresAreDenseThroughout() {
    for (String gpu : peaks.gpus()) {
      double half = tflops(gpu, "bf16");
      assertHalvesMakeDouble(gpu, tflops(gpu, "tf32"), half);
      // Google's chips and Trainium do not compute faster with eight bits, or not twice as fast.
      if (!gpu.startsWith("TPU") && !gpu.startsWith("Trainium")) {
        assertHalvesMakeDouble(gpu, half, tflops(gpu, "fp8"));
      }
      if (!Double.isNaN(tflops(gpu, "fp16")) && !Double.isNaN(half)) {
        assertThat(tflops(gpu, "fp16")).as(gpu).isEqualTo(half);
      }
    }
  }

  private static void assertHalvesMakeDouble(String gpu, double wide, double narrow) {
    // Trainium's 32 bits are as fast as its 16.
    if (!Double.isNaN(wide) && !Double.isNaN(narrow) && !gpu.startsWith("Trainium")) {
      assertThat(narrow / wide).as(gpu).isCloseTo(2, within(0.03));
    }
  }

  private double tflops(String gpu, String precision) {
    return peaks.find(gpu, precision).map(Denominator::tflops).orElse(Double.NaN);
  }

  @Test
  void everyFigureHasASource() throws IOException {
    try (InputStream in = GpuPeaks.class.getResourceAsStream("peaks.csv")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
      assertThat(lines).hasSizeGreaterThan(30).allMatch(line -> line.contains(",https://"));
    }
  }
}

package io.anomalystack.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.testdata.AnyBooks;
import io.anomalystack.testdata.AwkwardRecord;
import io.anomalystack.testdata.AwkwardRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a record's bytes, it is counted, rejected or somebody else's. */
class MutatedRecordsTest {
  private static final int MUTANTS = 4_000;
  private static final byte[] SPICE =
      "\"{}[],:\\-+.eE0123456789tfnuZ \u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  private static final Detector EVERYBODYS =
      TestDetectors.sales(
          "measures: [{field: quantity}, {field: product_name, aggregation: count}]");
  private static final Detector EPOCH =
      TestDetectors.sales(
          "name: epoch",
          "timestamp: {field: quantity, format: epoch-seconds}",
          "dimensions: [/a/0]");
  private static final Detector SOMEBODYS =
      TestDetectors.sales("name: one product", "where: {product_name: item-A}");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mutatedJsonIsCountedOrRejected(long seed) {
    List<byte[]> good =
        Stream.concat(
                AwkwardRecords.all().stream()
                    .map(AwkwardRecord::bytes)
                    .filter(bytes -> bytes.length < 5_000),
                Stream.of(
                        AnyBooks.sale(Instant.parse("2024-08-29T13:35:12.5Z"), "item-A", 3),
                        "{\"quantity\":1.724938512e9,\"a\":[true]}")
                    .map(text -> text.getBytes(StandardCharsets.UTF_8)))
            .toList();

    assertAccountedFor(Decoding.json(EVERYBODYS, EPOCH, SOMEBODYS), good, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7})
  void mutatedCsvIsCountedOrRejected(long seed) {
    List<byte[]> good =
        Stream.of(
                "2024-08-29T13:35:12Z,item-A,3",
                "2024-08-29T13:35:12Z,\"item \"\"A\"\"\",-3.5e2",
                "2024-08-29T13:35:12+02:00,,")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    assertAccountedFor(
        Decoding.csv("timestamp,product_name,quantity", EVERYBODYS, EPOCH, SOMEBODYS), good, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {8, 9, 10, 11})
  void mutatedOtlpIsCountedOrRejectedOrNobodys(long seed) {
    boolean protobuf = seed % 2 == 0;
    Detector gpus =
        OtlpMessages.detector(
            protobuf ? "otlp-protobuf" : "otlp-json",
            "[{field: DCGM_FI_DEV_GPU_TEMP}, {field: DCGM_FI_DEV_PCIE_REPLAY_COUNTER}]",
            "[gpu]");
    List<byte[]> good =
        Stream.of(
                OtlpMessages.DCGM,
                OtlpMessages.gauge("DCGM_FI_DEV_GPU_TEMP", "\"asInt\":1,\"flags\":0"))
            .map(
                json ->
                    protobuf ? OtlpMessages.protobuf(json) : json.getBytes(StandardCharsets.UTF_8))
            .toList();
    Decoding decoding = Decoding.otlp(protobuf, gpus);
    SplittableRandom random = new SplittableRandom(seed);
    int counted = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Decoded decoded = decoding.decode(mutate(good, random));
      counted += decoded.samples().size();
      assertThat(decoded.rejected())
          .allSatisfy(
              rejected -> {
                assertThat(rejected.detail()).isNotBlank().hasSizeLessThan(2_000);
                assertThat(rejected.payload()).isNotNull();
              });
      for (Sample sample : decoded.samples()) {
        assertSound(sample, gpus, List.of(), "seed " + seed + ", mutant " + i);
      }
    }
    assertThat(counted).isGreaterThan(MUTANTS / 20);
  }

  private static void assertAccountedFor(Decoding decoding, List<byte[]> good, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int counted = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(good, random);
      Decoded decoded = decoding.decode(mutant);
      assertAccountedFor(decoded, new String(mutant, StandardCharsets.ISO_8859_1));
      counted += decoded.samples().size();
    }
    // Else the mutations would only ever test the parser.
    assertThat(counted).isGreaterThan(MUTANTS / 20);
  }

  private static void assertAccountedFor(Decoded decoded, String mutant) {
    boolean undecodable =
        decoded.rejected().stream().anyMatch(rejected -> rejected.detector() == null);
    if (undecodable) {
      assertThat(decoded.rejected()).as(mutant).hasSize(1);
      assertThat(decoded.samples()).as(mutant).isEmpty();
      return;
    }
    for (Detector detector : List.of(EVERYBODYS, EPOCH, SOMEBODYS)) {
      List<Sample> samples =
          decoded.samples().stream()
              .filter(sample -> sample.key().detectorName().equals(detector.name()))
              .toList();
      List<RejectedRecord> rejected =
          decoded.rejected().stream()
              .filter(record -> record.detector().equals(detector.name()))
              .toList();
      assertThat(samples).as(mutant).hasSizeLessThanOrEqualTo(1);
      if (!detector.equals(SOMEBODYS)) {
        assertThat(samples.size() + rejected.size()).as(mutant).isPositive();
      }
      samples.forEach(sample -> assertSound(sample, detector, rejected, mutant));
    }
  }

  private static void assertSound(
      Sample sample, Detector detector, List<RejectedRecord> rejected, String mutant) {
    assertThat(sample.key().values()).as(mutant).hasSameSizeAs(detector.dimensions());
    assertThat(sample.nanos()).as(mutant).isBetween(0, 999_999);
    assertThat(Arrays.stream(sample.values()).anyMatch(value -> !Double.isNaN(value)))
        .as(mutant)
        .isTrue();
    assertThat(Arrays.stream(sample.values()).noneMatch(Double::isInfinite)).as(mutant).isTrue();
    // A measure is counted or rejected, never both.
    Set<String> refused = new HashSet<>();
    rejected.forEach(record -> assertThat(refused.add(record.measure())).as(mutant).isTrue());
    for (int i = 0; i < sample.values().length; i++) {
      if (refused.contains(detector.measures().get(i).name())) {
        assertThat(sample.values()[i]).as(mutant).isNaN();
      }
    }
    assertThat(refused).as(mutant).doesNotContainNull();
  }

  private static byte[] mutate(List<byte[]> good, SplittableRandom random) {
    byte[] bytes = good.get(random.nextInt(good.size())).clone();
    int times = random.nextInt(1, 4);
    for (int i = 0; i < times && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = SPICE[random.nextInt(SPICE.length)];
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = spliced(bytes, at, new byte[] {SPICE[random.nextInt(SPICE.length)]}, at);
        case 3 -> bytes = spliced(bytes, at, new byte[0], random.nextInt(at, bytes.length + 1));
        case 4 -> bytes = spliced(bytes, at, Arrays.copyOfRange(bytes, 0, at), at);
        default -> {
          byte[] other = good.get(random.nextInt(good.size()));
          int from = random.nextInt(other.length);
          bytes = spliced(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
        }
      }
    }
    return bytes;
  }

  /** The bytes with those between two places replaced. */
  private static byte[] spliced(byte[] bytes, int from, byte[] insert, int to) {
    byte[] result = Arrays.copyOf(bytes, from + insert.length + bytes.length - to);
    System.arraycopy(insert, 0, result, from, insert.length);
    System.arraycopy(bytes, to, result, from + insert.length, bytes.length - to);
    return result;
  }
}

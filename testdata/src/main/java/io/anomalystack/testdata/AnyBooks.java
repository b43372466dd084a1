package io.anomalystack.testdata;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The sales of an imaginary bookshop, AnyBooks: single transactions of two products, about 20 units
 * of {@code item-A} and 30 of {@code item-B} a minute in even hours (UTC) and half as many in odd
 * ones, with planted and labelled anomalies.
 *
 * <p>The same settings make the same bytes. Each minute draws from a random source of its own, so a
 * stream with anomalies equals the one without outside the labelled windows, and a longer stream
 * begins with the shorter one's records, apart from anomalies in the shorter one's last stretch.
 *
 * @param seed decides everything that is random
 * @param start the first minute; a full minute
 * @param length whole minutes
 * @param learning no anomaly before so much of the stream has passed; whole minutes. As long as the
 *     stream: no anomalies at all
 * @param spacing each product misbehaves once in so much time; whole minutes, at least {@link
 *     #MIN_SPACING}
 * @param noise standard deviation of a minute's units as a share of what is usual; 0 to 0.15, as
 *     beyond that chance alone would make what looks like an anomaly
 */
public record AnyBooks(
    long seed, Instant start, Duration length, Duration learning, Duration spacing, double noise) {

  /** Its middle half holds a whole cycle of hours, so that an odd hour is always found. */
  public static final Duration MIN_SPACING = Duration.ofHours(4);

  /**
   * The settings of the bundled stream {@code streams/anybooks.jsonl.gz}: two days and two hours.
   */
  public static final AnyBooks BUNDLED =
      new AnyBooks(
          20240829L,
          Instant.parse("2024-08-29T00:00:00Z"),
          Duration.ofHours(50),
          Duration.ofHours(6),
          MIN_SPACING,
          0.12);

  private static final int MAX_QUANTITY = 5;

  /** Checks what the component's Javadoc says. */
  public AnyBooks {
    requireFullMinutes("start", Duration.between(Instant.EPOCH, start));
    requireFullMinutes("length", length);
    requireFullMinutes("learning", learning);
    requireFullMinutes("spacing", spacing);
    if (length.isNegative() || learning.isNegative()) {
      throw new IllegalArgumentException(
          "length and learning: not negative, were " + length + " and " + learning);
    }
    if (spacing.compareTo(MIN_SPACING) < 0) {
      throw new IllegalArgumentException("spacing: at least " + MIN_SPACING + ", was " + spacing);
    }
    if (!(noise >= 0 && noise <= 0.15)) {
      throw new IllegalArgumentException("noise: expected 0 to 0.15, was " + noise);
    }
  }

  /** The same with another seed. */
  public AnyBooks withSeed(long newSeed) {
    return new AnyBooks(newSeed, start, length, learning, spacing, noise);
  }

  /** The same from another start. */
  public AnyBooks withStart(Instant newStart) {
    return new AnyBooks(seed, newStart, length, learning, spacing, noise);
  }

  /** The same for another length. */
  public AnyBooks withLength(Duration newLength) {
    return new AnyBooks(seed, start, newLength, learning, spacing, noise);
  }

  /** The same with another learning time. */
  public AnyBooks withLearning(Duration newLearning) {
    return new AnyBooks(seed, start, length, newLearning, spacing, noise);
  }

  /** The same with more time between anomalies. */
  public AnyBooks withSpacing(Duration newSpacing) {
    return new AnyBooks(seed, start, length, learning, newSpacing, noise);
  }

  /** The same with other noise. */
  public AnyBooks withNoise(double newNoise) {
    return new AnyBooks(seed, start, length, learning, spacing, newNoise);
  }

  /** The same stream as it would be had nothing gone wrong. */
  public AnyBooks withoutAnomalies() {
    return withLearning(length);
  }

  /** What goes wrong, in the order of its start. */
  public List<LabelledWindow> labels() {
    return new AnomalyPlan(this).labels();
  }

  /** The records in the order of their time, made as they are asked for. */
  public Stream<String> lines() {
    AnomalyPlan plan = new AnomalyPlan(this);
    return LongStream.range(startMinute(), startMinute() + length.toMinutes())
        .boxed()
        .flatMap(minute -> linesOf(minute, plan).stream());
  }

  /** Stream and labels in memory; for long streams see {@link #writeTo}. */
  public Scenario scenario() {
    return new Scenario(lines().toList(), labels());
  }

  /** Writes the records as JSON Lines, however many they are. */
  public void writeTo(Writer writer) throws IOException {
    for (Iterator<String> lines = lines().iterator(); lines.hasNext(); ) {
      writer.append(lines.next()).append('\n');
    }
  }

  /** One sale as this generator writes it. */
  public static String sale(Instant timestamp, String productName, int quantity) {
    return "{\"timestamp\":\"%s\",\"product_name\":\"%s\",\"quantity\":%d}"
        .formatted(timestamp, productName, quantity);
  }

  /** The time of a line that this generator made, epoch ms. */
  public static long timeOf(String line) {
    int start = "{\"timestamp\":\"".length();
    return Instant.parse(line.substring(start, line.indexOf('"', start))).toEpochMilli();
  }

  long startMinute() {
    return Math.floorDiv(start.getEpochSecond(), 60);
  }

  /** The random source of a product's minute, or, for -1, of its anomalies. */
  SplittableRandom randomOf(Product product, long minute) {
    // SplittableRandom mixes its seed, so neighbouring seeds are as good as distant ones.
    return new SplittableRandom((seed * 31 + product.number() + 1) * 0x1_0000_0001L + minute);
  }

  private List<String> linesOf(long minute, AnomalyPlan plan) {
    List<Sale> sales = new ArrayList<>();
    for (Product product : Product.values()) {
      SplittableRandom random = randomOf(product, minute);
      int units = units(product, minute, plan.at(product, minute), random);
      while (units > 0) {
        int quantity = Math.min(units, random.nextInt(1, MAX_QUANTITY + 1));
        sales.add(new Sale(random.nextInt(60), product, quantity));
        units -= quantity;
      }
    }
    sales.sort(Sale.IN_TIME);
    long epochSecond = TimeUnit.MINUTES.toSeconds(minute);
    return sales.stream()
        .map(
            sale ->
                sale(
                    Instant.ofEpochSecond(epochSecond + sale.second()),
                    sale.product().productName(),
                    sale.quantity()))
        .toList();
  }

  private int units(Product product, long minute, Anomaly anomaly, SplittableRandom random) {
    double chance = 1 + noise * nearlyGaussian(random);
    double usual = product.usualUnits(minute);
    if (anomaly == null) {
      return (int) Math.round(usual * chance);
    }
    return switch (anomaly.kind()) {
      case SPIKE -> (int) Math.round(usual * anomaly.factor() * chance);
      case DROP -> random.nextInt(1, 3);
      case OUTAGE -> 0;
      case CONTEXT -> (int) Math.round(product.unitsInEvenHours() * chance);
    };
  }

  /**
   * Mean 0, standard deviation 1, never beyond 6, by additions alone: the same on every JDK, and no
   * outlier that nobody labelled.
   */
  private static double nearlyGaussian(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextInt(1 << 16) / (double) (1 << 16);
    }
    return sum;
  }

  private static void requireFullMinutes(String name, Duration duration) {
    if (!duration.truncatedTo(ChronoUnit.MINUTES).equals(duration)) {
      throw new IllegalArgumentException(name + ": expected full minutes, was " + duration);
    }
  }
}

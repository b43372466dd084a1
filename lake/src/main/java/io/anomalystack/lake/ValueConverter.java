package io.anomalystack.lake;

import java.util.function.Consumer;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Hands the values of a column that is no text on as Java's. */
final class ValueConverter extends PrimitiveConverter {
  private final Consumer<Object> taker;

  ValueConverter(Consumer<Object> taker) {
    this.taker = taker;
  }

  @Override
  public void addBoolean(boolean value) {
    taker.accept(value);
  }

  @Override
  public void addDouble(double value) {
    taker.accept(value);
  }

  @Override
  public void addInt(int value) {
    taker.accept(value);
  }

  @Override
  public void addLong(long value) {
    taker.accept(value);
  }
}

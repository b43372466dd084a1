package io.anomalystack.lake;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Hands the values of a text column on; one that repeats is decoded once. */
final class TextConverter extends PrimitiveConverter {
  private final Consumer<? super String> taker;
  private String[] repeated;

  TextConverter(Consumer<? super String> taker) {
    this.taker = taker;
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public void setDictionary(Dictionary dictionary) {
    repeated = new String[dictionary.getMaxId() + 1];
    for (int id = 0; id < repeated.length; id++) {
      repeated[id] = text(dictionary.decodeToBinary(id));
    }
  }

  @Override
  public void addValueFromDictionary(int id) {
    taker.accept(repeated[id]);
  }

  @Override
  public void addBinary(Binary value) {
    taker.accept(text(value));
  }

  private static String text(Binary value) {
    return new String(value.getBytesUnsafe(), StandardCharsets.UTF_8);
  }
}

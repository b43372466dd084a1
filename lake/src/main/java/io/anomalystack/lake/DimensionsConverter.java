package io.anomalystack.lake;

import io.anomalystack.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/** Hands a map of texts on as dimensions, in the file's order. */
final class DimensionsConverter extends GroupConverter {
  private final Consumer<List<Dimension>> taker;
  private final GroupConverter entries = new Entries();
  private final Converter[] parts = {
    new TextConverter(text -> name = text), new TextConverter(text -> value = text)
  };
  private List<Dimension> dimensions;
  private String name;
  private String value;

  DimensionsConverter(Consumer<List<Dimension>> taker) {
    this.taker = taker;
  }

  @Override
  public Converter getConverter(int field) {
    return entries;
  }

  @Override
  public void start() {
    dimensions = new ArrayList<>();
  }

  @Override
  public void end() {
    taker.accept(List.copyOf(dimensions));
  }

  private final class Entries extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return parts[field];
    }

    @Override
    public void start() {
      name = null;
      value = null;
    }

    @Override
    public void end() {
      dimensions.add(new Dimension(name, value));
    }
  }
}

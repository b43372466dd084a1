package io.anomalystack.job;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Remembers as JSON what comes out of a job that does not fail. One job at a time in a JVM. */
final class ToldSink<T> implements Sink<T> {
  private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

  private final Json<T> json;

  interface Json<T> extends Function<T, byte[]>, Serializable {}

  ToldSink(Json<T> json) {
    this.json = json;
  }

  static void clear() {
    TOLD.clear();
  }

  /** All so far. */
  static List<String> sorted() {
    return TOLD.stream().sorted().toList();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) {
        TOLD.add(new String(json.apply(element), StandardCharsets.UTF_8));
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}

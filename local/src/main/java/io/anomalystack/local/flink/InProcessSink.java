package io.anomalystack.local.flink;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Hands a stream to an object of this JVM.
 *
 * @param target who takes the elements; called by several threads if there are several tasks
 * @param <T> the type of the elements
 */
public record InProcessSink<T>(InProcess<? extends Taker<T>> target)
    implements Sink<T>, Serializable {
  /** Takes the elements of a stream. */
  @FunctionalInterface
  public interface Taker<T> {
    /** Takes one; an exception fails the job. */
    void take(T element) throws IOException;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Taker<T> taker = target.get();
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) throws IOException {
        taker.take(element);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}

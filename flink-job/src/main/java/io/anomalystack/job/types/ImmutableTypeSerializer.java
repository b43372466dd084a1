package io.anomalystack.job.types;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The parts that all our hand-written serializers share. Their types are immutable as far as Flink
 * is concerned, so that a copy is the thing itself.
 *
 * @param <T> the type written
 */
public abstract class ImmutableTypeSerializer<T> extends TypeSerializerSingleton<T> {
  private final Class<T> type;

  protected ImmutableTypeSerializer(Class<T> type) {
    this.type = type;
  }

  Class<T> type() {
    return type;
  }

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final T createInstance() {
    return null;
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }
}

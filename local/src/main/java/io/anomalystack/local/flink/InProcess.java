package io.anomalystack.local.flink;

import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A reference, fit to be serialized, to an object of this JVM.
 *
 * <p>Flink hands functions to its tasks as serialized copies. Here the tasks run in the same JVM,
 * and what they write and count is wanted back: through this they find the original.
 *
 * @param <T> the type of the object
 */
public final class InProcess<T> implements Serializable, AutoCloseable {
  private static final Map<String, Object> OBJECTS = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  private InProcess() {}

  /** Makes an object reachable until the reference is closed. */
  public static <T> InProcess<T> of(T object) {
    InProcess<T> reference = new InProcess<>();
    OBJECTS.put(reference.id, object);
    return reference;
  }

  /** The object itself. */
  public T get() {
    @SuppressWarnings("unchecked") // ids are random, and each is put once, by of()
    T object = (T) find(id);
    return object;
  }

  /** The name by which {@link #find} finds the object. */
  String id() {
    return id;
  }

  static Object find(String id) {
    Object object = OBJECTS.get(id);
    if (object == null) {
      throw new IllegalStateException("the object is gone, or was made in another JVM");
    }
    return object;
  }

  @Override
  public void close() {
    OBJECTS.remove(id);
  }
}

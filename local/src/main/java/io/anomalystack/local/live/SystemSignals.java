package io.anomalystack.local.live;

import java.lang.reflect.Proxy;

/**
 * The signals of the operating system. Java's only way to handle them, in its module {@code
 * jdk.unsupported}, is reached by reflection, as the compiler's warnings about it cannot be
 * suppressed.
 */
final class SystemSignals {
  private SystemSignals() {}

  /** A handler that runs an action. */
  static Object handler(Runnable action) {
    Class<?> handler = type("sun.misc.SignalHandler");
    return Proxy.newProxyInstance(
        SystemSignals.class.getClassLoader(),
        new Class<?>[] {handler},
        (proxy, method, arguments) -> {
          action.run();
          return null;
        });
  }

  /** Installs a handler for a signal, such as {@code INT}; returns the one before. */
  static Object handle(String name, Object handler) {
    Class<?> signal = type("sun.misc.Signal");
    try {
      return signal
          .getMethod("handle", signal, type("sun.misc.SignalHandler"))
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("handling signal " + name, e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

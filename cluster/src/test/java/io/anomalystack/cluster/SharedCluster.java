package io.anomalystack.cluster;

import io.anomalystack.embedded.EmbeddedBroker;
import io.anomalystack.embedded.Scratch;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker and a cluster of two TaskManagers, which all tests that ask for them share: each takes
 * the slots that it needs, uses topics of its own, and ends its jobs.
 */
final class SharedCluster implements ParameterResolver {
  /** What a test may ask for, as a parameter. */
  record Parts(EmbeddedBroker broker, FlinkCluster flink) implements AutoCloseable {
    private static Parts start() {
      try {
        // Left there: who looks for what went wrong finds the processes' output.
        Scratch scratch = Scratch.emptied(Path.of("target", "cluster").toAbsolutePath());
        scratch.release();
        EmbeddedBroker broker = EmbeddedBroker.start();
        return new Parts(broker, FlinkCluster.start(scratch.path(), 2, Map.of()));
      } catch (Exception e) {
        throw new IllegalStateException("the tests' cluster did not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      flink.close();
      broker.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Parts.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedCluster.class))
        .getOrComputeIfAbsent(Parts.class, type -> Parts.start(), Parts.class);
  }
}
